#include "app/film/film.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/draw/overlay.h"
#include "engine/core/assert.h"

namespace lv {
namespace {

constexpr std::size_t readback_slots = 3;
constexpr std::size_t upload_budget_bytes = std::size_t{8} << 20;
constexpr double text_height_share = 1 / 45.0;  // of the frame's height: 16 px at 720 lines

/// Kind, dates, scanners, slices, contrast agent and alignment of a row in a few lines.
std::string title_of(const ComparedRow& row, const FilmRequest& request) {
  std::string text = request.person.value_or("");
  text += (text.empty() ? "" : "\n") + row.name;
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    const DateFacts& facts = row.dates[d].facts;
    text += fmt::format("\n{}: {}; {}; {}",
                        request.dates() == DateStyle::year ? facts.year : facts.date, facts.scanner,
                        facts.slices, facts.contrast);
    const std::string& problem = row.dates[d].problem;
    if (!problem.empty()) {
      text += "; left out: " + problem;
    } else if (d != row.reference || needs_attention(row, d)) {
      text += "; " + chip_text(row, d);
    }
  }
  return text;
}

}  // namespace

FilmMaker::FilmMaker(Renderer& renderer, ComparedRow row, ViewState view, FilmRequest request)
    : renderer_(renderer),
      row_(std::move(row)),
      view_(view),
      request_(std::move(request)),
      plan_(static_cast<int>(row_.dates.size()), request_.look) {}

Result<std::unique_ptr<FilmMaker>> FilmMaker::make(gpu::Device& device, Renderer& renderer,
                                                   ComparedRow row, const ViewState& view,
                                                   FilmRequest request) {
  if (!row.shown(row.reference)) {
    return Error{ErrorCode::not_found, "none of this row's dates could be read", row.name};
  }
  std::string title = title_of(row, request);
  const auto left_out = [](const ComparedDate& date) { return date.texture == 0; };
  const auto first = row.dates.begin();
  row.reference -= static_cast<std::size_t>(
      std::count_if(first, first + static_cast<std::ptrdiff_t>(row.reference), left_out));
  std::erase_if(row.dates, left_out);
  auto maker =
      std::unique_ptr<FilmMaker>(new FilmMaker(renderer, std::move(row), view, std::move(request)));
  maker->title_ = std::move(title);
  LV_TRY(maker->open(device));
  return maker;
}

Result<void> FilmMaker::open(gpu::Device& device) {
  LV_ASSIGN(const FilmKind* const kind, film_kind(request_.output));
  FilmFormat format = kind->format(request_.size_px.width, request_.size_px.height);
  const ExtentPx size = request_.size_px = {format.width_px, format.height_px};
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
  LV_ASSIGN(frames_, gpu::Frames::make(device, gpu::usual_frame_memory_bytes, "film"));
  LV_ASSIGN(target_, gpu::make_target(device, size, "film"));
  LV_ASSIGN(readback_, gpu::Readback::make(device, size, static_cast<int>(readback_slots)));
  LV_ASSIGN(overlay_,
            ui::Backend::make(device, std::max(0.6, size.height * text_height_share / 16)));
  return {};
}

ViewState FilmMaker::view_at(const FilmMoment& moment) const {
  ViewState view = view_;
  view.position = moment.position;
  view.look = moment.look;
  view.seam = moment.seam;
  view.layout = Layout::one;
  if (moment.look == Look::grid) {
    const dvec3 normal = counting_normal(axes_of(row_, view.plane));
    const CommonRange range = common_range(row_, normal);
    const double half = std::max(0.0, (range.greatest - range.least) / 2);
    const double middle = (range.greatest + range.least) / 2;
    view.point += normal * (middle + moment.slab_offset * half - glm::dot(view.point, normal));
  }
  return view;
}

void FilmMaker::record_frame(gpu::Frame& frame, double time_s) {
  const FilmMoment moment = plan_.at(time_s);
  const ViewState view = view_at(moment);
  FrameInput input;
  input.size_px = request_.size_px;
  input.background = {0, 0, 0, 1};
  std::vector<PaneAnnotation> annotations;
  for (const PanePlan& pane :
       plan_panes(row_, view, {0, 0, request_.size_px.width, request_.size_px.height})) {
    input.panes.push_back(pane_input(row_, view, pane));
    annotations.push_back(annotate(row_, view, pane, request_.dates()));
  }
  renderer_.record(frame, target_, input);
  overlay_->begin(request_.size_px, 1 / 30.0, {});
  ui::OverlayOptions options;
  options.demo = request_.demo;
  if (moment.title) options.first_lines = title_;
  ui::draw_overlay(annotations, options);
  overlay_->record(frame, target_);
}

/// Frames that the GPU has finished go to the encoder, as often as they are seen.
Result<void> FilmMaker::hand_over(bool wait) {
  while (true) {
    LV_ASSIGN(const std::optional<int> slot, readback_->take(wait));
    if (!slot) return {};
    const FrameView view{request_.size_px.width, request_.size_px.height, readback_->pixels(*slot)};
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
