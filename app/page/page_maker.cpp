#include "app/page/page_maker.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/page/packed.h"
#include "app/page/page_data.h"
#include "app/page/page_planes.h"
#include "app/row/stacks.h"

namespace lv {
namespace {

/// More would be a file that phones do not open.
constexpr std::size_t most_pixels = 80'000'000;

std::size_t most_slices(const ComparedRow& row, ExtentPx size) {
  const std::size_t pixels =
      static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
  return std::max<std::size_t>(1, most_pixels / (pixels * row.dates.size()));
}

}  // namespace

PageMaker::PageMaker(ComparedRow row, ViewState view, PageSlices slices, DrawnPane pane,
                     PendingOutput output, PageText text)
    : row_(std::move(row)),
      view_(view),
      slices_(std::move(slices)),
      pane_(std::move(pane)),
      output_(std::move(output)),
      text_(std::move(text)),
      greys_(row_.dates.size()) {}

Result<std::unique_ptr<Maker>> PageMaker::make(gpu::Device& device, Renderer& renderer,
                                               ComparedRow row, const ViewState& view,
                                               FilmRequest request) {
  const std::vector<std::string> lines = date_lines(row, request.dates());
  LV_TRY(keep_shown_dates(row));
  const ExtentPx size = request.size_px.value_or(page_extent(row, view));
  PageSlices slices = page_slices(row, view, most_slices(row, size));
  LV_ASSIGN(PendingOutput output, PendingOutput::file(request.output));
  LV_ASSIGN(DrawnPane pane, DrawnPane::make(device, renderer, size));
  PageText text = page_text(row.name, page_json(row, view, slices, pane, request, lines));
  LV_TRY(write_text(output, text.before));
  return std::unique_ptr<Maker>(new PageMaker(std::move(row), view, std::move(slices),
                                              std::move(pane), std::move(output), std::move(text)));
}

Result<std::vector<std::uint8_t>> PageMaker::drawn(Look look, double position, bool inverted) {
  view_.look = look;
  view_.position = position;
  view_.inverted = inverted;
  return pane_.draw(row_, view_);
}

Result<std::vector<std::uint8_t>> PageMaker::planes_of_date(std::size_t date) {
  const auto position = static_cast<double>(date);
  LV_ASSIGN(const auto shown, drawn(Look::fade, position, false));
  LV_ASSIGN(const auto inverted, drawn(Look::fade, position, true));
  std::vector<std::uint8_t> planes = date_planes(shown, inverted);
  greys_[date].assign(planes.begin(),
                      planes.begin() + static_cast<std::ptrdiff_t>(planes.size() / 2));
  return planes;
}

Result<std::vector<std::uint8_t>> PageMaker::planes_of_difference(std::size_t first) {
  LV_ASSIGN(const auto shown, drawn(Look::difference, static_cast<double>(first) + 0.5, false));
  return difference_planes(shown, greys_[first], greys_[first + 1]);
}

Result<bool> PageMaker::step() {
  const std::size_t slice = next_ / pictures_per_slice(), picture = next_ % pictures_per_slice();
  const bool one_date = picture < row_.dates.size();
  const std::size_t which = one_date ? picture : picture - row_.dates.size();
  view_.point = slices_.points[slice];
  show_stacks_at(row_, view_.point);
  LV_ASSIGN(const auto planes, one_date ? planes_of_date(which) : planes_of_difference(which));
  const std::string name = fmt::format("{}-{}-{}", one_date ? "date" : "difference", slice, which);
  LV_TRY(append_text(output_, picture_element(name, base64(packed(planes, pane_.size_px())))));
  if (++next_ < slices_.points.size() * pictures_per_slice()) return false;
  LV_TRY(append_text(output_, text_.after));
  LV_TRY(output_.commit());
  return true;
}

double PageMaker::fraction() const {
  return static_cast<double>(next_) /
         static_cast<double>(slices_.points.size() * pictures_per_slice());
}

}  // namespace lv
