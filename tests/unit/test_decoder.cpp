// Compressed pictures unpacked in a process of its own: what comes back, and what becomes of a
// picture whose process is killed, hangs, takes too much memory or cannot be started.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "engine/decoder/rle.h"
#include "engine/decoder/worker.h"

using namespace lv;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

std::uint16_t sample_at(std::size_t i) {
  return static_cast<std::uint16_t>(i * 31 + i / 7);
}

void append_number(std::vector<std::uint8_t>& bytes, std::size_t number) {
  for (int shift = 0; shift < 32; shift += 8)
    bytes.push_back(static_cast<std::uint8_t>(number >> shift));
}

/// Of side * side samples: all upper bytes, then all lower ones, none of them packed (PS3.5 G).
std::vector<std::uint8_t> rle_fragment(std::size_t side) {
  constexpr std::size_t run = 128;
  const std::size_t count = side * side, segment = count / run * (run + 1), header = 64;
  std::vector<std::uint8_t> bytes;
  for (const std::size_t n : {std::size_t{2}, header, header + segment}) append_number(bytes, n);
  bytes.resize(header);
  for (const unsigned shift : {8U, 0U}) {
    for (std::size_t i = 0; i < count; ++i) {
      if (i % run == 0) bytes.push_back(run - 1);
      bytes.push_back(static_cast<std::uint8_t>(sample_at(i) >> shift));
    }
  }
  return bytes;
}

PackedPicture rle_picture(const std::vector<std::uint8_t>& fragment, int side) {
  PackedPicture picture;
  picture.transfer_syntax_uid = "1.2.840.10008.1.2.5";
  picture.columns = picture.rows = side;
  picture.fragments = {fragment};
  return picture;
}

void check_samples(std::span<const std::uint8_t> bytes, std::size_t count) {
  REQUIRE(bytes.size() == 2 * count);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < count; ++i) {
    wrong += (bytes[2 * i] | bytes[2 * i + 1] << 8) != sample_at(i);
  }
  CHECK(wrong == 0);
}

/// Unpacks one picture by the door, and checks it.
void check_the_door() {
  const auto fragment = rle_fragment(64);
  int taken = 0;
  const auto outcome = unpack_picture(rle_picture(fragment, 64), [&](auto bytes) {
    check_samples(bytes, 64 * 64);
    ++taken;
  });
  CHECK(outcome.ok());
  CHECK(taken == 1);
}

/// Those that are there as processes, dead ones that nobody has asked for among them.
std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> children;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "stat");
    std::string line;
    if (!std::getline(file, line)) continue;
    std::istringstream rest(line.substr(line.rfind(')') + 1));
    char state = 0;
    pid_t its_parent = 0;
    if (rest >> state >> its_parent && its_parent == parent) {
      children.push_back(std::stoi(entry.path().filename()));
    }
  }
  return children;
}

std::string status_line(pid_t process, const std::string& name) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name + ":")) return line.substr(name.size() + 2);
  }
  return "";
}

/// Runs `work` in a copy of this process, and returns its id.
pid_t in_a_copy(const std::function<bool()>& work) {
  const pid_t copy = fork();
  if (copy == 0) _exit(work() ? 0 : 1);
  return copy;
}

bool soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

}  // namespace

TEST_CASE("each thread has one process for its pictures, and it ends with the thread") {
  std::vector<pid_t> first, second;
  std::thread([&] {
    check_the_door();
    first = children_of(getpid());
    check_the_door();
    second = children_of(getpid());
  }).join();
  REQUIRE(first.size() == 1);
  CHECK(first == second);
  CHECK(children_of(getpid()).empty());
}

