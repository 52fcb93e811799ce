#include "engine/system/standard_streams.h"

#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include <cstdio>
#include <cstdlib>

namespace lv {
namespace {

/// The program was started by a double-click: nobody sees what is written.
bool nobody_reads = false;
UINT code_page_before = 0;

bool is_console(DWORD stream) {
  DWORD mode = 0;
  return GetConsoleMode(GetStdHandle(stream), &mode) != 0;
}

/// Windows opens a console for a program that is started outside of one. Nobody wants to see that.
/// What was to be written into it goes nowhere; what was sent elsewhere still arrives.
void leave_own_console() {
  const bool in = is_console(STD_INPUT_HANDLE), out = is_console(STD_OUTPUT_HANDLE);
  nobody_reads = is_console(STD_ERROR_HANDLE);
  FreeConsole();
  const auto to_nowhere = [](bool was_console, std::FILE* stream, const char* mode) {
    if (was_console) static_cast<void>(!std::freopen("NUL", mode, stream));
  };
  to_nowhere(in, stdin, "r");
  to_nowhere(out, stdout, "w");
  to_nowhere(nobody_reads, stderr, "w");
}

/// A console that others use as well: it reads UTF-8 while this program writes, and understands the
/// signs that take a line back.
void share_console() {
  code_page_before = GetConsoleOutputCP();
  if (code_page_before == 0) return;
  SetConsoleOutputCP(CP_UTF8);
  std::atexit([] { SetConsoleOutputCP(code_page_before); });
  const HANDLE messages = GetStdHandle(STD_ERROR_HANDLE);
  DWORD mode = 0;
  if (GetConsoleMode(messages, &mode) != 0) {
    SetConsoleMode(messages, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
  }
}

}  // namespace

void prepare_standard_streams() {
  DWORD processes[2];
  if (GetConsoleProcessList(processes, 2) == 1) {
    leave_own_console();
  } else {
    share_console();
  }
  for (std::FILE* stream : {stdin, stdout, stderr}) {
    if (_fileno(stream) >= 0) _setmode(_fileno(stream), _O_BINARY);
  }
}

bool output_can_be_printed() {
  return _fileno(stdout) >= 0 && _get_osfhandle(_fileno(stdout)) != -1;
}

bool messages_are_read_in_a_terminal() {
  return is_console(STD_ERROR_HANDLE);
}

void say(const std::string& sentence) {
  std::fprintf(stderr, "%s\n", sentence.c_str());
  if (!nobody_reads) return;
  std::wstring text(sentence.size(), L'\0');
  const int length = static_cast<int>(sentence.size());
  text.resize(static_cast<std::size_t>(
      MultiByteToWideChar(CP_UTF8, 0, sentence.c_str(), length, text.data(), length)));
  MessageBoxW(nullptr, text.c_str(), L"longview", MB_OK | MB_ICONINFORMATION);
}

void say_without_memory(std::string_view sentence) {
  static_cast<void>(_write(2, sentence.data(), static_cast<unsigned>(sentence.size())));
}

}  // namespace lv
