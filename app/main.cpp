// Reads the command line and runs the one command it names.
#include "app/options.h"

int main(int argument_count, char** arguments) {
  const lv::ParsedOptions parsed = lv::parse_options(argument_count, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  return lv::exit_failed;
}
