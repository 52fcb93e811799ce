#include "app/window/script.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <thread>

#include "app/session/action.h"
#include "app/window/expectation.h"
#include "engine/core/text_file.h"

namespace lv {
namespace {

constexpr double usual_wait_s = 120;

Error misused(const Command& command, const char* what) {
  return {ErrorCode::usage, what, line_of(command)};
}

Error on_line(int number, const Error& error) {
  return {error.code, "line " + std::to_string(number) + ": " + error.text()};
}

/// Whether what a script waits for has come. Error: a script cannot wait for that.
Result<bool> reached(const std::string& what, const Session& session) {
  const SessionState& state = session.state();
  const bool loaded = !state.row || !state.row->loading;
  if (what == "idle") return !session.busy();
  if (what == "begun") return state.scans.matrix && !state.scans.matrix->rows.empty();
  if (what == "scanned") return !state.scans.reading && state.scans.matrix;
  if (what == "loaded") return loaded && (!state.row || waiting_for_texture(*state.row).empty());
  if (what == "settled") return loaded && (!state.row || !state.row->aligning);
  if (what == "aligned")
    return loaded && (!state.row || (!state.row->aligning && !state.row->equalising));
  return no_choice(what);
}

}  // namespace

Result<Script> Script::read(const std::filesystem::path& path) {
  constexpr std::uint64_t most_bytes = 16 << 20;
  LV_ASSIGN(const std::string lines, read_text_file(path, most_bytes));
  std::istringstream stream(lines);
  Script script;
  std::string text;
  for (int number = 1; std::getline(stream, text); ++number) {
    auto command = parse_command(text);
    if (!command) return on_line(number, command.error());
    if (!command->name.empty()) script.lines_.push_back({number, std::move(*command)});
  }
  return script;
}

Result<void> Script::step(const Stage& stage, std::vector<InputEvent>& events) {
  if (frames_left_ > 0) {
    --frames_left_;
    return {};
  }
  while (pending_.empty() && next_ < lines_.size()) {
    const Line& line = lines_[next_];
    const auto done = run(line.command, stage);
    if (!done && !may_fail_) return on_line(line.number, done.error());
    if (done && !*done) return {};
    waiting_since_s_.reset();
    ++next_;
    if (frames_left_ > 0) return {};
  }
  if (pending_.empty()) return {};
  events.insert(events.end(), pending_.front().begin(), pending_.front().end());
  pending_.pop_front();
  // After the hand's last move the screen gets two frames to answer.
  if (pending_.empty()) frames_left_ = 2;
  return {};
}

Result<bool> Script::run(const Command& command, const Stage& stage) {
  const std::string& name = command.name;
  if (name == "wait") return wait(command, stage.session);
  if (name == "frames" || name == "size" || name == "scale") {
    LV_TRY(set_up(command, stage));
  } else if (name == "shot") {
    if (command.arguments.size() != 1) return misused(command, "shot needs a file");
    LV_TRY(stage.shot(command.arguments[0]));
  } else if (name == "may-fail") {
    may_fail_ = true;
  } else if (name == "expect") {
    LV_TRY(expect(stage.session, command));
  } else if (action_named(name) != nullptr) {
    LV_TRY(stage.session.apply(command));
    frames_left_ = 1;
  } else {
    LV_ASSIGN(const auto events, events_of(command));
    pending_.insert(pending_.end(), events.begin(), events.end());
  }
  return true;
}

/// How large the picture is, and frames that pass.
Result<void> Script::set_up(const Command& command, const Stage& stage) {
  constexpr double most = 1e5;
  LV_ASSIGN(const auto numbers, numbers_in(command.arguments));
  if (numbers.size() != (command.name == "size" ? 2 : 1)) {
    return misused(command, "wrong number of words");
  }
  const bool possible =
      std::ranges::all_of(numbers, [](double number) { return number > 0 && number <= most; });
  if (!possible) return misused(command, "only numbers above 0 make sense here");
  const auto whole = [&](std::size_t i) { return static_cast<int>(numbers[i]); };
  frames_left_ = 2;
  if (command.name == "frames") frames_left_ = whole(0);
  if (command.name == "size") stage.resize({whole(0), whole(1)});
  if (command.name == "scale") stage.rescale(numbers[0]);
  return {};
}

Result<bool> Script::wait(const Command& command, const Session& session) {
  const auto& words = command.arguments;
  double most_s = usual_wait_s;
  if (words.size() > 1) {
    LV_ASSIGN(most_s, number_in(words[1]));
  }
  LV_ASSIGN(const bool come, reached(words.empty() ? "idle" : words[0], session));
  if (come) {
    frames_left_ = 2;  // in which the screen shows what has come
    return true;
  }
  // Drawing while it waits would take the processor from the jobs that it waits for.
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  if (!waiting_since_s_) waiting_since_s_ = clock_.now_s();
  if (clock_.now_s() - *waiting_since_s_ > most_s) return misused(command, "waited in vain");
  return false;
}

}  // namespace lv
