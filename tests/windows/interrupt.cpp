// Starts a program in a console, as cmd does, sends it Ctrl-C while it works, and ends as it ends.
// usage: interrupt.exe MILLISECONDS PROGRAM ARGUMENT…
#include <windows.h>

#include <cstdlib>
#include <string>

namespace {

/// As CommandLineToArgvW takes it apart; no argument here ends in a backslash or holds a quote.
std::wstring quoted(const wchar_t* argument) {
  return L'"' + std::wstring(argument) + L"\" ";
}

}  // namespace

int wmain(int count, wchar_t** arguments) {
  if (count < 3) return 2;
  if (GetConsoleWindow() == nullptr) AllocConsole();
  std::wstring command;
  for (int i = 2; i < count; ++i) command += quoted(arguments[i]);
  STARTUPINFOW start{};
  start.cb = sizeof start;
  start.dwFlags = STARTF_USESTDHANDLES;
  start.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
  start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
  start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
  PROCESS_INFORMATION made{};
  if (!CreateProcessW(arguments[2], command.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr,
                      &start, &made))
    return 100;
  Sleep(static_cast<DWORD>(_wtoi(arguments[1])));
  SetConsoleCtrlHandler(nullptr, TRUE);  // this one goes on
  GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
  WaitForSingleObject(made.hProcess, INFINITE);
  DWORD code = 101;
  GetExitCodeProcess(made.hProcess, &code);
  return static_cast<int>(code);
}
