#include "app/film/film.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/draw/overlay.h"
#include "app/row/stacks.h"
#include "engine/core/assert.h"

namespace lv {
namespace {

constexpr std::size_t readback_slots = 3;
constexpr std::size_t upload_budget_bytes = std::size_t{8} << 20;
// Height of the text, as a share of the frame's height: 27 px of 720, which is 2 mm on a phone.
constexpr double text_height_share = 1 / 27.0;
// Only so many of a pane's lines are written: at this size more would cover the picture.
constexpr std::size_t most_lines = 3;

/// Lines of the title that say how the dates were made to look alike.
std::string likeness_text(const ComparedRow& row, const ViewState& view,
                          const std::string& reference) {
  const auto averaged = [&](const ComparedDate& date) {
    return glm::length(averaged_mm(row, date)) > 0;
  };
  const auto equalised = [](const ComparedDate& date) { return date.contrast.has_value(); };
  std::string text;
  if (std::ranges::any_of(row.dates, equalised)) {
    text += view.equalised ? "\nContrast equalised to " + reference : "\nContrast as scanned";
  }
  if (std::ranges::any_of(row.dates, averaged) && !view.nearest_slice) {
    const double slices_mm = row.dates[coarsest_date(row)].volume->geometry.thickness_mm();
    text += view.matched ? fmt::format("\nSharpness matched to {:g} mm slices",
                                       std::round(10 * slices_mm) / 10)
                         : "\nSharpness as scanned";
  }
  if (view.matched && view.matched_in_plane && !view.nearest_slice) {
    text += fmt::format("\nSharpness matched to {:.2g} mm pixels",
                        averaged_in_plane(row, row.dates[coarsest_date(row)]).pixel_mm);
  }
  return text;
}

/// Kind, dates, scanners, slices, contrast agent and alignment of a row in a few lines.
std::string title_of(const ComparedRow& row, const ViewState& view, const FilmRequest& request) {
  std::string text = request.person.value_or("");
  text += (text.empty() ? "" : "\n") + row.name;
  const std::vector<std::string> lines = date_lines(row, request.dates());
  for (std::size_t d = 0; d < lines.size(); ++d) {
    if (!view.pair || d == view.pair->from || d == view.pair->to) text += "\n" + lines[d];
  }
  return text +
         likeness_text(row, view, name_of_date(row.dates[row.reference].facts, request.dates()));
}

/// The dates that a film goes through: the pair that is compared, or all; as they are counted once
/// those without a picture are left out.
std::vector<std::size_t> filmed_dates(const ComparedRow& row, const ViewState& view) {
  std::vector<std::size_t> all, pair;
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    if (!row.shown(d)) continue;
    if (view.pair && (d == view.pair->from || d == view.pair->to)) pair.push_back(all.size());
    all.push_back(all.size());
  }
  return pair.size() == 2 ? pair : all;
}

/// While the title is shown, it and the picture each have one half of the frame.
struct Halves {
  RectPx title, picture;
};
Halves halves_of(ExtentPx size) {
  const int half_width = size.width / 2, half_height = size.height / 2;
  if (size.width > size.height) {
    return {{0, 0, half_width, size.height}, {half_width, 0, size.width - half_width, size.height}};
  }
  return {{0, half_height, size.width, size.height - half_height}, {0, 0, size.width, half_height}};
}

}  // namespace

FilmMaker::FilmMaker(Renderer& renderer, ComparedRow row, ViewState view, FilmRequest request,
                     std::vector<std::size_t> dates)
    : renderer_(renderer),
      row_(std::move(row)),
      view_(view),
      request_(std::move(request)),
      dates_(std::move(dates)),
      plan_(static_cast<int>(dates_.size()), request_.look) {}

