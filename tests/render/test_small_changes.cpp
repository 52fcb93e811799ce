// The difference look is not blind: small changes at random places of real heads are coloured, and
// hardly anything else is. The second date is lined up and equalised as any other, so that whatever
// lining up says of what is left, block by block, is in doubt here as well.
#include <doctest/doctest.h>

#include "app/view/view_state.h"
#include "engine/registration/registrar.h"
#include "engine/volume/nifti.h"
#include "engine/volume/quantile.h"
#include "tests/render/scanned_again.h"
#include "tests/support/data.h"
#include "tests/support/gpu.h"

using namespace lv;
using namespace lv::test;

namespace {

constexpr int width = 440, height = 520;
constexpr std::size_t wanted = 24;

/// Random places of the brain, 22 mm apart or more: within 55 mm of the middle of the head, and no
/// fluid or bone: all about them is more than half as bright as what is usual there.
std::vector<dvec3> places_in(const Volume& head) {
  std::vector<dvec3> outline = body_outline(std::make_shared<const Volume>(head));
  dvec3 low = outline.front(), high = low;
  for (const dvec3& point : outline) low = glm::min(low, point), high = glm::max(high, point);
  // The outline reaches from the crown to the neck: the brain is its upper part.
  const dvec3 middle((low.x + high.x) / 2, (low.y + high.y) / 2, high.z - 75);
  const auto value = [&](const dvec3& place) {
    const Geometry& there = head.geometry;
    const ivec3 voxel(glm::round(inverse(there.scan_from_voxel)(place)));
    const ivec3 inside = glm::clamp(voxel, ivec3(0), there.size - 1);
    return voxel == inside ? head.value(head.sample(voxel.x, voxel.y, voxel.z)) : 0.0;
  };
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> side(-55, 55);
  const auto anywhere = [&] { return middle + dvec3(side(random), side(random), side(random)); };
  std::vector<double> values;
  for (int i = 0; i < 4000; ++i) values.push_back(value(anywhere()));
  const double usual = median(std::move(values));
  std::vector<dvec3> places;
  for (int i = 0; i < 100'000 && places.size() < wanted; ++i) {
    const dvec3 place = anywhere();
    bool fits = glm::length(place - middle) < 55;
    for (const dvec3& other : places) fits = fits && glm::length(place - other) > 22;
    for (const dvec3& step : {dvec3(0), dvec3(3, 0, 0), dvec3(0, 3, 0), dvec3(0, 0, 3)}) {
      fits = fits && std::min(value(place + step), value(place - step)) > usual / 2;
    }
    if (fits) places.push_back(place);
  }
  return places;
}

/// A head and the same scanned again with these changes, lined up and equalised.
ComparedRow lined_up(TestRenderer& renderer, const Volume& head, const Scanner& scanner,
                     const std::vector<Change>& changes) {
  ComparedRow row;
  row.dates = {date_of(head), date_of(rescanned(head, scanner, changes))};
  for (ComparedDate& date : row.dates) date.texture = renderer.add(date.volume);
  const auto fixed = PreparedVolume::prepare(row.dates[0].volume);
  const auto moving = PreparedVolume::prepare(row.dates[1].volume);
  REQUIRE(fixed);
  REQUIRE(moving);
  const auto found = register_pair(make_cpu_metric(), {*fixed, *moving, nullptr, {}, {}}, {});
  REQUIRE(found);
  row.dates[1].pose = found->pose;
  row.dates[1].alignment = {found->pose, Method::automatic, found->verdict};
  CHECK_FALSE(found->verdict.parts.empty());
  for (const ContrastTask& task : contrast_tasks(row)) take_contrast(row, task.date, task.fit());
  REQUIRE(row.dates[1].contrast);
  return row;
}

struct Counted {
  double all = 0, coloured = 0;
  void add(bool colour) { ++all, coloured += colour; }
  double share() const { return all > 0 ? coloured / all : 0; }
};

/// Pixels of the plane through one change: within it, and of the head far from all changes.
struct Seen {
  Counted within, elsewhere;
};

Seen look_at(TestRenderer& renderer, const ComparedRow& row, const std::vector<Change>& changes,
             std::size_t which) {
  ViewState view = home_view(row);
  view.look = Look::difference;
  view.position = 0.5;
  view.point = changes[which].place;
  const PanePlan plan{{0, 0, width, height}, own_plane, 0.5};
  const PaneInput pane = pane_input(row, view, plan);
  FrameInput input{.size_px = plan.rect_px.extent()};
  input.panes = {pane};
  const test::Picture picture = renderer.draw(input, std::size_t{8} << 20);
  Seen seen;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const std::uint8_t* rgb = picture.at(x, y);
      const auto [least, most] = std::minmax({rgb[0], rgb[1], rgb[2]});
      const dvec3 world = pane.world_from_pane({x + 0.5, y + 0.5, 0});
      double nearest_mm = 1e9;
      for (const Change& change : changes) {
        nearest_mm = std::min(nearest_mm, glm::length(world - change.place));
      }
      const bool colour = most - least > 8;
      if (glm::length(world - changes[which].place) < changes[which].radius_mm) {
        seen.within.add(colour);
      } else if (most > 30 && nearest_mm > changes[which].radius_mm + 6) {
        seen.elsewhere.add(colour);
      }
    }
  }
  return seen;
}

}  // namespace

TEST_CASE("small_changes_at_random_places_of_lined_up_heads_are_coloured") {
  if (!data_is_here("longitudinal")) return;
  TestRenderer renderer;
  for (const std::string name :
       {"01/raw/study2_FLAIR", "01/raw/study1_T1W", "03/raw/study2_FLAIR"}) {  // slices of 3 mm
    const auto read =
        read_nifti(data_folder() / "longitudinal" / ("open_ms_patient" + name + ".nii.gz"));
    REQUIRE(read);
    const std::vector<dvec3> places = places_in(**read);
    REQUIRE(places.size() == wanted);
    for (const auto& [scanner, radius_mm] : {std::pair{Scanner{{0.9, 0.9, 3}, 0.02}, 2.0},
                                             std::pair{Scanner{{0.8, 0.8, 5}, 0.02}, 3.0}}) {
      std::vector<Change> changes;
      for (const dvec3& place : places) changes.push_back({place, radius_mm, 1.25});
      const ComparedRow row = lined_up(renderer, **read, scanner, changes);
      std::size_t seen = 0, clearly = 0;
      Counted elsewhere;
      for (std::size_t i = 0; i < places.size(); ++i) {
        const Seen there = look_at(renderer, row, changes, i);
        seen += there.within.coloured >= 4;
        clearly += there.within.share() >= 0.2;
        elsewhere.all += there.elsewhere.all, elsewhere.coloured += there.elsewhere.coloured;
      }
      MESSAGE(name, ": of ", places.size(), " changes of ", 2 * radius_mm, " mm ", seen,
              " have colour, ", clearly, " in a fifth of them or more; elsewhere ",
              100 * elsewhere.share(), " %");
      CHECK(seen >= 0.8 * static_cast<double>(wanted));
      CHECK(clearly >= 0.5 * static_cast<double>(wanted));
      CHECK(elsewhere.share() <= 0.01);
    }
  }
}
