#include "app/run.h"

#include "app/interrupt.h"
#include "app/terminal.h"
#include "app/viewer.h"
#include "engine/core/file_name.h"
#include "engine/core/parallel.h"

namespace lv {
namespace {

Result<std::unique_ptr<Host>> make_host(const Options& options) {
  if (!options.headless) return make_window_host({});
  HeadlessOptions headless;
  headless.size_px = {1280, 800};
  return make_headless_host(headless);
}

Result<void> open_what_was_named(const Options& options, Session& session) {
  if (options.demo) return session.apply({"demo", {}});
  if (options.paths.empty()) return {};
  Command open{"open", {}};
  for (const auto& path : options.paths) {
    std::error_code failure;
    if (!std::filesystem::exists(path, failure)) {
      return Error{ErrorCode::not_found,
                   failure ? "this cannot be opened: " + failure.message()
                           : "there is no such file or folder",
                   file_name(path)};
    }
    open.arguments.push_back(path.string());
  }
  return session.apply(open);
}

Result<void> view(const Options& options, std::stop_token stop) {
  std::optional<Script> script;
  if (!options.script.empty()) {
    LV_ASSIGN(script, Script::read(options.script));
  }
  LV_ASSIGN(std::unique_ptr<Host> host, make_host(options));
  LV_ASSIGN(Graphics graphics, make_graphics(options.gpu, *host));
  Session session(MetricChoice::make(options.metric, cuda_opener(graphics.device->info().uuid)));
  LV_TRY(open_what_was_named(options, session));
  Viewer viewer(std::move(host), std::move(graphics), session);
  while (!stop.stop_requested()) {
    LV_ASSIGN(const bool more, viewer.turn(script ? &*script : nullptr));
    if (!more) break;
  }
  return {};
}

}  // namespace

int run_viewer(const Options& options) {
  const std::stop_token stop = stop_on_interrupt();
  set_thread_count(options.threads);
  if (options.headless && options.script.empty()) {
    return report({ErrorCode::usage, "--headless needs a --script that says what to do", ""});
  }
  const auto done = view(options, stop);
  return exit_code_after_drawing(done ? exit_done : report(done.error()));
}

}  // namespace lv
