#include <doctest/doctest.h>

#include "app/cli/options.h"
#include "app/film/film_plan.h"
#include "app/session/command.h"

using namespace lv;

namespace {

ParsedOptions parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "longview");
  return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

}  // namespace

TEST_CASE("every_command_of_the_product_is_read") {
  CHECK(parse({"a", "b"}).options.paths.size() == 2);
  CHECK(parse({"a"}).options.command == CommandName::view);
  CHECK(parse({"index", "a", "--json"}).options.json);
  const Options film =
      parse({"export", "a", "--row", "flair axial brain", "-o", "film.mp4", "--size", "640x480",
             "--slice", "-12.5", "--plane", "sagittal", "--look", "switch"})
          .options;
  CHECK(film.command == CommandName::export_film);
  CHECK(film.row == "flair axial brain");
  CHECK(film.size_px == ExtentPx{640, 480});
  CHECK(film.slice_mm == -12.5);
  CHECK(film.plane == StandardPlane::sagittal);
  CHECK(film.look == Look::cuts);
  CHECK(parse({"align", "a", "--row", "1", "-o", "out", "--metric", "cpu"}).options.metric ==
        "cpu");
  CHECK(parse({"demo", "out"}).options.output == "out");
  CHECK(parse({"doctor"}).options.command == CommandName::doctor);
}

TEST_CASE("a_folder_may_be_named_as_a_command_is") {
  const Options film = parse({"export", "demo", "-o", "film.mp4"}).options;
  CHECK(film.command == CommandName::export_film);
  REQUIRE(film.paths.size() == 1);
  CHECK(film.paths[0] == "demo");
}

TEST_CASE("which_form_of_nifti_counts_is_an_option_of_every_command_that_reads") {
  CHECK(parse({"index", "a"}).options.nifti_form == NiftiForm::sform);
  CHECK(parse({"index", "a", "--nifti-form", "qform"}).options.nifti_form == NiftiForm::qform);
  CHECK(parse({"a", "--nifti-form", "qform"}).options.nifti_form == NiftiForm::qform);
  CHECK(parse({"a", "--nifti-form", "xform"}).exit_code == exit_usage);
}

TEST_CASE("a_film_takes_every_look_by_its_word") {
  const auto parsed = [](const char* word) {
    return parse({"export", "a", "-o", "film.mp4", "--look", word});
  };
  CHECK(parsed("fade").options.look == Look::fade);
  CHECK(parsed("switch").options.look == Look::cuts);
  CHECK(parsed("grid").options.look == Look::grid);
  CHECK(parsed("sweep").options.look == Look::swipe);
  CHECK(parsed("difference").options.look == Look::difference);
  CHECK(parsed("cuts").exit_code == exit_usage);
}

TEST_CASE("a_focus_is_a_ball_a_tube_or_a_box") {
  const auto focus = [](const char* text) {
    return *parse({"register", "f.nii", "m.nii", "--out", "T.txt", "--focus", text}).options.focus;
  };
  const auto weight = [&](const char* text, const dvec3& point) {
    return weighting_of(focus(text))(point);
  };
  CHECK(focus("1,-2,3.5,30").point == dvec3(1, -2, 3.5));
  CHECK(focus("1,-2,3.5,30").radius_mm == 30);
  CHECK(weight("1,-2,3.5,30", {1, 27, 3.5}) == 1.0);
  CHECK(weight("1,-2,3.5,30", {1, 40, 3.5}) == 0.0);
  const char* tube = "0,0,0,20,0,60,80";  // 100 mm long
  CHECK(weight(tube, {19, 30, 40}) == 1.0);
  CHECK(weight(tube, {0, 60 + 0.6 * 19, 80 + 0.8 * 19}) == 1.0);  // beyond its end
  CHECK(weight(tube, {26, 30, 40}) == 0.0);
  CHECK(weight(tube, {0, 0 - 0.6 * 26, 0 - 0.8 * 26}) == 0.0);
  const char* box = "50,-20,0,-10,20,90";
  CHECK(weight(box, {49, 0, 45}) == 1.0);
  CHECK(weight(box, {20, 0, 1}) == 1.0);
  CHECK(weight(box, {52, 0, 45}) == 0.0);
  CHECK(weight(box, {20, 0, -2}) == 0.0);
}

