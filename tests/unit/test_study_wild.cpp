// Whatever the decimals of the header's numbers, whatever its UIDs, and whichever optional tags are
// missing: the same volumes come out, or a finding says what is in doubt.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "engine/study/stack.h"
#include "tests/support/headers.h"

using namespace lv;
using lv::test::all_of;
using lv::test::pictures_of;
using lv::test::SeriesTable;

namespace {

double rounded(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  return std::round(value * scale) / scale;
}

dvec3 rounded(const dvec3& v, int decimals) {
  return {rounded(v.x, decimals), rounded(v.y, decimals), rounded(v.z, decimals)};
}

/// A plane turned a little about each axis, as technicians do.
void turn(SeriesTable& table, std::mt19937& random) {
  std::uniform_real_distribution<double> angle(-0.35, 0.35);
  for (int axis = 0; axis < 3; ++axis) {
    const double a = angle(random), c = std::cos(a), s = std::sin(a);
    const int i = (axis + 1) % 3, j = (axis + 2) % 3;
    for (dvec3* v : {&table.row, &table.column}) {
      const double x = (*v)[i], y = (*v)[j];
      (*v)[i] = c * x - s * y;
      (*v)[j] = s * x + c * y;
    }
  }
}

void change_header(Picture& p, const std::function<void(SeriesHeader&)>& change) {
  SeriesHeader h = *p.header;
  change(h);
  p.header = std::make_shared<const SeriesHeader>(std::move(h));
}

/// Two dates with T2, and T1 before and after agent at one place; series are numbered.
std::vector<Picture> two_visits(bool numbered) {
  std::vector<Picture> all;
  for (const char* date : {"20150304", "20190607"}) {
    int number = 0;
    for (const char* what : {"t2", "t1", "t1 km"}) {
      SeriesTable table{
          .study = date, .uid = std::string(date) + what, .date = date, .description = what};
      if (number > 0) table.te = 10, table.tr = 500;
      if (number == 2) table.agent = "Gadovist";
      table.time_s += static_cast<float>(600 * number++);
      for (Picture& p : pictures_of(table)) {
        if (numbered) change_header(p, [&](SeriesHeader& h) { h.series_number = number; });
        p.source = std::make_shared<const FileSource>(
            FileSource{table.uid + "#" + std::to_string(p.instance_number), -1});
        all.push_back(std::move(p));
      }
    }
  }
  return all;
}

/// Names of the rows with the slices of each cell.
std::string shape_of(const Matrix& m) {
  std::string shape;
  for (const Row& row : m.rows) {
    std::string text = row.name + ":";
    for (const Cell& cell : row.cells) {
      const Series& s = m.series[static_cast<std::size_t>(cell.series)];
      text += " " + std::to_string(s.slices.size());
      for (const Slice& slice : s.slices) {
        // No slice of one series in another: files are named after theirs.
        const std::string& path = slice.source->path;
        if (path.substr(0, path.find('#')) != s.slices[0].source->path.substr(0, path.find('#'))) {
          text += " mixed";
        }
      }
    }
    shape += text + "\n";
  }
  return shape;
}

using Scheme = std::function<void(Picture&, SeriesHeader&, int)>;

}  // namespace

TEST_CASE("header numbers of any number of decimals give one stack at its place") {
  std::mt19937 random(14);
  for (int round = 0; round < 300; ++round) {
    const int decimals = 3 + round % 10;
    SeriesTable table{.slices = 24};
    table.spacing_mm = std::array{0.55, 1.1, 3.3, 4.4, 6.0}[static_cast<std::size_t>(round % 5)];
    if (round % 3 == 1) table.column = {0, 0, -1};
    if (round % 3 == 2) table.row = {0, 1, 0}, table.column = {0, 0, -1};
    turn(table, random);
    const auto truth = pictures_of(table);
    auto pictures = truth;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      PicturePlane& plane = *pictures[i].plane;
      const int digits = round % 7 == 0 ? decimals + static_cast<int>(i % 2) : decimals;
      plane.row_direction = rounded(plane.row_direction, digits);
      plane.column_direction = rounded(plane.column_direction, digits);
      plane.position = rounded(plane.position, decimals);
      pictures[i].pixel_spacing_mm = dvec2(rounded(table.pixel_mm, digits));
    }
    CAPTURE(decimals);
    CAPTURE(table.spacing_mm);
    const auto groups = split_series(all_of(pictures));
    REQUIRE(groups.size() == 1);
    const Stack stack = arrange(groups.front());
    REQUIRE_FALSE(stack.flat());
    CHECK(stack.geometry.regular());
    CHECK(stack.spacing_mm.value_or(0) == doctest::Approx(table.spacing_mm).epsilon(0.001));
    const bool turned =
        glm::distance(stack.pictures[0]->plane->position, pictures[0].plane->position) > 1;
    const dvec3 last = stack.geometry.scan_from_voxel({255, 255, turned ? 0 : 23});
    const dvec3 corner = truth[23].plane->position + 255 * 0.9 * (table.row + table.column);
    CHECK(glm::distance(last, corner) < 0.5);
  }
}

