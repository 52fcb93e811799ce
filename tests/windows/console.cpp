// Runs a program in a console of its own and, once something lies in FOLDER, presses Ctrl-C there
// (ctrl-c), tells the program that its console closes (closing), or closes it (close). Exits as the
// program does. usage: console ctrl-c|closing|close FOLDER PROGRAM ARGUMENT…
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

/// As Windows does it: a thread in the program itself begins in the system's routine for that,
/// which lies at the same place in every process, and asks the program's handlers. When it ends,
/// and after 5 s at the latest, the program is ended (where it ends itself, that thread goes a
/// moment before it).
void tell_of_closing(HANDLE process) {
  constexpr DWORD patience_ms = 5000, moment_ms = 2;
  void* const routine =
      reinterpret_cast<void*>(GetProcAddress(GetModuleHandleW(L"kernelbase.dll"), "CtrlRoutine"));
  HANDLE const thread =
      CreateRemoteThread(process, nullptr, 0, reinterpret_cast<LPTHREAD_START_ROUTINE>(routine),
                         reinterpret_cast<void*>(ULONG_PTR{CTRL_CLOSE_EVENT}), 0, nullptr);
  WaitForSingleObject(thread, patience_ms);
  if (WaitForSingleObject(process, moment_ms) == WAIT_TIMEOUT) TerminateProcess(process, 99);
}

void end(const std::wstring& how, HANDLE process) {
  if (how == L"closing") {
    tell_of_closing(process);
  } else if (how == L"close") {
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
  end(arguments[1], process.hProcess);
  WaitForSingleObject(process.hProcess, INFINITE);
  DWORD code = 0;
  GetExitCodeProcess(process.hProcess, &code);
  return static_cast<int>(code);
}
