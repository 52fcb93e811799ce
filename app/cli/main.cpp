// Reads the command line and runs the one command it names.
#include "app/cli/commands.h"
#include "app/cli/options.h"

int main(int argument_count, char** arguments) {
  const lv::ParsedOptions parsed = lv::parse_options(argument_count, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  switch (parsed.options.command) {
    case lv::CommandName::view:
      return lv::run_view(parsed.options);
    case lv::CommandName::index:
      return lv::run_index(parsed.options);
    case lv::CommandName::align:
      return lv::run_align(parsed.options);
    case lv::CommandName::export_film:
      return lv::run_export(parsed.options);
    case lv::CommandName::register_pair:
      return lv::run_register(parsed.options);
    case lv::CommandName::demo:
      return lv::run_demo(parsed.options);
    case lv::CommandName::doctor:
      return lv::run_doctor(parsed.options);
  }
  return lv::exit_usage;
}