TEST_CASE(
    "positions rounded to a tenth or a whole millimetre are even, the whole ones with a word") {
  for (const double spacing : {0.55, 0.75, 1.05, 3.35, 5.5}) {
    auto pictures = pictures_of(SeriesTable{.slices = 40, .spacing_mm = spacing});
    for (Picture& p : pictures) p.plane->position = rounded(p.plane->position, 1);
    const auto groups = split_series(all_of(pictures));
    REQUIRE(groups.size() == 1);
    const Stack stack = arrange(groups.front());
    CAPTURE(spacing);
    CHECK(stack.geometry.regular());
    CHECK(stack.spacing_mm.value_or(0) == doctest::Approx(spacing).epsilon(0.01));
    CHECK(stack.findings.empty());
  }
  auto pictures = pictures_of(SeriesTable{.slices = 20, .spacing_mm = 5.4});
  for (Picture& p : pictures) p.plane->position = rounded(p.plane->position, 0);
  const Stack stack = arrange(split_series(all_of(pictures)).front());
  CHECK(stack.spacing_mm.value_or(0) == doctest::Approx(5.4).epsilon(0.02));
  CHECK(stack.findings.at(0).find("whole millimetres") != std::string::npos);
}

TEST_CASE("tags that alternate inside one even stack do not tear it") {
  const std::function<void(Picture&, bool)> changes[] = {
      [](Picture& p, bool odd) {
        change_header(p, [&](SeriesHeader& h) { h.image_type += odd ? "\\NORM" : ""; });
      },
      [](Picture& p, bool odd) { p.pixel_spacing_mm += dvec2(odd ? 1e-5 : 0.0); },
      [](Picture& p, bool odd) { p.echo_time += odd ? 2.0F : 0.0F; },
      [](Picture& p, bool odd) { p.acquisition_number = odd ? 2 : 1; },
      [](Picture& p, bool odd) { p.temporal_position = odd ? 2 : 1; },
      [](Picture& p, bool odd) { p.b_value = odd ? 1000.0F : 1003.0F; },
      [](Picture& p, bool odd) {
        change_header(p, [&](SeriesHeader& h) { h.series_description += odd ? " odd" : ""; });
      },
  };
  for (const auto& change : changes) {
    for (const bool lost : {false, true}) {
      auto pictures = pictures_of(SeriesTable{});
      for (std::size_t i = 0; i < pictures.size(); ++i) change(pictures[i], i % 2 == 1);
      if (lost) pictures.erase(pictures.begin() + 7);
      CHECK(split_series(all_of(pictures)).size() == 1);
    }
  }
}

TEST_CASE("diffusion pictures whose b-values wobble are one volume of each strength") {
  std::vector<Picture> all;
  for (const float strength : {0.0F, 1000.0F}) {
    for (Picture p : pictures_of(SeriesTable{})) {
      p.b_value = strength + (strength > 0 ? static_cast<float>(p.instance_number % 7) : 0.0F);
      all.push_back(p);
    }
  }
  CHECK(split_series(all_of(all)).size() == 2);
}