TEST_CASE("a picture larger than the one before gets the memory it needs") {
  std::thread([] {
    const auto worker = DecoderWorker::start({});
    REQUIRE(worker.ok());
    for (const int side : {64, 2048, 64}) {
      const auto fragment = rle_fragment(static_cast<std::size_t>(side));
      const auto count = static_cast<std::size_t>(side * side);
      bool in_vain = false;
      CHECK((*worker)
                ->unpack(
                    rle_picture(fragment, side), [&](auto bytes) { check_samples(bytes, count); },
                    in_vain)
                .ok());
    }
  }).join();
}

TEST_CASE("the process has no file, no network and a limit on its memory") {
  const auto worker = DecoderWorker::start({});
  REQUIRE(worker.ok());
  const auto children = children_of(getpid());
  REQUIRE(children.size() == 1);
  const fs::path process = "/proc/" + std::to_string(children[0]);
  const auto open = std::distance(fs::directory_iterator(process / "fd"), {});
  CHECK(open == 5);  // three times nothing, the messages, the memory
  if (sanitized) return;
  CHECK((*worker)->shut_off());
  CHECK(status_line(children[0], "Seccomp") == "2");  // a filter (proc(5))
  std::ifstream limits(process / "limits");
  const std::string all(std::istreambuf_iterator<char>(limits), {});
  const auto at = all.find("Max data size");
  REQUIRE(at != std::string::npos);
  CHECK(all.substr(at, 60).find("1073741824") != std::string::npos);
}

TEST_CASE("a process that was killed is started again, and the picture is read") {
  std::thread([] {
    check_the_door();
    const auto before = children_of(getpid());
    REQUIRE(before.size() == 1);
    kill(before[0], SIGKILL);
    check_the_door();
    const auto after = children_of(getpid());
    REQUIRE(after.size() == 1);
    CHECK(after != before);
  }).join();
}

TEST_CASE("a process that hangs costs its picture, in time") {
  auto worker = DecoderWorker::start({.patience = 300ms});
  REQUIRE(worker.ok());
  const auto children = children_of(getpid());
  REQUIRE(children.size() == 1);
  kill(children[0], SIGSTOP);
  const auto fragment = rle_fragment(64);
  bool in_vain = false;
  const auto begun = std::chrono::steady_clock::now();
  const auto outcome = (*worker)->unpack(
      rle_picture(fragment, 64), [](auto) {}, in_vain);
  REQUIRE_FALSE(outcome.ok());
  CHECK(outcome.error().what ==
        "its picture cannot be unpacked: that takes too long, so the file is damaged");
  CHECK(std::chrono::steady_clock::now() - begun >= 300ms);
  CHECK_FALSE(in_vain);
  CHECK_FALSE((*worker)->alive());
  CHECK(children_of(getpid()).empty());
}

TEST_CASE("a process that takes too much memory costs its picture, and goes on") {
  if (sanitized) return;  // a sanitizer's own memory is more
  const auto worker = DecoderWorker::start({.memory_bytes = 12 << 20});
  REQUIRE(worker.ok());
  bool in_vain = false;
  const auto all = rle_fragment(4096);
  PackedPicture large = rle_picture(all, 4096);
  large.fragments = {std::span(all).first(1000), std::span(all).subspan(1000)};  // to be joined
  const auto outcome = (*worker)->unpack(
      large, [](auto) {}, in_vain);
  REQUIRE_FALSE(outcome.ok());
  CHECK(outcome.error().what == "its picture cannot be unpacked: that takes too much memory");
  const auto small = rle_fragment(64);
  int taken = 0;
  CHECK((*worker)
            ->unpack(
                rle_picture(small, 64), [&](auto) { ++taken; }, in_vain)
            .ok());
  CHECK(taken == 1);
}

