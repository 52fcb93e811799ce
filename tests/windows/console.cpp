// Runs a program in a console of its own and, once something lies in FOLDER, presses Ctrl-C or
// Ctrl-Break there or closes the console. Exits as the program does. usage: console c|break|close
// FOLDER PROGRAM ARGUMENT…
#include <windows.h>

#include <filesystem>
#include <string>

namespace {

BOOL WINAPI goes_on(DWORD) {
  return TRUE;
}

PROCESS_INFORMATION start(int count, wchar_t** arguments) {
  std::wstring line;
  for (int i = 0; i < count; ++i) line += L"\"" + std::wstring(arguments[i]) + L"\" ";
  STARTUPINFOW how{};
  how.cb = sizeof how;
  how.dwFlags = STARTF_USESTDHANDLES;
  how.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
  how.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
  how.hStdError = GetStdHandle(STD_ERROR_HANDLE);
  PROCESS_INFORMATION process{};
  CreateProcessW(nullptr, line.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &how, &process);
  return process;
}

void end(const std::wstring& how) {
  if (how == L"close") {
    PostMessageW(GetConsoleWindow(), WM_CLOSE, 0, 0);
  } else {
    GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
  }
}

}  // namespace

int wmain(int argument_count, wchar_t** arguments) {
  constexpr DWORD often_ms = 20;
  if (argument_count < 4) return 2;
  const HANDLE messages[] = {GetStdHandle(STD_INPUT_HANDLE), GetStdHandle(STD_OUTPUT_HANDLE),
                             GetStdHandle(STD_ERROR_HANDLE)};
  FreeConsole();
  AllocConsole();
  SetStdHandle(STD_INPUT_HANDLE, messages[0]);
  SetStdHandle(STD_OUTPUT_HANDLE, messages[1]);
  SetStdHandle(STD_ERROR_HANDLE, messages[2]);
  SetConsoleCtrlHandler(goes_on, TRUE);
  const PROCESS_INFORMATION process = start(argument_count - 3, arguments + 3);
  while (std::filesystem::is_empty(arguments[2]) &&
         WaitForSingleObject(process.hProcess, often_ms) == WAIT_TIMEOUT) {
  }
  end(arguments[1]);
  WaitForSingleObject(process.hProcess, INFINITE);
  DWORD code = 0;
  GetExitCodeProcess(process.hProcess, &code);
  return static_cast<int>(code);
}
