// Any two dates are compared, and any date is the reference; both are kept and taken back.
#include <doctest/doctest.h>

#include "app/session/action.h"
#include "app/view/annotation.h"
#include "tests/support/rows.h"

using namespace lv;
using lv::test::act;
using lv::test::three_dates_open;

namespace {

std::string shown_text(const SessionState& s) {
  const ViewState view = shown_state(s.view, s.dates());
  return date_text(s.row->row, fade_pair(s.row->row, view), DateStyle::year, view.look);
}

constexpr dvec3 place{3, -7, 40};

}  // namespace

TEST_CASE("a_pair_fades_from_one_date_to_the_other_past_those_between") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "date 1"));
  REQUIRE(act(s, "pair 3"));
  CHECK(shown_text(s) == "2019");
  REQUIRE(act(s, "fade 0.5"));
  CHECK(shown_text(s) == "mixture of 2011 and 2019, 8 years apart, 25 %");
  const FadePair shown = fade_pair(s.row->row, s.view.state);
  CHECK(shown.first == 0);
  CHECK(shown.second == 2);
  CHECK(shown.mixture == doctest::Approx(0.25));
  REQUIRE(act(s, "snap"));
  CHECK(shown_text(s) == "2011");
  REQUIRE(act(s, "fade 1.1"));
  REQUIRE(act(s, "snap"));
  CHECK(shown_text(s) == "2019");
  for (const auto& [look, text] : {std::pair{"look swipe", "2011 | 2019"},
                                   std::pair{"look difference", "difference of 2011 and 2019"}}) {
    REQUIRE(act(s, look));
    CHECK(shown_text(s) == text);
  }
}

TEST_CASE("switching_and_playing_go_to_and_fro_between_the_two_of_a_pair") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "pair 1 3"));
  REQUIRE(act(s, "look switch"));
  std::string seen;
  for (const double now_s : {0.5, 1.5, 2.5}) {
    s.view.now_s = now_s;
    seen += shown_text(s) + " ";
  }
  CHECK(seen == "2011 2019 2011 ");
  REQUIRE(act(s, "look fade"));
  REQUIRE(act(s, "date previous"));
  REQUIRE(act(s, "play"));
  const double half_s = Playback::hold_s + Playback::fade_s / 2;
  move_clock(s.view, s.view.now_s + half_s, 3);
  CHECK(shown_text(s) == "mixture of 2011 and 2019, 8 years apart, 50 %");
}

TEST_CASE("another_date_is_chosen_to_the_first_of_a_pair_until_one_is_gone_to") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "date 1"));
  REQUIRE(act(s, "pair next"));
  CHECK(s.view.state.pair->to == 1);
  REQUIRE(act(s, "pair next"));
  CHECK(s.view.state.pair->from == 0);
  CHECK(s.view.state.pair->to == 2);
  REQUIRE(act(s, "date previous"));  // within the pair
  CHECK(shown_text(s) == "2011");
  REQUIRE(act(s, "date 3"));  // one of the pair: the next is chosen to it
  REQUIRE(act(s, "pair 2"));
  CHECK(s.view.state.pair->first() == 1);
  CHECK(s.view.state.pair->second() == 2);
  REQUIRE(act(s, "pair 9"));  // there is no such date
  CHECK(s.view.state.pair->first() == 1);
  s.view.held = 0.0;
  CHECK(shown_text(s) == "2011");
  s.view.held.reset();
  REQUIRE(act(s, "date 1"));  // elsewhere
  CHECK_FALSE(s.view.state.pair);
  REQUIRE(act(s, "pair 1"));  // with itself
  CHECK_FALSE(s.view.state.pair);
  REQUIRE(act(s, "pair 1 2"));
  REQUIRE(act(s, "back"));
  CHECK_FALSE(s.view.state.pair);
  CHECK_FALSE(act(s, "pair first"));
}

TEST_CASE("a_pair_is_kept_and_taken_back") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "pair 3 1"));
  View view;
  take_words(view, words_of(s.view));
  REQUIRE(view.state.pair);
  CHECK(view.state.pair->from == 2);
  CHECK(view.state.pair->to == 0);
  REQUIRE(act(s, "undo"));
  CHECK_FALSE(s.view.state.pair);
  REQUIRE(act(s, "redo"));
  CHECK(s.view.state.pair->from == 2);
  for (const char* none : {"1 1", "-1 2", "0.5 2", "1 nan", "1", "1e99 2"}) {
    take_words(view, {{"pair", none}});
    CHECK_MESSAGE(!view.state.pair, none);
  }
}

TEST_CASE("the_row_is_lined_up_on_another_date_and_the_picture_stays") {
  SessionState s = three_dates_open();
  ComparedRow& row = s.row->row;
  for (std::size_t d = 0; d < 3; ++d) {
    row.dates[d].key = {"1.2." + std::to_string(d), 1};
    row.dates[d].alignment = {row.dates[d].pose, Method::group, {VerdictKind::good, 0.3, 1, {}}};
  }
  row.dates[1].pose = row.dates[1].alignment.pose.emplace(
      RigidPose{glm::angleAxis(0.1, dvec3(0, 0, 1)), {1, 2, 3}});
  s.view.state.point = place;
  const dvec3 in_2017 = row.dates[1].pose(place), in_2019 = row.dates[2].pose(place);
  REQUIRE(act(s, "reference 2"));
  CHECK(row.reference == 1);
  CHECK(glm::length(s.view.state.point - in_2017) < 1e-9);
  CHECK(glm::length(row.dates[0].pose(in_2017) - place) < 1e-9);
  CHECK(glm::length(row.dates[2].pose(in_2017) - in_2019) < 1e-9);
  CHECK(glm::length(row.dates[2].known.value()(in_2017) - in_2019) < 1e-9);
  CHECK(s.row->align_wanted);
  CHECK_FALSE(act(s, "reference 2"));  // it is already
  CHECK(has_work(row));
  CHECK(saved(row).reference == row.dates[1].key);

  REQUIRE(act(s, "undo"));
  CHECK(s.program.message == "undone: lined up on 2017");
  CHECK(row.reference == 0);
  CHECK(glm::length(s.view.state.point - place) < 1e-9);
  CHECK(row.dates[2].restored);
  CHECK(row.dates[2].state == AlignmentState::settled);
  CHECK(row.dates[2].pose.translation == dvec3(0, 0, -20));
  REQUIRE(act(s, "redo"));
  CHECK(row.reference == 1);
}

TEST_CASE("what_was_kept_of_a_row_gives_way_to_what_is_kept_on_another_reference") {
  SessionState s = three_dates_open();
  for (std::size_t d = 0; d < 3; ++d) s.row->row.dates[d].key = {"1.2." + std::to_string(d), 1};
  std::vector<SavedRow> rows;
  keep(rows, saved(s.row->row));
  REQUIRE(act(s, "reference 3"));
  for (ComparedDate& date : s.row->row.dates) date.state = AlignmentState::settled;
  keep(rows, saved(s.row->row));
  REQUIRE(rows.size() == 1);
  CHECK(kept_of(rows, s.row->row)->reference == s.row->row.dates[2].key);
}

TEST_CASE("nothing_is_lined_up_on_a_date_without_a_place") {
  SessionState s = three_dates_open();
  s.row->row.dates[1].flat = true;
  CHECK_FALSE(act(s, "reference 2"));
  CHECK_FALSE(act(s, "reference 4"));
  CHECK(s.row->row.reference == 0);
}
