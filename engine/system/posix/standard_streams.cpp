#include "engine/system/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

namespace lv {

void prepare_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    // Opened the other way round.
    static_cast<void>(open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

bool output_can_be_printed() {
  const int flags = fcntl(STDOUT_FILENO, F_GETFL);
  return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

bool messages_are_read_in_a_terminal() {
  return isatty(STDERR_FILENO) == 1;
}

void say(const std::string& sentence) {
  std::fprintf(stderr, "%s\n", sentence.c_str());
}

void say_without_memory(std::string_view sentence) {
  static_cast<void>(!write(STDERR_FILENO, sentence.data(), sentence.size()));
}

}  // namespace lv