TEST_CASE("no scheme of UIDs tears, loses or mixes series") {
  const Scheme schemes[] = {
      [](Picture& p, SeriesHeader&, int) { p.sop_uid = "1.2.3"; },
      [](Picture& p, SeriesHeader&, int) { p.sop_uid.clear(); },
      [](Picture& p, SeriesHeader&, int) { p.sop_uid = std::to_string(p.instance_number); },
      [](Picture&, SeriesHeader& h, int) { h.series_uid = "1.2.3"; },
      [](Picture&, SeriesHeader& h, int) { h.series_uid = h.study_uid; },
      [](Picture&, SeriesHeader& h, int) { h.series_uid.clear(); },
      [](Picture& p, SeriesHeader& h, int) {
        h.series_uid += "." + std::to_string(p.instance_number);
      },
      [](Picture&, SeriesHeader& h, int n) { h.series_uid = std::to_string(n * 7919 % 1009); },
      [](Picture& p, SeriesHeader& h, int) {
        h.series_uid += p.instance_number % 2 == 0 ? ".even" : ".odd";
      },
      [](Picture&, SeriesHeader& h, int) { h.study_uid.clear(); },
      [](Picture&, SeriesHeader& h, int) { h.study_uid = "1.2.3"; },
      [](Picture& p, SeriesHeader& h, int) {
        p.sop_uid = h.series_uid = h.study_uid = h.frame_of_reference_uid = "1.2.3";
      },
      [](Picture& p, SeriesHeader& h, int) {
        p.sop_uid = h.series_uid = h.study_uid = h.frame_of_reference_uid = "";
      },
  };
  for (const bool numbered : {true, false}) {
    const auto truth = shape_of(build_matrix(two_visits(numbered), {}, {}));
    REQUIRE(std::ranges::count(truth, '\n') == 3);
    int scheme_number = 0;
    for (const Scheme& scheme : schemes) {
      auto pictures = two_visits(numbered);
      int n = 0;
      for (Picture& p : pictures) {
        change_header(p, [&](SeriesHeader& h) { scheme(p, h, n); });
        ++n;
      }
      std::shuffle(pictures.begin(), pictures.end(), std::mt19937(3));
      CAPTURE(scheme_number);
      CAPTURE(numbered);
      CHECK(shape_of(build_matrix(pictures, {}, {})) == truth);
      ++scheme_number;
    }
  }
}

TEST_CASE("without any optional tag the volumes are the same, or a finding says what is in doubt") {
  const std::function<void(Picture&)> removals[] = {
      [](Picture& p) { p.instance_number = 0; },
      [](Picture& p) { p.acquisition_number = 0; },
      [](Picture& p) { p.time_s.reset(); },
      [](Picture& p) { p.echo_time = 0; },
      [](Picture& p) { p.repetition_time = 0; },
      [](Picture& p) { p.slice_thickness_mm = 0; },
      [](Picture& p) { change_header(p, [](SeriesHeader& h) { h.image_type.clear(); }); },
      [](Picture& p) { change_header(p, [](SeriesHeader& h) { h.series_description.clear(); }); },
      [](Picture& p) { change_header(p, [](SeriesHeader& h) { h.contrast_agent.clear(); }); },
      [](Picture& p) { change_header(p, [](SeriesHeader& h) { h.series_number.reset(); }); },
      [](Picture& p) { change_header(p, [](SeriesHeader& h) { h.study_date.clear(); }); },
      [](Picture& p) { change_header(p, [](SeriesHeader& h) { h.body_part.clear(); }); },
  };
  // T2 with a second echo in the same series, and T1.
  std::vector<Picture> whole = pictures_of(SeriesTable{});
  for (Picture p : pictures_of(SeriesTable{})) {
    p.sop_uid += ".second";
    p.instance_number += 20;
    p.echo_time = 20;
    whole.push_back(p);
  }
  for (Picture& p : pictures_of(SeriesTable{.uid = "t1", .te = 10, .tr = 500})) {
    whole.push_back(std::move(p));
  }
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    auto pictures = whole;
    const unsigned removed = static_cast<unsigned>(random());
    for (unsigned tag = 0; tag < std::size(removals); ++tag) {
      if (removed >> tag & 1U) std::ranges::for_each(pictures, removals[tag]);
    }
    const Matrix m = build_matrix(pictures, {}, {});
    CAPTURE(removed);
    CHECK(m.series.size() == 3);
    const bool doubt = std::ranges::any_of(m.series, [](const Series& s) {
      return std::ranges::any_of(s.findings, [](const std::string& f) {
        return f.find("may be mixed up") != std::string::npos;
      });
    });
    // Numbered and measured alike: the echoes have one time.
    const bool untold = (removed & 1U) != 0 && (removed & 8U) != 0;
    CHECK(doubt == untold);
  }
}

TEST_CASE("slices that were all given one position are one flat series that says so") {
  for (const bool located : {true, false}) {
    auto pictures = pictures_of(SeriesTable{});
    for (Picture& p : pictures) {
      if (located) p.slice_location = p.plane->position.z;
      p.plane->position = {-115, -115, 0};
    }
    const Matrix m = build_matrix(pictures, {}, {});
    REQUIRE(m.series.size() == 1);
    CHECK(m.series[0].flat);
    CHECK(m.series[0].slices.size() == 20);
    CHECK(m.series[0].findings[0].starts_with("all its slices are written at one position"));
    CHECK(m.rows.size() == 1);
  }
}

