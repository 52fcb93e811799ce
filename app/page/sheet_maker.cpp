#include "app/page/sheet_maker.h"

#include <algorithm>

#include "app/page/page_slices.h"
#include "app/row/stacks.h"

namespace lv {
namespace {

/// As fine as is seen on paper: three pictures side by side at 300 dots an inch.
ExtentPx sheet_extent(const ComparedRow& row, const ViewState& view) {
  constexpr int longest_px = 720;
  const ExtentPx shape = page_extent(row, view);
  const double factor = longest_px / static_cast<double>(std::max(shape.width, shape.height));
  return {static_cast<int>(shape.width * factor), static_cast<int>(shape.height * factor)};
}

SheetText text_of(const ComparedRow& row, const FilmRequest& request) {
  return {row.name, request.person.value_or(""), request.demo, date_lines(row, request.dates()),
          change_lines(row, request.dates())};
}

}  // namespace

SheetMaker::SheetMaker(ComparedRow row, ViewState view, DrawnPane pane, PendingOutput output,
                       SheetText text, DateStyle style)
    : row_(std::move(row)),
      view_(view),
      pane_(std::move(pane)),
      output_(std::move(output)),
      text_(std::move(text)),
      style_(style) {}

Result<std::unique_ptr<Maker>> SheetMaker::make(gpu::Device& device, Renderer& renderer,
                                                ComparedRow row, const ViewState& view,
                                                FilmRequest request) {
  SheetText text = text_of(row, request);
  LV_TRY(keep_shown_dates(row));
  show_stacks_at(row, view.point);
  LV_ASSIGN(PendingOutput output, PendingOutput::file(request.output));
  LV_ASSIGN(DrawnPane pane,
            DrawnPane::make(device, renderer, request.size_px.value_or(sheet_extent(row, view))));
  ViewState shown = view;
  shown.look = Look::fade;
  shown.layout = Layout::one;
  return std::unique_ptr<Maker>(new SheetMaker(
      std::move(row), shown, std::move(pane), std::move(output), std::move(text), request.dates()));
}

Result<bool> SheetMaker::step() {
  view_.position = static_cast<double>(pictures_.size());
  LV_ASSIGN(auto rgba, pane_.draw(row_, view_));
  pictures_.push_back(
      {annotate(row_, view_, pane_.plan(view_), style_), pane_.size_px(), std::move(rgba)});
  if (pictures_.size() < row_.dates.size()) return false;
  LV_ASSIGN(const std::string pdf, sheet_pdf(text_, pictures_));
  LV_TRY(write_text(output_, pdf));
  LV_TRY(output_.commit());
  return true;
}

double SheetMaker::fraction() const {
  return static_cast<double>(pictures_.size()) / static_cast<double>(row_.dates.size());
}

}  // namespace lv