Result<std::unique_ptr<Maker>> FilmMaker::make(gpu::Device& device, Renderer& renderer,
                                               ComparedRow row, const ViewState& view,
                                               FilmRequest request) {
  LV_ASSIGN(auto maker, of_row(renderer, std::move(row), view, std::move(request)));
  LV_TRY(maker->open(device));
  return std::unique_ptr<Maker>(std::move(maker));
}

Result<std::unique_ptr<FilmMaker>> FilmMaker::preview(gpu::Device& device, Renderer& renderer,
                                                      ComparedRow row, const ViewState& view,
                                                      FilmRequest request) {
  LV_ASSIGN(auto maker, of_row(renderer, std::move(row), view, std::move(request)));
  maker->size_px_ = maker->request_.size_px.value_or(maker->size_px_);
  LV_TRY(maker->prepare_to_draw(device));
  return maker;
}

Result<std::unique_ptr<FilmMaker>> FilmMaker::of_row(Renderer& renderer, ComparedRow row,
                                                     const ViewState& view, FilmRequest request) {
  std::string title = title_of(row, view, request);
  std::vector<std::size_t> dates = filmed_dates(row, view);
  LV_TRY(keep_shown_dates(row));
  auto maker = std::unique_ptr<FilmMaker>(
      new FilmMaker(renderer, std::move(row), view, std::move(request), std::move(dates)));
  maker->title_ = std::move(title);
  return maker;
}

Result<void> FilmMaker::open(gpu::Device& device) {
  LV_ASSIGN(const FilmKind* const kind, film_kind(request_.output));
  const ExtentPx asked = request_.size_px.value_or(size_px_);
  FilmFormat format = kind->format(asked.width, asked.height);
  size_px_ = {format.width_px, format.height_px};
  if (kind->writer == FilmKind::Writer::contact_sheet) {
    times_s_ = plan_.key_times_s();
  } else {
    const auto count = static_cast<int>(std::ceil(plan_.duration_s() * format.frames_per_s));
    for (int f = 0; f < count; ++f)
      times_s_.push_back(f / static_cast<double>(format.frames_per_s));
  }
  format.colour = row_of(request_.look).coloured;
  format.sheet_frames = static_cast<int>(times_s_.size());
  LV_ASSIGN(auto encoder, open_encoder(request_.output, format));
  recorder_ = std::make_unique<Recorder>(std::move(encoder));
  return prepare_to_draw(device);
}

Result<void> FilmMaker::prepare_to_draw(gpu::Device& device) {
  const ExtentPx size = size_px_;
  LV_ASSIGN(frames_, gpu::Frames::make(device, gpu::usual_frame_memory_bytes, "film"));
  LV_ASSIGN(target_, gpu::make_target(device, size, "film"));
  LV_ASSIGN(readback_, gpu::Readback::make(device, size, static_cast<int>(readback_slots)));
  LV_ASSIGN(overlay_,
            ui::Backend::make(device, std::max(0.6, size.height * text_height_share / 16)));
  return {};
}

ViewState FilmMaker::view_at(const FilmMoment& moment) const {
  ViewState view = view_;
  const auto along = std::min(static_cast<std::size_t>(moment.position), dates_.size() - 1);
  const auto here = dates_[along], next = dates_[std::min(along + 1, dates_.size() - 1)];
  view.pair.reset();
  if (next != here) view.pair = {here, next};
  view.position = std::lerp(static_cast<double>(here), static_cast<double>(next),
                            moment.position - static_cast<double>(along));
  view.look = moment.look;
  view.seam = moment.seam;
  view.lens = {moment.seam, 0.5};
  view.pointing = false;
  view.layout = Layout::one;
  if (moment.look == Look::grid) {
    const dvec3 normal = counting_normal(axes_of(row_, view.plane));
    const CommonRange range = common_to_all_dates(row_, normal);
    const double half = std::max(0.0, (range.greatest - range.least) / 2);
    const double middle = (range.greatest + range.least) / 2;
    view.point += normal * (middle + moment.slab_offset * half - glm::dot(view.point, normal));
  }
  return view;
}

