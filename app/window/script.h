// A script drives the program as a hand would: actions, clicks on labels, drags, keys, drops,
// pictures and expectations, one a line. An action of the session is written as it is; the rest:
//   wait idle|scanned|loaded|settled|aligned [SECONDS]   frames N     size W H          scale S
//   click|tap PLACE [right]    over PLACE    move X Y    drag PLACE PLACE [right|middle] [shift]
//   wheel N [ctrl]   key NAME [ctrl|shift]        type TEXT         drop PATH…
//   shot FILE.png    expect NAME =|<|>|~ VALUE    (names: see expectation.cpp)
//   may-fail                                      (lines after it that fail are passed over)
// A PLACE is the label of a widget, "LABEL@0.5,0.5" a point in it. Main thread only.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <optional>

#include "app/host/input.h"
#include "app/session/session.h"
#include "engine/core/clock.h"
#include "engine/core/extent.h"

namespace lv {

/// The events of a line of a script that names what a hand does: one group per frame. Error: no
/// such line, or a place that is not on the screen.
Result<std::vector<std::vector<InputEvent>>> events_of(const Command& line);

class Script {
 public:
  /// What a line needs of the frame loop.
  struct Stage {
    Session& session;
    std::function<Result<void>(const std::filesystem::path&)> shot;
    std::function<void(ExtentPx)> resize;
    std::function<void(double)> rescale;
  };

  /// Errors: the file cannot be read; a line that cannot be, with its number.
  static Result<Script> read(const std::filesystem::path& path);

  /// Runs lines until one has to wait for the next frame; appends what the hand does. Error: a line
  /// that fails, with its number.
  Result<void> step(const Stage& stage, std::vector<InputEvent>& events);
  /// Its line waits for something that no frame brings about.
  bool waits() const { return waiting_since_s_.has_value(); }
  bool done() const { return next_ >= lines_.size() && pending_.empty(); }

 private:
  struct Line {
    int number;
    Command command;
  };
  /// True: the line is done; false: ask again next frame.
  Result<bool> run(const Command& command, const Stage& stage);
  Result<void> set_up(const Command& command, const Stage& stage);
  Result<bool> wait(const Command& command, const Session& session);

  std::vector<Line> lines_;
  std::size_t next_ = 0;
  std::deque<std::vector<InputEvent>> pending_;  ///< one group per frame
  bool may_fail_ = false;
  int frames_left_ = 0;
  SteadyClock clock_;  // patience is real time, also where frames have a fixed step
  std::optional<double> waiting_since_s_;
};

}  // namespace lv