TEST_CASE("a drift of the slices is refused with its number, unless the directions are rounded") {
  for (const double step : {0.2, 0.5, 1.0, 2.0}) {
    auto pictures = pictures_of(SeriesTable{.slices = 20, .spacing_mm = 6});
    for (std::size_t i = 0; i < pictures.size(); ++i)
      pictures[i].plane->position.y += step * double(i);
    const auto groups = split_series(all_of(pictures));
    REQUIRE(groups.size() == 1);
    const std::string reason = arrange(groups.front()).flat_reason;
    const std::string number = std::to_string(step).substr(0, 3);
    CAPTURE(reason);
    CHECK(reason.find("sideways by " + number + " mm from one to the next") != std::string::npos);
  }
  // Two decimals of the directions: the positions lead.
  SeriesTable table{.slices = 30, .spacing_mm = 6};
  table.row = {std::cos(0.1234), std::sin(0.1234), 0};
  table.column = {-std::sin(0.1234) * std::cos(0.2345), std::cos(0.1234) * std::cos(0.2345),
                  std::sin(0.2345)};
  auto pictures = pictures_of(table);
  const dvec3 last = pictures.back().plane->position;
  for (Picture& p : pictures) {
    p.plane->row_direction = rounded(p.plane->row_direction, 2);
    p.plane->column_direction = rounded(p.plane->column_direction, 2);
  }
  const auto groups = split_series(all_of(pictures));
  REQUIRE(groups.size() == 1);
  const Stack stack = arrange(groups.front());
  REQUIRE_FALSE(stack.flat());
  CHECK(glm::distance(stack.geometry.scan_from_voxel({0, 0, 29}), last) < 1.0);
}

TEST_CASE("key images and second copies take nothing out of the true series") {
  auto pictures = pictures_of(SeriesTable{});
  for (const std::size_t i : {3U, 9U, 14U}) {
    Picture key = pictures[i];
    key.instance_number = static_cast<int>(i) / 3;
    key.source = std::make_shared<const FileSource>(FileSource{"/A/first/" + key.sop_uid, -1});
    change_header(key, [](SeriesHeader& h) {
      h.series_uid = "a key";
      h.series_description = "KEY IMAGES";
    });
    pictures.push_back(key);
  }
  const Matrix m = build_matrix(pictures, {}, {});
  REQUIRE(m.series.size() == 1);
  CHECK(m.series[0].slices.size() == 20);
  CHECK(m.counts.set_aside == 3);
}

TEST_CASE("copies whose pixels differ are none") {
  auto pictures = pictures_of(SeriesTable{});
  for (Picture other : pictures_of(SeriesTable{})) {
    other.source = std::make_shared<const FileSource>(FileSource{"/z/" + other.sop_uid, -1});
    pictures.push_back(other);
  }
  const auto suspects = suspected_copies(pictures);
  REQUIRE(suspects.size() == 1);
  PixelAnswers pixels;
  CHECK(build_matrix(pictures, {}, {}, pixels).series.size() == 1);
  pixels.unlike.insert(suspects[0].series);
  const Matrix m = build_matrix(pictures, {}, {}, pixels);
  REQUIRE(m.series.size() == 2);
  CHECK(m.series[0].slices.size() == 20);
  CHECK(m.series[1].slices.size() == 20);
}

TEST_CASE("a reformat is used where nothing that it was computed from is there") {
  SeriesTable reformat{
      .uid = "mpr", .description = "cor mpr", .image_type = "DERIVED\\SECONDARY\\MPR"};
  CHECK(test::matrix_of({reformat}).rows.size() == 1);
  CHECK(test::matrix_of({reformat}).series[0].findings[0].starts_with("it is a reformat"));
  CHECK(test::matrix_of({reformat, SeriesTable{}}).rows.size() == 1);
  SeriesTable other{.te = 10, .tr = 500};  // measured otherwise: not its source
  CHECK(test::matrix_of({reformat, other}).rows.size() == 2);
}