void FilmMaker::record_frame(gpu::Frame& frame, double time_s) {
  const FilmMoment moment = plan_.at(time_s);
  const ViewState view = view_at(moment);
  show_stacks_at(row_, view.point);
  FrameInput input;
  input.size_px = size_px_;
  input.background = {0, 0, 0, 1};
  std::vector<PaneAnnotation> annotations;
  const Halves halves = halves_of(size_px_);
  const RectPx whole{0, 0, size_px_.width, size_px_.height};
  for (const PanePlan& pane : plan_panes(row_, view, moment.title ? halves.picture : whole)) {
    add_panes(input.panes, row_, view, pane);
    PaneAnnotation annotation = annotate(row_, view, pane, request_.dates());
    annotation.lines.resize(std::min(annotation.lines.size(), most_lines));
    annotations.push_back(std::move(annotation));
  }
  renderer_.record(frame, target_, input);
  overlay_->begin(size_px_, 1 / 30.0, {});
  ui::OverlayOptions options;
  options.demo = request_.demo;
  if (moment.title) {
    options.first_lines = title_;
    options.first_lines_px = halves.title;
  }
  ui::draw_overlay(annotations, options);
  overlay_->record(frame, target_);
}

bool FilmMaker::volumes_are_there() const {
  return std::ranges::all_of(row_.dates, [&](const ComparedDate& date) {
    return date.texture == 0 || renderer_.ready(date.texture);
  });
}

Result<std::vector<std::uint8_t>> FilmMaker::picture(double time_s) {
  std::vector<std::uint8_t> rgba;
  if (!volumes_are_there()) return rgba;
  LV_ASSIGN(gpu::Frame* const frame, frames_->begin());
  record_frame(*frame, time_s);
  LV_ASSERT(readback_->record(*frame, target_));  // nothing else is in the ring
  LV_TRY(frames_->submit());
  LV_ASSIGN(const std::optional<int> slot, readback_->take(true));
  const auto pixels = readback_->pixels(*slot);
  rgba.assign(pixels.begin(), pixels.end());
  readback_->release(*slot);
  return rgba;
}

/// Frames that the GPU has finished go to the encoder, as often as they are seen.
Result<void> FilmMaker::hand_over(bool wait) {
  while (true) {
    LV_ASSIGN(const std::optional<int> slot, readback_->take(wait));
    if (!slot) return {};
    const FrameView view{size_px_.width, size_px_.height, readback_->pixels(*slot)};
    bool taken = true;
    for (int i = 0; taken && i < repeats_.front(); ++i) taken = recorder_->push(view);
    repeats_.pop_front();
    readback_->release(*slot);
    if (!taken) return recorder_->finish();  // says why the encoder has stopped
  }
}

/// How many frames from `next_` on show the same.
int FilmMaker::equal_frames() const {
  const FilmMoment first = plan_.at(times_s_[next_]);
  std::size_t end = next_ + 1;
  while (end < times_s_.size() && plan_.at(times_s_[end]) == first) ++end;
  return static_cast<int>(end - next_);
}

Result<bool> FilmMaker::step() {
  LV_ASSIGN(gpu::Frame* const frame, frames_->begin());
  if (!renderer_.upload(*frame, upload_budget_bytes)) {
    LV_TRY(frames_->submit());
    return false;
  }
  record_frame(*frame, times_s_[next_]);
  LV_ASSERT(readback_->record(*frame, target_));  // hand_over() has emptied the ring
  LV_TRY(frames_->submit());
  repeats_.push_back(equal_frames());
  next_ += static_cast<std::size_t>(repeats_.back());
  const bool last = next_ == times_s_.size();
  LV_TRY(hand_over(last || repeats_.size() == readback_slots));
  if (!last) return false;
  LV_TRY(recorder_->finish());
  return true;
}

double FilmMaker::fraction() const {
  return static_cast<double>(next_) / static_cast<double>(times_s_.size());
}

}  // namespace lv
