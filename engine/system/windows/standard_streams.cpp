#include "engine/system/standard_streams.h"

#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include <cstdio>

namespace lv {
namespace {

/// A program with a window has no streams of its own; what it was started from may have a console.
void take_stream(DWORD which, const char* mode, std::FILE* stream) {
  const HANDLE there = GetStdHandle(which);
  const bool given = there != nullptr && there != INVALID_HANDLE_VALUE && _fileno(stream) >= 0;
  if (!given) static_cast<void>(std::freopen("CONOUT$", mode, stream));
}

}  // namespace

void prepare_standard_streams() {
  if (AttachConsole(ATTACH_PARENT_PROCESS) != 0) {
    take_stream(STD_OUTPUT_HANDLE, "w", stdout);
    take_stream(STD_ERROR_HANDLE, "w", stderr);
  }
  SetConsoleOutputCP(CP_UTF8);
  for (std::FILE* stream : {stdin, stdout, stderr}) {
    if (_fileno(stream) >= 0) _setmode(_fileno(stream), _O_BINARY);
  }
  std::setvbuf(stderr, nullptr, _IONBF, 0);
}

bool output_can_be_printed() {
  return _fileno(stdout) >= 0 && _get_osfhandle(_fileno(stdout)) != -1;
}

bool messages_are_read_in_a_terminal() {
  return _fileno(stderr) >= 0 && _isatty(_fileno(stderr)) != 0;
}

void say_without_memory(std::string_view sentence) {
  static_cast<void>(_write(2, sentence.data(), static_cast<unsigned>(sentence.size())));
}

}  // namespace lv
