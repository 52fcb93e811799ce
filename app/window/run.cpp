#include "app/window/run.h"

#include "app/jobs/metric_choice.h"
#include "app/session/autosave.h"
#include "app/session/key_file.h"
#include "app/window/viewer.h"
#include "engine/core/archive_path.h"
#include "engine/core/caught.h"
#include "engine/core/clock.h"
#include "engine/core/file_name.h"

namespace lv {
namespace {

Result<std::unique_ptr<Host>> make_host(const ViewerRun& run) {
  if (!run.headless) return make_window_host({});
  return make_headless_host({1280, 800});
}

/// Before a window is opened: a command that was misspelt is no matter of displays.
Result<void> check_paths(const ViewerRun& run) {
  for (const auto& path : run.paths) {
    std::error_code failure;
    if (is_archive_address(path) || std::filesystem::exists(path, failure)) continue;
    const std::string_view what =
        path.has_parent_path() ? "file or folder" : "command, file or folder";
    return Error{ErrorCode::not_found,
                 failure ? "this cannot be opened: " + failure.message()
                         : "there is no such " + std::string(what),
                 file_name(path)};
  }
  return {};
}

Result<void> open_what_was_named(const ViewerRun& run, Session& session) {
  if (run.demo) return session.apply({"demo", {}});
  if (run.paths.empty()) return {};
  Command open{"open", {}};
  for (const auto& path : run.paths) open.arguments.push_back(path.string());
  return session.apply(open);
}

/// Runs the frames. Where something throws that nobody expected (no memory, no thread), the user is
/// asked once whether to save, and then the window ends with that error. A script is not asked.
Result<void> run_frames(Viewer& viewer, Session& session, Autosave& autosave, Script* script,
                        const std::stop_token& stop) {
  std::optional<Error> failure;
  const SteadyClock clock;
  while (!stop.stop_requested()) {
    try {
      LV_ASSIGN(const bool more, viewer.turn(script));
      if (!more) break;
      autosave.turn(session.state(), clock.now_s());
    } catch (...) {
      const bool offered = failure.has_value();
      failure = caught();
      if (offered || script != nullptr || !viewer.offer_to_save(*failure)) return *failure;
    }
    if (failure && session.program().question != Question::session) break;
  }
  if (failure) return *failure;
  return {};
}

}  // namespace

Result<void> run_viewer(const ViewerRun& run, const std::stop_token& stop) {
  std::optional<Script> script;
  if (!run.script.empty()) {
    LV_ASSIGN(script, Script::read(run.script));
  }
  if (!run.demo) LV_TRY(check_paths(run));
  LV_ASSIGN(std::unique_ptr<Host> host, make_host(run));
  LV_ASSIGN(Graphics graphics, make_graphics(run.gpu, *host));
  Session session(MetricChoice::make(run.metric, cuda_opener(graphics.device->info().uuid)));
  if (const std::string& other = graphics.device->passed_over(); !other.empty()) {
    session.tell(other + "; " + graphics.device->info().name + " draws instead");
  }
  Autosave autosave(run.headless ? std::filesystem::path() : state_folder());
  session.offer(autosave.offers());
  if (!run.headless) {
    if (const auto keys = read_key_file(); !keys) session.tell(keys.error().text());
  }
  LV_TRY(open_what_was_named(run, session));
  Viewer viewer(std::move(host), std::move(graphics), session);
  const auto keep = [&] { return autosave.keep(session.state()); };
  if (run.before_a_sudden_end) run.before_a_sudden_end(keep);
  auto done = run_frames(viewer, session, autosave, script ? &*script : nullptr, stop);
  const bool kept = keep();
  if (done) {
    autosave.end();
  } else if (kept && !script) {
    done = Error{done.error().code,
                 done.error().text() + "; start longview again to go on where you were"};
  }
  if (run.before_a_sudden_end) run.before_a_sudden_end({});
  if (run.leaving) run.leaving(done);
  return done;
}

}  // namespace lv
