#include "app/host/x11_picture.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <array>
#include <bit>
#include <vector>

#include "app/host/posix/x11_of_glfw.h"

namespace lv {
namespace {

/// What each grey of 8 bits is in the bits of a pixel that hold one channel.
using Channel = std::array<unsigned long, 256>;

Channel channel_of(unsigned long mask) {
  const unsigned long most = mask >> std::countr_zero(mask);
  Channel channel{};
  for (unsigned long grey = 0; grey < channel.size(); ++grey) {
    channel[grey] = (grey * most + 127) / 255 << std::countr_zero(mask);
  }
  return channel;
}

}  // namespace

struct X11Picture::Screen {
  Display* display = nullptr;
  ::Window window = 0;
  XWindowAttributes attributes{};
  GC context = nullptr;
  std::array<Channel, 3> channels{};

  ~Screen() {
    if (context) XFreeGC(display, context);
  }

  void put(std::span<const std::uint8_t> rgba, ExtentPx size) const {
    XImage* const image = XCreateImage(
        display, attributes.visual, static_cast<unsigned>(attributes.depth), ZPixmap, 0, nullptr,
        static_cast<unsigned>(size.width), static_cast<unsigned>(size.height), 32, 0);
    if (!image) return;
    std::vector<char> bytes(static_cast<std::size_t>(image->bytes_per_line) *
                            static_cast<std::size_t>(size.height));
    image->data = bytes.data();
    std::size_t at = 0;
    for (int y = 0; y < size.height; ++y) {
      for (int x = 0; x < size.width; ++x, at += 4) {
        XPutPixel(image, x, y,
                  channels[0][rgba[at]] | channels[1][rgba[at + 1]] | channels[2][rgba[at + 2]]);
      }
    }
    XPutImage(display, window, context, image, 0, 0, 0, 0, static_cast<unsigned>(size.width),
              static_cast<unsigned>(size.height));
    XFlush(display);
    image->data = nullptr;  // or it would be freed with the image
    XDestroyImage(image);
  }
};

Result<std::unique_ptr<X11Picture>> X11Picture::make(gpu::Device& device, GLFWwindow* window) {
  auto screen = std::make_unique<Screen>();
  screen->display = from_glfw<Display*>("glfwGetX11Display");
  screen->window = from_glfw<::Window>("glfwGetX11Window", window);
  if (screen->display) {
    XGetWindowAttributes(screen->display, screen->window, &screen->attributes);
  }
  const Visual* const visual = screen->attributes.visual;
  if (!visual || !visual->red_mask || !visual->green_mask || !visual->blue_mask) {
    return Error{ErrorCode::unavailable, "pictures cannot be shown on this screen"};
  }
  screen->context = XCreateGC(screen->display, screen->window, 0, nullptr);
  screen->channels = {channel_of(visual->red_mask), channel_of(visual->green_mask),
                      channel_of(visual->blue_mask)};
  std::unique_ptr<X11Picture> picture(new X11Picture(device, std::move(screen)));
  LV_ASSIGN(picture->frames_, gpu::Frames::make(device, 256, "X11 picture"));
  return picture;
}

X11Picture::X11Picture(gpu::Device& device, std::unique_ptr<Screen> screen)
    : device_(device), screen_(std::move(screen)) {}

X11Picture::~X11Picture() {
  device_.wait_idle();
}

Result<void> X11Picture::show(gpu::Target& target) {
  if (!readback_ || extent_px_ != target.extent_px) {
    LV_ASSIGN(readback_, gpu::Readback::make(device_, target.extent_px, 1));
    extent_px_ = target.extent_px;
  }
  LV_ASSIGN(gpu::Frame* const frame, frames_->begin());
  readback_->record(*frame, target);
  LV_TRY(frames_->submit());
  LV_ASSIGN(const std::optional<int> slot, readback_->take(true));
  screen_->put(readback_->pixels(*slot), extent_px_);
  readback_->release(*slot);
  return {};
}

}  // namespace lv
