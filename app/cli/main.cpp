// Reads the command line and runs the one command it names.
#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/process.h"
#include "app/cli/terminal.h"
#include "engine/core/caught.h"

namespace lv {
namespace {

int run_command(const Options& options) {
  switch (options.command) {
    case CommandName::view:
      return run_view(options);
    case CommandName::index:
      return run_index(options);
    case CommandName::align:
      return run_align(options);
    case CommandName::export_film:
      return run_export(options);
    case CommandName::register_pair:
      return run_register(options);
    case CommandName::demo:
      return run_demo(options);
    case CommandName::doctor:
      return run_doctor(options);
  }
  return exit_usage;
}

bool prints_a_result(const Options& options) {
  const bool quiet_film = options.command == CommandName::export_film && options.quiet;
  return options.command != CommandName::view && options.command != CommandName::demo &&
         !quiet_film;
}

int run(int argument_count, const char* const* arguments) {
  const ParsedOptions parsed = parse_options(argument_count, arguments);
  if (parsed.exit_code == exit_done) return answer(parsed.text, exit_done);
  if (parsed.exit_code) return report({ErrorCode::usage, parsed.text});
  if (prints_a_result(parsed.options)) {
    if (const auto open = check_stdout(); !open) return report(open.error());
  }
  return run_command(parsed.options);
}

}  // namespace
}  // namespace lv

int main(int argument_count, char** arguments) {
  lv::prepare_process();
  int exit_code = lv::exit_failed;
  try {
    exit_code = lv::run(argument_count, arguments);
  } catch (...) {
    lv::report(lv::caught());
  }
  lv::process_ends();
  return exit_code;
}