TEST_CASE("words that name and deny contrast agent at once say nothing, and silence is no denial") {
  const auto said = [](const std::string& description, const std::string& agent = "") {
    const Matrix m = test::matrix_of(
        {SeriesTable{.description = description, .agent = agent, .te = 10, .tr = 500}});
    return m.series.at(0).kind;
  };
  for (const char* both : {"T1 w/wo", "T1 W WO CONTRAST", "T1 with and without", "T1 pre/post",
                           "T1 nativ + KM", "T1 sans et avec", "T1 sin y con", "T1 ohne und mit KM",
                           "T1 w/o and w contrast", "T1 ax", "T1 tse no SAT"}) {
    CAPTURE(both);
    CHECK(said(both).contrast != true);
    CHECK_FALSE(said(both).contrast_said);
    CHECK(said(both, "Gadovist 0,1 mmol/kg").contrast == true);
  }
  for (const char* without : {"T1 ohne KM", "T1 nativ", "T1 w/o contrast", "T1 sans injection",
                              "T1 pre contrast", "T1 non contrast", "T1 senza mdc", "T1 pre"}) {
    CAPTURE(without);
    CHECK(said(without).contrast == false);
    CHECK(said(without).contrast_said);
    CHECK(said(without, "Dotarem").contrast == std::nullopt);  // they contradict each other
  }
  for (const char* with : {"T1 +C", "T1 POST", "T1 km", "T1 post contrast", "T1 avec gado"}) {
    CAPTURE(with);
    CHECK(said(with).contrast == true);
  }
  for (const char* none : {"NONE", "no", "0", "0 ml", "ohne"}) {
    CAPTURE(none);
    CHECK(said("T1 ax", none).contrast == false);
    CHECK(said("T1 ax", none).contrast_said);
  }
}

TEST_CASE("at an echo of 45 to 60 ms a sister tells proton density from T2, or it is not known") {
  const auto shown = [](std::initializer_list<SeriesTable> tables) {
    std::string text;
    for (const Series& s : test::matrix_of(tables).series) {
      text += std::string(name_of(s.kind.weighting)) + " ";
    }
    return text;
  };
  for (const double te : {45.0, 48.0, 50.0, 55.0, 59.0}) {
    const SeriesTable middle{.uid = "b", .description = "tse tra", .te = te, .tr = 3000};
    SeriesTable first = middle, late = middle, other_tr = middle, named = middle;
    first.uid = "a", first.te = 15;
    late.uid = "c", late.te = 105;
    other_tr.uid = "d", other_tr.te = 105, other_tr.tr = 4500;
    CAPTURE(te);
    CHECK(shown({middle}) == "unknown ");
    CHECK(shown({first, middle}) == "PD T2 ");
    CHECK(shown({middle, late}) == "PD T2 ");
    CHECK(shown({middle, other_tr}) == "unknown T2 ");
    CHECK(shown({first, middle, late}) == "PD unknown T2 ");
    named.description = "T2 tse tra";  // words count as before
    CHECK(shown({named}) == "T2 ");
    first.uid = middle.uid;  // two echoes of one series
    CHECK(shown({first, middle}) == "PD T2 ");
  }
}

TEST_CASE("a repeat after midnight is the later one, by its date or by its series number") {
  constexpr float evening_s = 86100, night_s = 300;  // 23:55, 0:05
  for (const bool dated : {true, false}) {
    const SeriesTable first{.uid = "z", .time_s = evening_s};
    const SeriesTable repeat{.uid = "a", .time_s = night_s};
    auto pictures = pictures_of({first, repeat});
    for (Picture& p : pictures) {
      const bool again = p.header->series_uid == "a";
      change_header(p, [&](SeriesHeader& h) {
        h.series_number = again ? 7 : 3;
        if (dated) h.series_number.reset();
        if (dated) h.acquisition_date = again ? "20150103" : "20150102";
      });
    }
    const Matrix m = build_matrix(pictures, {}, {});
    REQUIRE(m.studies.size() == 1);
    REQUIRE_FALSE(m.rows.empty());
    const int shown = m.rows.front().cells.front().series;
    CAPTURE(dated);
    CHECK(m.series.at(static_cast<std::size_t>(shown)).header->series_uid == "a");
  }
}

TEST_CASE("contrast agent that was given before midnight is still there after it") {
  // T1 and T1 after agent in the evening, the same T1 in another plane's place at night.
  SeriesTable before{.uid = "a", .description = "T1 tra", .te = 10, .tr = 500, .time_s = 85000};
  SeriesTable after = before, night = before;
  after.uid = "b", after.agent = "Gadovist", after.time_s = 86000;
  night.uid = "c", night.time_s = 600;
  auto pictures = pictures_of({before, after, night});
  for (Picture& p : pictures) {
    change_header(p, [](SeriesHeader& h) { h.series_number = h.series_uid[0] - 'a' + 1; });
  }
  const Matrix m = build_matrix(pictures, {}, {});
  REQUIRE(m.series.size() == 3);
  CHECK(m.series[0].kind.contrast == false);
  CHECK(m.series[2].kind.contrast == std::nullopt);
}
