// There is no X11 here: what Vulkan cannot show, nothing can.
#include "app/host/x11_picture.h"

namespace lv {

struct X11Picture::Screen {};

Result<std::unique_ptr<X11Picture>> X11Picture::make(gpu::Device&, GLFWwindow*) {
  return Error{ErrorCode::unavailable, "pictures cannot be shown on this screen"};
}

X11Picture::X11Picture(gpu::Device& device, std::unique_ptr<Screen> screen)
    : device_(device), screen_(std::move(screen)) {}

X11Picture::~X11Picture() = default;

Result<void> X11Picture::show(gpu::Target&) {
  return {};
}

}  // namespace lv