TEST_CASE("bad_usage_exits_2_and_help_exits_0") {
  CHECK(parse({"--help"}).exit_code == exit_done);
  CHECK(parse({"--version"}).exit_code == exit_done);
  CHECK(parse({"index"}).exit_code == exit_usage);
  CHECK(parse({"export", "-o", "film.mp4"}).exit_code == exit_usage);
  CHECK(parse({"export", "a", "--demo", "-o", "film.mp4"}).exit_code == exit_usage);
  for (const char* text : {"0x7", "640", "640x", "640.5x480", "640x480x3", "640x4000"}) {
    CHECK(parse({"export", "a", "-o", "f.mp4", "--size", text}).exit_code == exit_usage);
  }
  for (const char* text : {"1,2,3", "1,2,3,0", "1,2,3,-5,7,8,9", "1,2,3,1,8,9", "1,2,3,4,", "a"}) {
    CHECK(parse({"register", "a", "b", "-o", "T", "--focus", text}).exit_code == exit_usage);
  }
  CHECK(parse({"--metric", "abacus"}).exit_code == exit_usage);
}

TEST_CASE("command_lines_are_read_back_as_written") {
  const Command command{"open", {"/a folder/with \"quotes\"", "plain", "", "#4", "back\\slash"}};
  const auto again = parse_command(line_of(command));
  REQUIRE(again.ok());
  CHECK(*again == command);
  CHECK(parse_command("  # a remark").value().name.empty());
  CHECK(parse_command("").value().name.empty());
  CHECK_FALSE(parse_command("open \"half").ok());
  CHECK(parse_command("fade 1.5").value() == Command{"fade", {"1.5"}});
}

TEST_CASE("the_film_of_two_dates_holds_fades_cuts_three_times_and_returns") {
  // 2 s title, then per pair 0.8 hold, 1.2 fade, 3 cuts of 1 s, 0.4 hold; back 1.2 fade, 1 s hold
  const FilmPlan plan(2, Look::fade);
  CHECK(plan.duration_s() == doctest::Approx(2 + 0.8 + 1.2 + 3 + 0.4 + 1.2 + 1.0));
  CHECK(plan.at(0).title);
  CHECK(plan.at(0).position == 0);
  CHECK_FALSE(plan.at(2.1).title);
  CHECK(plan.at(2.8 + 0.6).position == doctest::Approx(0.5));  // the middle of the fade
  CHECK(plan.at(4.5).position == 0);
  CHECK(plan.at(5.5).position == 1);
  CHECK(plan.at(6.5).position == 0);
  CHECK(plan.at(7.2).position == 1);
  CHECK(plan.at(100).position == 0);
}

TEST_CASE("films_last_20_s_or_less_where_the_dates_allow") {
  for (int dates = 1; dates <= 4; ++dates) CHECK(FilmPlan(dates, Look::fade).duration_s() <= 20.0);
  for (int dates = 2; dates <= 10; ++dates) CHECK(FilmPlan(dates, Look::cuts).duration_s() <= 21.0);
}

TEST_CASE("the_picture_never_changes_abruptly_more_than_3_times_a_second") {
  for (const Look look : {Look::fade, Look::cuts, Look::swipe, Look::difference}) {
    const FilmPlan plan(6, look);
    double last_cut_s = -1;
    for (double t = 0; t < plan.duration_s(); t += 1 / 30.0) {
      const FilmMoment a = plan.at(t), b = plan.at(t + 1 / 30.0);
      if (std::abs(a.position - b.position) < 0.3 && a.look == b.look) continue;
      CHECK(t - last_cut_s > 1 / 3.0);
      last_cut_s = t;
    }
  }
}

TEST_CASE("a sweep holds each date alone and brings the later one in from the right") {
  const FilmPlan plan(2, Look::swipe);
  const FilmMoment held = plan.at(0);
  CHECK(held.look == Look::fade);
  CHECK(held.position == 0);
  constexpr double sweep_from_s = 3,
                   sweep_to_s = 5;  // after 2 s of title and 1 s of the first date
  CHECK(plan.at(sweep_from_s + 0.01).look == Look::swipe);
  CHECK(plan.at(sweep_from_s + 0.01).seam > 0.99);  // the first date is left of the seam
  CHECK(plan.at(sweep_to_s - 0.01).seam < 0.01);
  CHECK(plan.at(sweep_to_s + 0.5).look == Look::fade);
  CHECK(plan.at(sweep_to_s + 0.5).position == 1);
}

TEST_CASE("a_single_date_makes_a_still_film") {
  const FilmPlan plan(1, Look::fade);
  CHECK(plan.duration_s() >= 2.0);
  CHECK(plan.at(1.5).position == 0);
}
