#include "app/window/viewer.h"

#include <algorithm>

#include "app/draw/widget_places.h"
#include "app/row/facts.h"
#include "engine/core/log.h"
#include "engine/system/discs.h"
#include "engine/video/png.h"

namespace lv {
namespace {

constexpr std::size_t upload_budget_bytes = std::size_t{8} << 20;
constexpr double frame_s = 1 / 60.0, idle_s = 0.25;
constexpr double slow_frame_s = 0.05;  // no graphics card draws this long
constexpr int turns_to_settle = 3;     // widgets need a few frames after the last input

}  // namespace

Viewer::Viewer(std::unique_ptr<Host> host, Graphics graphics, Session& session)
    : host_(std::move(host)),
      graphics_(std::move(graphics)),
      session_(session),
      films_(*graphics_.device, *graphics_.renderer),
      film_preview_(*graphics_.device, *graphics_.renderer),
      pictures_(*graphics_.device),
      scale_(host_->content_scale()) {
  session_.tell_chooser(chooser_.available());
}

/// What is on the screen may change without any input.
bool Viewer::moves() const {
  return session_.busy() || films_.running() || film_preview_.shown() || pictures_.waiting() ||
         session_.program().note_until_s;
}

/// Nothing that is on the screen changes before the next input.
bool Viewer::still() const {
  return quiet_turns_ >= turns_to_settle && !moves();
}

/// Where only progress moves the screen and frames are slow, a quarter of the time is drawn:
/// without a graphics card drawing takes the processor from what is waited for.
bool Viewer::draws_now(const Script* script) const {
  if (script != nullptr && !script->waits()) return true;  // it counts frames
  if (script == nullptr && still()) return false;
  return clock_.now_s() >= next_progress_s_ || untouched_turns_ < turns_to_settle ||
         !only_progresses(session_.state());
}

Result<bool> Viewer::turn(Script* script) {
  std::vector<InputEvent> events;
  const bool moved = moves();
  const double wait_s = films_.running() ? 0.0 : still() ? idle_s : frame_s;
  if (!host_->poll(events, wait_s)) return false;
  LV_TRY(script_events(script, events));
  quiet_turns_ = events.empty() && !moved ? quiet_turns_ + 1 : 0;
  untouched_turns_ = events.empty() ? untouched_turns_ + 1 : 0;
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
  take_thumbnails(now_s);
  if (draws_now(script)) LV_TRY(draw_timed(events, std::clamp(now_s - last_s_, 1e-3, 0.2)));
  last_s_ = now_s;
  serve_requests();
  serve_start_screen(now_s);
  serve_films();
  serve_film_preview(now_s);
  LV_TRY(pictures_.serve(session_, ui_.picture_px, now_s));
  return !leave_;
}

bool Viewer::offer_to_save(const Error& why) {
  if (session_.state().scans.file.paths.empty()) return false;
  films_.cancel();
  film_preview_.end();
  session_.act({"scans", {}});  // the row's volumes make room
  ui_ = {};
  thumbnails_ = {};
  quiet_turns_ = 0;
  // The frame that was begun cannot be ended.
  if (!graphics_.begin_anew(scale_)) return false;
  if (session_.program().question != Question::session) session_.act({"save-session", {}});
  session_.tell(why.text() + "; longview must end: save what you have said, or cancel");
  return true;
}

Result<void> Viewer::script_events(Script* script, std::vector<InputEvent>& events) {
  if (script == nullptr) return {};
  Script::Stage stage{session_, [this](const auto& path) { return shot(path); },
                      [this](ExtentPx size) { headless_size_px_ = size; },
                      [this](double scale) { script_scale_ = scale; }};
  LV_TRY(script->step(stage, events));
  if (script->done()) leave_ = true;
  return {};
}

Result<void> Viewer::draw_timed(std::span<const InputEvent> events, double step_s) {
  const double begun_s = clock_.now_s();
  LV_TRY(draw(events, step_s));
  if (!only_progresses(session_.state())) return {};
  graphics_.device->wait_idle();
  const double ended_s = clock_.now_s(), took_s = ended_s - begun_s;
  next_progress_s_ = took_s > slow_frame_s ? ended_s + 3 * took_s : 0;
  return {};
}

Result<void> Viewer::draw(std::span<const InputEvent> events, double step_s) {
  const ExtentPx wanted = headless_size_px_.value_or(host_->extent_px());
  const int most = gpu::most_target_px(*graphics_.device);  // what is beyond it is not drawn
  const ExtentPx size{std::min(wanted.width, most), std::min(wanted.height, most)};
  if (size.width <= 0 || size.height <= 0) return {};  // minimised
  LV_TRY(graphics_.fit_target(size));
  scale_ = script_scale_.value_or(host_->content_scale());  // follows the monitor
  LV_TRY(graphics_.widgets->set_scale(scale_));
  graphics_.widgets->begin(size, step_s, events);
  ui::build(session_, ui_, size);
  take_textures();
  LV_ASSIGN(gpu::Frame* const frame, graphics_.frames->begin());
  const bool uploaded = graphics_.renderer->upload(*frame, upload_budget_bytes);
  graphics_.renderer->record(*frame, graphics_.target, frame_input());
  graphics_.widgets->record(*frame, graphics_.target,
                            [&] { pictures_.record(*frame, graphics_.target, host_->now_s()); });
  const bool waiting = graphics_.widgets->updates_waiting() || graphics_.widgets->events_waiting();
  if (!uploaded || waiting || ui::tooltip_waits()) quiet_turns_ = 0;
  LV_TRY(graphics_.frames->submit());
  return graphics_.presenter->show(graphics_.target);
}

FrameInput Viewer::frame_input() const {
  FrameInput input;
  input.size_px = graphics_.target.extent_px;
  input.content_scale = static_cast<float>(scale_);
  const ComparedRow* row = session_.row();
  if (row == nullptr) return input;
  const ViewState view = session_.shown_view();
  for (const PanePlan& plan : ui_.panes) add_panes(input.panes, *row, view, plan);
  for (PaneInput& pane : input.panes) {
    for (LayerInput& layer : pane.layers) {
      if (!graphics_.renderer->ready(layer.volume)) layer.volume = 0;
    }
  }
  return input;
}

void Viewer::take_textures() {
  if (const OpenRow* const open = session_.open()) {
    for (const StackPlace& stack : waiting_for_texture(*open)) {
      const ComparedDate& date = open->row.dates[stack.date];
      const VolumePtr& volume = stack.further ? date.further[*stack.further].volume : date.volume;
      session_.set_texture(stack, graphics_.renderer->add(volume));
    }
  }
  const auto released = session_.take_released_textures();
  to_remove_.insert(to_remove_.end(), released.begin(), released.end());
  if (films_.running()) return;  // it still draws them
  for (const VolumeId id : std::exchange(to_remove_, {})) graphics_.renderer->remove(id);
}

void Viewer::take_thumbnails(double now_s) {
  const auto add = [this](ExtentPx size, std::vector<std::uint8_t> rgba) -> Result<ui::PictureId> {
    LV_ASSIGN(const ui::PictureId id, graphics_.widgets->add_picture(size));
    graphics_.widgets->update_picture(id, {0, 0, size.width, size.height}, std::move(rgba));
    return id;
  };
  const auto remove = [this](ui::PictureId id) { graphics_.widgets->remove_picture(id); };
  if (thumbnails_.take(session_.take_thumbnails(), now_s, ui_.thumbnails, {add, remove})) {
    quiet_turns_ = 0;
  }
}

void Viewer::serve_requests() {
  if (session_.program().quit) leave_ = true;
  if (session_.take_choose_folder() && !chooser_.show()) {
    session_.tell("the dialog for folders does not start; type the folder's path");
  }
  if (const auto folder = chooser_.take()) session_.act({"open", {folder->string()}});
  if (session_.take_fullscreen_toggled()) host_->set_fullscreen(fullscreen_ = !fullscreen_);
}

/// Discs are looked for while the first screen is there.
void Viewer::serve_start_screen(double now_s) {
  constexpr double between_s = 2.0;
  if (session_.screen() != Screen::start || now_s < discs_asked_s_ + between_s) return;
  discs_asked_s_ = now_s;
  const auto discs = plugged_in_discs();
  if (discs == discs_) return;
  discs_ = discs;
  session_.offer_discs(discs_);
  quiet_turns_ = 0;
}

/// A row is open.
FilmRequest Viewer::film_request(const FilmWish& wish) const {
  std::optional<std::string> person;
  if (wish.for_doctor) person = person_text(*session_.matrix(), session_.open()->index);
  return {.output = wish.path,
          .size_px = {},
          .look = session_.view().look,
          .person = std::move(person),
          .demo = session_.state().scans.demo};
}

void Viewer::begin_film(const FilmWish& wish) {
  const OpenRow* const open = session_.open();
  if (open == nullptr) return;
  const auto begun = films_.request(open->row, session_.view(), film_request(wish));
  if (!begun) return session_.tell(begun.error().text());
  session_.tell_film(0);
}

/// While a film is asked for, its pictures are shown.
void Viewer::serve_film_preview(double now_s) {
  const OpenRow* const open = session_.open();
  const bool asked = session_.program().question == Question::film && open != nullptr &&
                     !open->loading && !open->aligning && waiting_for_texture(*open).empty();
  if (asked) {
    FilmRequest film = film_request({{}, ui_.film_for_doctor});
    film.size_px = {static_cast<int>(480 * scale_), static_cast<int>(270 * scale_)};
    film_preview_.show(open->row, session_.view(), film, now_s);
  } else {
    film_preview_.end();
  }
  show_preview(film_preview_.picture(now_s));
}

/// `rgba` empty: the last picture stays, if there is a preview.
void Viewer::show_preview(std::vector<std::uint8_t> rgba) {
  ui::ThumbnailPicture& shown = ui_.film_preview;
  const ExtentPx size = film_preview_.size_px();
  if (shown.id != 0 && shown.size != size) {
    graphics_.widgets->remove_picture(shown.id);
    shown = {};
  }
  if (rgba.empty()) return;
  if (shown.id == 0) {
    const auto added = graphics_.widgets->add_picture(size);
    if (!added) return;  // there is no memory for it; the film can be made all the same
    shown = {*added, size};
  }
  graphics_.widgets->update_picture(shown.id, {0, 0, size.width, size.height}, std::move(rgba));
}

void Viewer::serve_films() {
  if (const auto wish = session_.take_film_wish()) begin_film(*wish);
  if (session_.take_film_cancelled()) films_.cancel();
  if (!session_.films().running) return;
  const bool made = films_.step().ok();
  if (films_.running()) return session_.tell_film(films_.fraction());
  session_.end_film(films_.outcome(), made ? films_.output() : std::filesystem::path());
  quiet_turns_ = 0;
}

Result<void> Viewer::shot(const std::filesystem::path& path) {
  if (graphics_.target.extent_px == ExtentPx{}) LV_TRY(draw({}, frame_s));  // nothing drawn yet
  LV_ASSIGN(const auto rgba, graphics_.read_target());
  return write_png(path,
                   {graphics_.target.extent_px.width, graphics_.target.extent_px.height, rgba});
}

}  // namespace lv
