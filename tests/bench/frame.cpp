// How long the graphics card draws a frame (its own timestamps), what the processor takes to say so
// (this thread's time), and how fast the card takes volumes in. One line each: name, median, unit,
// floor (same unit), remark, separated by tabs. Where a processor draws (lavapipe), it is the time
// of all its cores together: what else the machine does meanwhile does not count. Contrast (key E)
// and sharpness (key M) are on and off; a line each says how many times as long as without them the
// frame takes. Both kinds take turns, so that what else the machine does meanwhile slows both.
// usage: bench_frame [small]      four minutes at most where a processor draws
#include <time.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <string>

#include "engine/core/clock.h"
#include "engine/gpu/frames.h"
#include "engine/render/renderer.h"

using namespace lv;

namespace {

/// A value, or the end of this program.
template <class T>
T must(Result<T> result) {
  if (result) return std::move(result).value();
  std::fprintf(stderr, "%s\n", result.error().text().c_str());
  std::exit(1);
}

VolumePtr make_volume(int side) {
  Volume volume;
  volume.geometry.size = {side, side, side};
  const auto n = static_cast<std::size_t>(side);
  volume.samples.resize(n * n * n);
  for (std::size_t i = 0; i < volume.samples.size(); ++i) {
    volume.samples[i] = static_cast<std::uint16_t>((i * 2654435761U) >> 20U & 4095U);
  }
  return std::make_shared<const Volume>(std::move(volume));
}

/// `panes` side by side, each mixing both volumes, tilted so that every pixel reads eight voxels.
FrameInput make_input(ExtentPx size, int panes, VolumeId first, VolumeId second, double side) {
  FrameInput input;
  input.size_px = size;
  for (int p = 0; p < panes; ++p) {
    PaneInput pane;
    const int width = size.width / panes;
    pane.rect_px = {p * width, 0, width, size.height};
    dmat4 world_from_pane(1.0);
    const double mm_per_px = side / std::max(size.width, size.height);
    world_from_pane[0] = {mm_per_px * 0.99, mm_per_px * 0.1, 0.0, 0.0};
    world_from_pane[1] = {0.0, mm_per_px, mm_per_px * 0.2, 0.0};
    world_from_pane[3] = {0.0, 0.0, side / 3 + p, 1.0};
    pane.world_from_pane = {world_from_pane};
    pane.layers[0].volume = first;
    pane.layers[1].volume = second;
    pane.layers[1].scan_from_world.matrix[3] = {1.3, -0.7, 0.4, 1.0};
    pane.mixture = 0.5F;
    input.panes.push_back(pane);
  }
  return input;
}

/// Two timestamps around what a frame records.
class Timer {
 public:
  explicit Timer(gpu::Device& device) : device_(device) {
    VkQueryPoolCreateInfo info{.sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO};
    info.queryType = VK_QUERY_TYPE_TIMESTAMP;
    info.queryCount = 2;
    if (vkCreateQueryPool(device.handle(), &info, nullptr, &pool_) != VK_SUCCESS) std::exit(1);
  }
  ~Timer() { vkDestroyQueryPool(device_.handle(), pool_, nullptr); }

  void begin(VkCommandBuffer commands) {
    vkCmdResetQueryPool(commands, pool_, 0, 2);
    vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT, pool_, 0);
  }
  void end(VkCommandBuffer commands) {
    vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, pool_, 1);
  }
  double read_ms() {
    std::uint64_t ticks[2] = {};
    vkGetQueryPoolResults(device_.handle(), pool_, 0, 2, sizeof ticks, ticks, sizeof ticks[0],
                          VK_QUERY_RESULT_64_BIT | VK_QUERY_RESULT_WAIT_BIT);
    return static_cast<double>(ticks[1] - ticks[0]) *
           static_cast<double>(device_.limits().timestampPeriod) * 1e-6;
  }

 private:
  gpu::Device& device_;
  VkQueryPool pool_ = VK_NULL_HANDLE;
};