TEST_CASE("a killed program leaves no process behind, whatever that one does") {
  int pipe_ends[2];
  REQUIRE(pipe(pipe_ends) == 0);
  const pid_t copy = in_a_copy([&] {
    const auto worker = DecoderWorker::start({});
    const auto children = children_of(getpid());
    if (!worker || children.size() != 1) return false;
    kill(children[0], SIGSTOP);  // it hears nothing more
    if (write(pipe_ends[1], children.data(), sizeof(pid_t)) != sizeof(pid_t)) return false;
    for (;;) pause();
  });
  close(pipe_ends[1]);
  pid_t grandchild = 0;
  REQUIRE(read(pipe_ends[0], &grandchild, sizeof grandchild) == sizeof grandchild);
  close(pipe_ends[0]);
  CHECK(kill(grandchild, 0) == 0);
  kill(copy, SIGKILL);
  waitpid(copy, nullptr, 0);
  CHECK(soon([&] {
    const std::string now = status_line(grandchild, "State");
    return now.empty() || now.starts_with("Z");  // nobody may ask for it where this runs
  }));
}

TEST_CASE("where no process can be started, the picture is unpacked here, and that is said") {
  if (sanitized) return;  // UBSan opens a pipe where it looks at an object
  const pid_t copy = in_a_copy([] {
    const rlimit none{0, 0};  // of open files: there is no way to talk to another process
    setrlimit(RLIMIT_NOFILE, &none);
    const auto state = check_decoders();
    const bool said = !state && state.error().what.find("no process can be started") == 0;
    const auto fragment = rle_fragment(64);
    bool right = false;
    const auto outcome = unpack_picture(rle_picture(fragment, 64), [&](auto bytes) {
      right = bytes[2 * 99] + 256 * bytes[2 * 99 + 1] == sample_at(99);
    });
    return said && outcome.ok() && right;
  });
  int state = -1;
  waitpid(copy, &state, 0);
  CHECK(state == 0);
}

TEST_CASE("RLE: runs, bytes as they are, and the byte that says nothing") {
  const auto unpacked = [](std::vector<std::uint8_t> segment) {
    std::vector<std::uint8_t> packed(64), samples(6);
    packed[0] = 1, packed[4] = 64;
    packed.insert(packed.end(), segment.begin(), segment.end());
    return unpack_rle(packed, 1, samples) ? samples : std::vector<std::uint8_t>();
  };
  using Bytes = std::vector<std::uint8_t>;
  CHECK(unpacked({253, 7, 128, 1, 8, 9}) == Bytes{7, 7, 7, 7, 8, 9});    // 1 - (253 - 256) times 7
  CHECK(unpacked({5, 1, 2, 3, 4, 5, 6, 0}) == Bytes{1, 2, 3, 4, 5, 6});  // padded to be even
  CHECK(unpacked({129, 3}) == Bytes{3, 3, 3, 3, 3, 3});  // a run of 128: what is asked for counts
  CHECK(unpacked({253, 7, 0, 8}).empty());               // one is missing
  CHECK(unpacked({5, 1, 2, 3}).empty());
  CHECK(unpacked({253}).empty());
  CHECK(unpacked({}).empty());
}

TEST_CASE("RLE: a header that lies is refused, and every damage is survived") {
  const auto good = rle_fragment(64);
  const auto with = [&](std::size_t at, std::uint8_t byte, std::size_t length) {
    auto bad = good;
    bad[at] = byte;
    bad.resize(length);
    std::vector<std::uint8_t> samples(2 * 64 * 64);
    return unpack_rle(bad, 2, samples);
  };
  CHECK(with(0, 2, good.size()));
  CHECK_FALSE(with(0, 1, good.size()));      // segments for 8 bits only
  CHECK_FALSE(with(4, 63, good.size()));     // the first within the header
  CHECK_FALSE(with(11, 0xFF, good.size()));  // the second beyond the end
  CHECK_FALSE(with(0, 2, 60));
  for (std::size_t at = 0; at < good.size(); at += at < 64 ? 1 : 41) {  // a sanitizer looks on
    for (const int byte : {0, 1, 127, 128, 129, 255}) {
      with(at, static_cast<std::uint8_t>(byte), good.size());
      with(at, static_cast<std::uint8_t>(byte), good.size() / 2 + at / 2);
    }
  }
}
