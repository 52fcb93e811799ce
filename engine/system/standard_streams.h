// Standard input, output and error.
#pragma once

#include <string>
#include <string_view>

namespace lv {

/// To be called first. Where a stream is closed, the next file that is opened would take its place
/// and be written into; here whoever uses such a stream is told that it does not work.
void prepare_standard_streams();

/// Whether there is a standard output that takes what is printed.
bool output_can_be_printed();

/// Whether a person reads the messages.
bool messages_are_read_in_a_terminal();

/// Prints a message as a line of standard error. Where the program was started by a double-click,
/// so that nobody sees that, in a dialog.
void say(const std::string& sentence);

/// Prints a message without needing memory.
void say_without_memory(std::string_view sentence);

}  // namespace lv