/// Processor time of this thread, or of all threads of this program.
double processor_ms(clockid_t whose) {
  timespec time{};
  clock_gettime(whose, &time);
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

struct Bench {
  std::unique_ptr<gpu::Device> device = must(gpu::Device::make({}));
  std::unique_ptr<gpu::Frames> frames =
      must(gpu::Frames::make(*device, std::size_t{64} << 20, "bench"));
  std::unique_ptr<Renderer> renderer = must(Renderer::make(*device));
  Timer timer{*device};

  ~Bench() { device->wait_idle(); }

  void measure_upload(const VolumePtr& volume, VolumeId& id) {
    const SteadyClock clock;
    id = must(renderer->add(volume));
    for (bool all = false; !all;) {
      gpu::Frame* const frame = must(frames->begin());
      all = renderer->upload(*frame, std::size_t{48} << 20);
      (void)must(frames->submit());
    }
    device->wait_idle();
    const double mb = static_cast<double>(volume->samples.size() * 2) / 1e6;
    std::printf("upload of a %.1f MB volume\t%.3f\tms\t0\t%.1f GB/s, wall clock\n", mb,
                1e3 * clock.now_s(), 1e-3 * mb / clock.now_s());
  }

  /// What recordings of one kind have taken.
  struct Times {
    std::vector<double> card_ms, processor_ms;
    double card() const { return median(card_ms); }
  };

  /// Adds recordings for about half a second, at least one and at most `most`, after one that warms
  /// up.
  void add_times(Times& times, int most, const std::function<void(gpu::Frame&)>& record) {
    constexpr double enough_ms = 500;
    const bool by_card = device->info().kind != gpu::DeviceKind::software;
    double spent_ms = 0;
    for (int i = -1; i < most && (i < 1 || spent_ms < enough_ms); ++i) {
      const double all_before_ms = processor_ms(CLOCK_PROCESS_CPUTIME_ID);
      const double before_ms = processor_ms(CLOCK_THREAD_CPUTIME_ID);
      gpu::Frame* const frame = must(frames->begin());
      timer.begin(frame->commands);
      record(*frame);
      timer.end(frame->commands);
      (void)must(frames->submit());
      const double after_ms = processor_ms(CLOCK_THREAD_CPUTIME_ID);
      device->wait_idle();
      if (i < 0) continue;
      const double all_ms = processor_ms(CLOCK_PROCESS_CPUTIME_ID) - all_before_ms;
      times.card_ms.push_back(by_card ? timer.read_ms() : all_ms);
      times.processor_ms.push_back(after_ms - before_ms);
      spent_ms += times.card_ms.back();
    }
  }

  /// What a frame cannot do without, as this card takes for it: every pixel is written once. A copy
  /// of the finished frame reads and writes each, so half of its time.
  double floor_ms(gpu::Target& target, int most) {
    const VkExtent3D extent = target.image.extent;
    gpu::Image copy = must(gpu::make_image(
        *device, {.name = "copy",
                  .extent = extent,
                  .usage = VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK_IMAGE_USAGE_SAMPLED_BIT}));
    const VkImageSubresourceLayers layer{VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1};
    const VkImageCopy all{layer, {}, layer, {}, extent};
    Times times;
    add_times(times, most, [&](gpu::Frame& frame) {
      gpu::transition(frame.commands, target.image, gpu::Use::copied_from);
      gpu::transition(frame.commands, copy, gpu::Use::copied_to, true);
      vkCmdCopyImage(frame.commands, target.image.handle.get(),
                     VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, copy.handle.get(),
                     VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &all);
    });
    return times.card() / 2;
  }

  /// `moving`: the plane moves with each frame, to where none has been drawn before.
  void add_frames(Times& times, gpu::Target& target, FrameInput& input, bool moving, int most) {
    constexpr double step_mm = 0.01;
    add_times(times, most, [&](gpu::Frame& frame) {
      if (moving) moved_mm += step_mm;
      for (PaneInput& pane : input.panes) pane.world_from_pane.matrix[3].y = moved_mm;
      renderer->record(frame, target, input);
    });
  }
  double moved_mm = 0;
};

void print_frame(ExtentPx size, std::size_t panes, const std::string& remark,
                 const Bench::Times& times, double floor_ms) {
  // Every pixel is written once, 4 bytes, and takes one filtered sample of each layer.
  const double samples = 2.0 * size.width * size.height;
  std::printf("frame at %d x %d, %zu pane%s of 2 layers%s\t%.3f\tms\t%.4f\t%.1f Gsamples/s%s\n",
              size.width, size.height, panes, panes == 1 ? "" : "s", remark.c_str(), times.card(),
              floor_ms, 1e-6 * samples / times.card(),
              panes == 4 && size.height > 2000 ? "; aim 4 ms" : "");
  std::printf("processor for it\t%.3f\tms\t0\twithout waiting for the card\n",
              median(times.processor_ms));
}

/// What the keys E and M have switched on, and what a frame of a plane that rests or moves may take
/// then, in frames with both off.
struct Likeness {
  const char* remark;
  bool equalised, matched;
};
constexpr std::array likenesses = {Likeness{"", false, false}, Likeness{", equalised", true, false},
                                   Likeness{", matched", false, true},
                                   Likeness{", equalised and matched", true, true}};
constexpr double most_times_at_rest = 1.3, most_times_moving = 3;

void apply(const Likeness& likeness, FrameInput& input) {
  for (PaneInput& pane : input.panes) {
    if (likeness.matched) {  // 3 mm slices against 6 mm, in voxels of 3
      pane.layers[0].averaged_mm = dvec3(0.0, 0.0, 5.2) / 3.0;
    }
    if (!likeness.equalised) continue;
    pane.layers[1].curve =
        ContrastCurve{{dvec2(0, 0), dvec2(500, 600), dvec2(1000, 1300), dvec2(1500, 1800),
                       dvec2(2000, 2200), dvec2(2500, 2700), dvec2(3000, 3100), dvec2(3500, 3600)}};
  }
}

/// Every likeness, at rest and moving; the first is what the others are compared with.
void measure_likenesses(Bench& bench, ExtentPx size, const FrameInput& input, int most) {
  constexpr int turns = 3;
  constexpr double too_slow_ms = 1000;  // for more than neither and both
  gpu::Target target = must(gpu::make_target(*bench.device, size, "bench"));
  for (const bool moving : {false, true}) {
    std::array<FrameInput, likenesses.size()> inputs;
    std::array<Bench::Times, likenesses.size()> times;
    for (int turn = 0; turn < turns; ++turn) {
      for (std::size_t l = 0; l < likenesses.size(); ++l) {
        const bool slow = l > 0 && times[0].card() > too_slow_ms;
        if (slow && l + 1 < likenesses.size()) continue;
        if (turn == 0) apply(likenesses[l], inputs[l] = input);
        bench.add_frames(times[l], target, inputs[l], moving, most);
      }
    }
    const double floor_ms = bench.floor_ms(target, most);
    for (std::size_t l = 0; l < likenesses.size(); ++l) {
      if (times[l].card_ms.empty()) continue;
      const std::string remark = std::string(likenesses[l].remark) + (moving ? ", moving" : "");
      print_frame(size, input.panes.size(), remark, times[l], floor_ms);
      if (l == 0) continue;
      std::printf("as many times as long as with neither%s\t%.2f\t×\t0\taim %.1f at most\n",
                  remark.c_str(), times[l].card() / times[0].card(),
                  moving ? most_times_moving : most_times_at_rest);
    }
  }
}

}  // namespace

int main(int count, char** words) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // each line as soon as it is known
  const bool small = count > 1 && std::string(words[1]) == "small";
  Bench bench;
  std::fprintf(stderr, "%s\n", bench.device->info().name.c_str());
  const int side = small ? 32 : 256;
  VolumeId first = 0, second = 0;
  bench.measure_upload(make_volume(side), first);
  bench.measure_upload(make_volume(side), second);
  for (const int scale : {1, 2}) {  // 1080p and 4K, or little
    const ExtentPx size =
        small ? ExtentPx{160 * scale, 90 * scale} : ExtentPx{1920 * scale, 1080 * scale};
    for (const int panes : {1, 4}) {
      measure_likenesses(bench, size, make_input(size, panes, first, second, side), small ? 3 : 30);
    }
  }
  return 0;
}
