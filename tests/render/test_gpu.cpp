// The device and what lies between it and the renderer.
#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>

#include "tests/support/dicom_bytes.h"
#include "tests/support/gpu.h"

using namespace lv;
using namespace lv::test;

namespace {

namespace fs = std::filesystem;

gpu::DeviceInfo device_info(const std::string& name, gpu::DeviceKind kind,
                            const std::string& rejected = "") {
  return {.name = name, .driver = "", .kind = kind, .uuid = {}, .rejected = rejected};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

gpu::Target target_of(TestDevice& gpu, ExtentPx extent) {
  auto target = gpu::make_target(gpu.device(), extent, "target");
  REQUIRE(target.ok());
  return std::move(*target);
}

void paint(gpu::Frame& frame, gpu::Target& target, int grey) {
  gpu::begin_drawing(frame.commands, target, vec4(vec3(static_cast<float>(grey) / 255), 1));
  gpu::end_drawing(frame.commands);
}

}  // namespace

TEST_CASE("a_real_card_is_chosen_before_a_software_device") {
  const std::vector<gpu::DeviceInfo> devices = {
      device_info("llvmpipe (LLVM 15)", gpu::DeviceKind::software),
      device_info("Old Card", gpu::DeviceKind::discrete, "has Vulkan 1.1, longview needs 1.3"),
      device_info("Board Graphics", gpu::DeviceKind::integrated),
      device_info("Big Card", gpu::DeviceKind::discrete),
      device_info("Big Card", gpu::DeviceKind::discrete)};
  CHECK(*gpu::choose_device(devices, "") == 3);
  CHECK(*gpu::choose_device(devices, "LLVMPIPE") == 0);
  CHECK(*gpu::choose_device(devices, "board") == 2);
}

TEST_CASE("a_device_that_is_not_there_is_answered_with_those_that_are") {
  const std::vector<gpu::DeviceInfo> devices = {
      device_info("Old Card", gpu::DeviceKind::discrete, "has Vulkan 1.1, longview needs 1.3"),
      device_info("Board Graphics", gpu::DeviceKind::integrated)};
  const auto chosen = gpu::choose_device(devices, "old");
  REQUIRE_FALSE(chosen.ok());
  CHECK(chosen.error().code == ErrorCode::not_found);
  CHECK(contains(chosen.error().what, "Old Card (has Vulkan 1.1, longview needs 1.3)"));
  CHECK(contains(chosen.error().what, "Board Graphics"));
}

TEST_CASE("the_next_best_device_is_taken_where_one_cannot_be_opened") {
  std::vector<gpu::DeviceInfo> devices = {
      device_info("llvmpipe (LLVM 15)", gpu::DeviceKind::software),
      device_info("Board Graphics", gpu::DeviceKind::integrated),
      device_info("Big Card", gpu::DeviceKind::discrete)};
  const auto refused = [](std::size_t) -> Result<void> {
    return Error{ErrorCode::unavailable, "it is lost"};
  };
  const auto all_but_the_card = [&](std::size_t d) { return d == 2 ? refused(d) : Result<void>(); };
  CHECK(*gpu::open_best_device(devices, "", all_but_the_card) == 1);
  CHECK(devices[2].rejected == "cannot be opened: it is lost");
  const auto none = gpu::open_best_device(devices, "", refused);
  REQUIRE_FALSE(none.ok());
  CHECK(contains(none.error().what, "Board Graphics (cannot be opened: it is lost)"));
}

namespace {

/// The error of opening a device where the loader knows the driver of that file alone.
Error error_with_driver(const fs::path& manifest) {
  for (const char* name : {"VK_ICD_FILENAMES", "VK_DRIVER_FILES"}) {
    setenv(name, manifest.c_str(), 1);
  }
  const auto device = gpu::Device::make({});
  unsetenv("VK_ICD_FILENAMES");
  unsetenv("VK_DRIVER_FILES");
  REQUIRE_FALSE(device.ok());
  CHECK(device.error().code == ErrorCode::unavailable);
  return device.error();
}

/// Lavapipe's manifest, if it is installed where Debian puts it.
std::optional<std::string> lavapipe_manifest() {
  for (const auto& entry : fs::directory_iterator("/usr/share/vulkan/icd.d")) {
    if (!contains(entry.path().string(), "lvp_icd")) continue;
    std::ifstream stream(entry.path());
    return std::string(std::istreambuf_iterator<char>(stream), {});
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("without_a_driver_one_sentence_says_what_to_install") {
  CHECK(contains(error_with_driver("/nowhere.json").text(), "mesa-vulkan-drivers"));
}

TEST_CASE("a_driver_whose_manifest_offers_an_older_vulkan_is_refused_in_words") {
  const auto manifest = lavapipe_manifest();
  if (!manifest) {
    MESSAGE("SKIPPED: lavapipe is not where it is looked for");
    return;
  }
  const TemporaryFolder folder;
  const fs::path old = folder.path() / "old.json";
  std::ofstream(old) << std::regex_replace(*manifest, std::regex(R"("api_version"\s*:\s*"[^"]*")"),
                                           R"("api_version": "1.0.0")");
  CHECK(contains(error_with_driver(old).text(), "less than Vulkan 1.3"));
}

TEST_CASE("validation_notices_a_missing_barrier") {
  const int before = gpu::validation_messages();
  {
    auto device = gpu::Device::make({.validation = true});
    REQUIRE(device.ok());
    auto frames = gpu::Frames::make(**device, 4096, "test");
    auto buffer = gpu::make_buffer(**device, 64, VK_BUFFER_USAGE_TRANSFER_DST_BIT,
                                   gpu::Access::readback, "twice written");
    REQUIRE((frames.ok() && buffer.ok()));
    const auto frame = (*frames)->begin();
    vkCmdFillBuffer((*frame)->commands, buffer->handle.get(), 0, 64, 1);
    vkCmdFillBuffer((*frame)->commands, buffer->handle.get(), 0, 64, 2);
    REQUIRE((*frames)->submit().ok());
  }
  CHECK(gpu::validation_messages() == before + 1);
}

TEST_CASE("readback_gives_frames_in_order_and_refuses_when_full") {
  TestDevice gpu;
  gpu::Target target = target_of(gpu, {33, 7});
  auto readback = gpu::Readback::make(gpu.device(), target.extent_px, 3);
  REQUIRE(readback.ok());
  int taken = 0;
  for (int n = 0; n < 8; ++n) {
    const auto frame = gpu.frames().begin();
    REQUIRE(frame.ok());
    paint(**frame, target, 10 + n);
    const bool recorded = readback->record(**frame, target);
    CHECK(recorded == (n < 3 || n >= 5));
    REQUIRE(gpu.frames().submit().ok());
    if (n < 4) continue;
    const auto slot = readback->take(true);
    REQUIRE((slot.ok() && slot->has_value()));
    const int expected = taken < 3 ? taken : taken + 2;  // frames 3 and 4 found no slot
    CHECK(int{readback->pixels(**slot)[4 * 33 * 7 - 4]} == 10 + expected);
    readback->release(**slot);
    ++taken;
  }
  CHECK(taken == 4);
}

TEST_CASE("nothing_is_destroyed_under_the_gpu") {
  TestDevice gpu;  // validation reports an object destroyed in use
  auto readback = gpu::Readback::make(gpu.device(), {64, 64}, 1);
  REQUIRE(readback.ok());
  for (int n = 0; n < 6; ++n) {
    gpu::Target short_lived = target_of(gpu, {64, 64});
    const auto frame = gpu.frames().begin();
    REQUIRE(frame.ok());
    paint(**frame, short_lived, n);
    CHECK(readback->record(**frame, short_lived) == (n == 0));
    REQUIRE(gpu.frames().submit().ok());
  }
}

#ifndef __SANITIZE_ADDRESS__  // its allocator ends the program instead
TEST_CASE("memory_that_runs_out_is_said_with_what_there_was_no_room_for") {
  TestDevice gpu;
  if (!gpu.software()) {
    MESSAGE("SKIPPED: the memory of a card cannot be limited");
    return;
  }
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_AS, &before) == 0);
  const rlimit nothing_more{1, before.rlim_max};
  REQUIRE(setrlimit(RLIMIT_AS, &nothing_more) == 0);
  const auto buffer =
      gpu::make_buffer(gpu.device(), std::size_t{1} << 30, VK_BUFFER_USAGE_TRANSFER_SRC_BIT,
                       gpu::Access::upload, "film");
  setrlimit(RLIMIT_AS, &before);
  if (buffer.ok()) {
    MESSAGE("SKIPPED: this lavapipe's memory cannot be limited");
    return;
  }
  CHECK(buffer.error().where == "while making room for film");
}
#endif

TEST_CASE("a_target_too_large_is_refused_with_the_limit") {
  TestDevice gpu;
  const VkPhysicalDeviceLimits& limits = gpu.device().limits();
  const int most =
      static_cast<int>(std::min(limits.maxFramebufferWidth, limits.maxFramebufferHeight));
  const auto target = gpu::make_target(gpu.device(), {most + 1, 4}, "wide");
  REQUIRE_FALSE(target.ok());
  CHECK(contains(target.error().what, std::to_string(most)));
  CHECK_FALSE(gpu::make_target(gpu.device(), {0, 4}, "empty").ok());
}

TEST_CASE("a_volume_too_large_for_the_device_is_refused_with_numbers") {
  TestRenderer renderer;
  const int most = static_cast<int>(renderer.gpu.device().limits().maxImageDimension3D);
  Volume volume;
  volume.geometry =
      regular_geometry({1, 1, most + 1}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}, {0, 0, 0});
  volume.samples.resize(volume.geometry.voxel_count());
  const auto added = renderer.renderer->add(std::make_shared<const Volume>(std::move(volume)));
  REQUIRE_FALSE(added.ok());
  CHECK(contains(added.error().text(), "1 × 1 × " + std::to_string(most + 1)));
  CHECK(contains(added.error().text(), std::to_string(most)));
}

TEST_CASE("too_many_slices_at_uneven_places_are_refused_with_numbers") {
  TestRenderer renderer;
  Volume volume;
  volume.geometry =
      regular_geometry({1, 1, 1025}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}, {0, 0, 0});
  for (int k = 0; k < 1025; ++k) volume.geometry.slice_coordinates.push_back(k + (k > 7));
  volume.samples.resize(1025);
  const auto added = renderer.renderer->add(std::make_shared<const Volume>(std::move(volume)));
  REQUIRE_FALSE(added.ok());
  CHECK(contains(added.error().text(), "1025"));
  CHECK(contains(added.error().text(), "1024"));
}
