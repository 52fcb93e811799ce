#include "app/window/expectation.h"

#include <algorithm>
#include <cmath>

#include "app/row/bent_date.h"
#include "app/session/action.h"
#include "app/view/annotation.h"
#include "app/view/shown_numbers.h"

namespace lv {
namespace {

using Text = std::string;

Text text_of(double number) {
  return std::to_string(number);
}

std::size_t shown_date(const Session& session) {
  return heavier_date(fade_pair(*session.row(), session.shown_view()));
}

Text screen_text(const Session& session) {
  constexpr const char* names[] = {"start", "scans", "compare"};
  return names[static_cast<int>(session.screen())];
}

Text chip_or_focus(const Session& session) {
  const ComparedRow& row = *session.row();
  const std::size_t date = shown_date(session);
  return row.focus ? focus_text(row, date) : chip_text(row, date, session.view().rigid);
}

Text bend_of_date(const Session& session) {
  return bend_text(session.row()->dates[shown_date(session)], session.view().rigid);
}

/// The levels that a pane with the row's own plane names.
Text count_levels(const Session& session) {
  const ViewState view = session.shown_view();
  const PanePlan plan{{0, 0, 640, 640}, own_plane, view.position, view.pair};
  return std::to_string(annotate(*session.row(), view, plan, DateStyle::exact).levels.size());
}

/// The marks of a pane with the plane that is chosen.
Marks shown_marks(const Session& session) {
  const ViewState view = session.shown_view();
  return marks_of(*session.row(), view, {{0, 0, 640, 640}, view.plane, view.position, view.pair},
                  DateStyle::exact);
}

/// "48.2 mm, the line of 17 Apr 2009".
Text marked_words(const Session& session) {
  Text words;
  for (const PaneNote& note : shown_marks(session).notes) {
    for (const Text& line : note.lines) words += (words.empty() ? "" : ", ") + line;
  }
  return words;
}

Text count_good(const Session& session) {
  return std::to_string(std::ranges::count_if(session.row()->dates, [](const ComparedDate& date) {
    return date.state == AlignmentState::settled && surely_lined_up(date.alignment);
  }));
}

Text fmt_slice(const SliceCount& shown) {
  return std::to_string(shown.slice) + " of " + std::to_string(shown.count);
}

/// What can be asked at any time, and what only of an open row.
struct Fact {
  std::string_view name;
  bool of_row;
  Text (*text)(const Session&);
};
constexpr Fact facts[] = {
    {"screen", false, screen_text},
    {"message", false, [](const Session& s) { return s.program().message; }},
    {"rows", false,
     [](const Session& s) { return std::to_string(s.matrix() ? s.matrix()->rows.size() : 0); }},
    {"studies", false,
     [](const Session& s) { return std::to_string(s.matrix() ? s.matrix()->studies.size() : 0); }},
    {"row", false, [](const Session& s) { return s.row() != nullptr ? s.row()->name : ""; }},
    {"film", false, [](const Session& s) { return s.films().outcome; }},
    {"dates", true, [](const Session& s) { return std::to_string(s.row()->dates.size()); }},
    {"position", true, [](const Session& s) { return text_of(s.shown_view().position); }},
    {"text", true,
     [](const Session& s) { return Text(s.state().view.text_hidden ? "hidden" : "shown"); }},
    {"slice", true,
     [](const Session& s) {
       const auto shown = slice_count(*s.row(), s.view(), s.view().plane);
       return shown ? fmt_slice(*shown) : "";
     }},
    {"window", true,
     [](const Session& s) { return window_text(*s.row(), s.view(), shown_date(s)); }},
    {"look", true, [](const Session& s) { return Text(row_of(s.view().look).word); }},
    {"layout", true,
     [](const Session& s) {
       return Text(layout_words[static_cast<std::size_t>(s.view().layout)]);
     }},
    {"zoom", true, [](const Session& s) { return text_of(s.view().zoom); }},
    {"window.shift", true, [](const Session& s) { return text_of(s.view().window_shift); }},
    {"window.stretch", true, [](const Session& s) { return text_of(s.view().window_stretch); }},
    {"point.x", true, [](const Session& s) { return text_of(s.view().point.x); }},
    {"point.y", true, [](const Session& s) { return text_of(s.view().point.y); }},
    {"point.z", true, [](const Session& s) { return text_of(s.view().point.z); }},
    {"equalised", true, [](const Session& s) { return text_of(s.view().equalised); }},
    {"matched", true, [](const Session& s) { return text_of(s.view().matched); }},
    {"matched.pixels", true, [](const Session& s) { return text_of(s.view().matched_in_plane); }},
    {"nearest", true, [](const Session& s) { return text_of(s.view().nearest_slice); }},
    {"inverted", true, [](const Session& s) { return text_of(s.view().inverted); }},
    {"seam", true, [](const Session& s) { return text_of(s.view().seam); }},
    {"pan.x", true, [](const Session& s) { return text_of(s.view().pan_mm.x); }},
    {"chip", true, chip_or_focus},
    {"focus.x", true,
     [](const Session& s) { return s.row()->focus ? text_of(s.row()->focus->point.x) : ""; }},
    {"bend", true, bend_of_date},
    {"levels", true, count_levels},
    {"marks", true, marked_words},
    {"lines", true, [](const Session& s) { return std::to_string(shown_marks(s).lines.size()); }},
    {"lens.x", true, [](const Session& s) { return text_of(s.view().lens.x); }},
    {"shown.look", true, [](const Session& s) { return Text(row_of(s.shown_view().look).word); }},
    {"how", true, [](const Session& s) { return how_text(*s.row(), shown_date(s)); }},
    {"date", true,
     [](const Session& s) {
       return date_text(*s.row(), fade_pair(*s.row(), s.shown_view()), DateStyle::exact);
     }},
    {"reference", true,
     [](const Session& s) { return s.row()->dates[s.row()->reference].facts.date; }},
    {"good", true, count_good},
};

Error cannot(const char* why, const Command& command) {
  return {ErrorCode::usage, why, line_of(command)};
}

Result<bool> holds(const Text& got, const Text& relation, const Text& value,
                   const Command& command) {
  const auto a = number_in(got), b = number_in(value);
  const bool numbers = a.ok() && b.ok();
  if (relation == "~") return got.find(value) != Text::npos;
  if (relation == "=") return numbers ? std::abs(*a - *b) < 1e-4 : got == value;
  if (relation != "<" && relation != ">") return cannot("a relation is =, <, > or ~", command);
  if (!numbers) return cannot("only numbers can be compared with < and >", command);
  return relation == "<" ? *a < *b : *a > *b;
}

}  // namespace

Result<void> expect(const Session& session, const Command& command) {
  const auto& words = command.arguments;
  if (words.size() != 3) return cannot("expect needs a name, = < > or ~, and a value", command);
  const auto fact = std::ranges::find(facts, words[0], &Fact::name);
  if (fact == std::end(facts) || (fact->of_row && session.row() == nullptr)) {
    return cannot("there is nothing of this name now", command);
  }
  const Text got = fact->text(session);
  LV_ASSIGN(const bool held, holds(got, words[1], words[2], command));
  if (held) return {};
  return Error{ErrorCode::usage, "expected " + line_of(command) + ", but it is " + got};
}

}  // namespace lv
