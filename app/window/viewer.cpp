#include "app/window/viewer.h"

#include <algorithm>

#include "app/row/facts.h"
#include "app/view/focus_view.h"
#include "engine/core/log.h"
#include "engine/video/png.h"

namespace lv {
namespace {

constexpr std::size_t upload_budget_bytes = std::size_t{8} << 20;
constexpr double frame_s = 1 / 60.0, idle_s = 0.25;
constexpr float beside_focus = 0.45F;  // brightness of what the focus does not hold for
constexpr int frames_to_settle = 3;    // widgets need a few frames after the last input

}  // namespace

Viewer::Viewer(std::unique_ptr<Host> host, Graphics graphics, Session& session)
    : host_(std::move(host)),
      graphics_(std::move(graphics)),
      session_(session),
      scale_(host_->content_scale()) {}

Viewer::~Viewer() {
  graphics_.device->wait_idle();
  host_->detach();
}

double Viewer::wait_s() const {
  const bool moving = session_.busy() || film_ || quiet_frames_ < frames_to_settle;
  return moving ? (film_ ? 0.0 : frame_s) : idle_s;
}

Result<bool> Viewer::turn(Script* script) {
  std::vector<InputEvent> events;
  if (!host_->poll(events, wait_s())) return false;
  LV_TRY(hand_events(script, events));
  quiet_frames_ = events.empty() ? quiet_frames_ + 1 : 0;
  const double now_s = host_->now_s();
  const KeyboardOwner owner = ui_.keyboard_owner;
  for (const InputEvent& event : events) {
    if (const auto* drop = std::get_if<DropEvent>(&event)) {
      Command open{"open", {}};
      for (const auto& path : drop->paths) open.arguments.push_back(path.string());
      session_.act(open);
    }
    keys_.handle(session_, event, owner, now_s);
  }
  session_.poll(now_s);
  take_thumbnails();
  LV_TRY(draw(events, std::clamp(now_s - last_s_, 1e-3, 0.2)));
  last_s_ = now_s;
  LV_TRY(serve_requests());
  LV_TRY(step_film());
  return !leave_;
}

Result<void> Viewer::hand_events(Script* script, std::vector<InputEvent>& events) {
  if (script == nullptr) return {};
  Script::Stage stage{session_, [this](const auto& path) { return shot(path); },
                      [this](ExtentPx size) { headless_size_px_ = size; },
                      [this](double scale) { script_scale_ = scale; }};
  LV_TRY(script->step(stage, events));
  if (script->done()) leave_ = true;
  return {};
}

Result<void> Viewer::draw(std::span<const InputEvent> events, double step_s) {
  const ExtentPx size = headless_size_px_.value_or(host_->extent_px());
  if (size.width <= 0 || size.height <= 0) return {};  // minimised
  LV_TRY(graphics_.fit_target(size));
  scale_ = script_scale_.value_or(host_->content_scale());  // follows the monitor
  LV_TRY(graphics_.widgets->set_scale(scale_));
  graphics_.widgets->begin(size, step_s, events);
  ui::build(session_, ui_, size);
  take_textures();
  LV_ASSIGN(gpu::Frame* const frame, graphics_.frames->begin());
  graphics_.renderer->upload(*frame, upload_budget_bytes);
  graphics_.renderer->record(*frame, graphics_.target, frame_input());
  graphics_.widgets->record(*frame, graphics_.target);
  LV_TRY(graphics_.frames->submit());
  return host_->present(graphics_.target);
}

FrameInput Viewer::frame_input() const {
  FrameInput input;
  input.size_px = graphics_.target.extent_px;
  input.content_scale = static_cast<float>(scale_);
  const Comparison* row = session_.comparison();
  if (row == nullptr) return input;
  const ViewState view = session_.shown_view();
  for (const PanePlan& plan : ui_.panes) {
    input.panes.push_back(pane_input(*row, view, plan));
    if (const auto focused = focus_input(*row, view, plan)) {
      input.panes.back().brightness = beside_focus;
      input.panes.push_back(*focused);
    }
  }
  for (PaneInput& pane : input.panes) {
    for (LayerInput& layer : pane.layers) {
      if (!graphics_.renderer->ready(layer.volume)) layer.volume = 0;
    }
  }
  return input;
}

void Viewer::take_textures() {
  for (const std::size_t date : session_.waiting_for_texture()) {
    session_.set_texture(date, graphics_.renderer->add(session_.comparison()->dates[date].volume));
  }
  const auto released = session_.take_released_textures();
  to_remove_.insert(to_remove_.end(), released.begin(), released.end());
  if (film_) return;  // it still draws them
  for (const VolumeId id : std::exchange(to_remove_, {})) graphics_.renderer->remove(id);
}

void Viewer::take_thumbnails() {
  for (const ThumbnailJob::Made& made : session_.take_thumbnails()) {
    const Thumbnail& thumbnail = made.thumbnail;
    if (thumbnail.width == 0) continue;
    std::vector<std::uint8_t> rgba;
    for (const std::uint8_t grey : thumbnail.grey) rgba.insert(rgba.end(), {grey, grey, grey, 255});
    const ExtentPx size{thumbnail.width, thumbnail.height};
    const auto picture = graphics_.widgets->add_picture(size);
    if (!picture) continue;
    graphics_.widgets->update_picture(*picture, {0, 0, size.width, size.height}, std::move(rgba));
    const auto before = ui_.thumbnails.find(made.key);
    if (before != ui_.thumbnails.end()) graphics_.widgets->remove_picture(before->second.id);
    ui_.thumbnails[made.key] = {*picture, size};
    quiet_frames_ = 0;
  }
}

Result<void> Viewer::serve_requests() {
  const SessionRequests requests = session_.take_requests();
  if (requests.quit) leave_ = true;
  if (requests.toggle_fullscreen) host_->set_fullscreen(fullscreen_ = !fullscreen_);
  if (requests.film) {
    FilmRequest film;
    film.output = film_path_ = requests.film->path;
    film.demo = session_.demo();
    film.dates = requests.film->for_doctor ? DateStyle::exact : DateStyle::year;
    film.title = film_title(
        *session_.comparison(), film.dates,
        requests.film->for_doctor ? person_text(*session_.matrix(), session_.open_row()) : "");
    Comparison whole = *session_.comparison();
    whole.focus.reset();
    auto made = FilmMaker::make(*graphics_.device, *graphics_.renderer, std::move(whole),
                                session_.view(), std::move(film));
    if (made) {
      film_ = std::move(*made);
      session_.film = {true, 0, ""};
    } else {
      session_.tell(made.error().text());
    }
  }
  if (requests.cancel_film && film_) {
    film_.reset();
    tell_film_outcome("the film was stopped; nothing was written");
  }
  return {};
}

Result<void> Viewer::step_film() {
  if (!film_) return {};
  const auto done = film_->step();
  session_.film.fraction = film_->fraction();
  if (done && !*done) return {};
  tell_film_outcome(done ? "film written: " + film_path_.filename().string() : done.error().text());
  film_.reset();
  quiet_frames_ = 0;
  return {};
}

void Viewer::tell_film_outcome(const std::string& sentence) {
  session_.film = {false, 0, sentence};
  session_.tell(sentence);
}

Result<void> Viewer::shot(const std::filesystem::path& path) {
  LV_ASSIGN(const auto rgba, graphics_.read_target());
  return write_png(path,
                   {graphics_.target.extent_px.width, graphics_.target.extent_px.height, rgba});
}

}  // namespace lv
