#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "engine/core/bounded_queue.h"
#include "engine/core/frames.h"
#include "engine/core/latest.h"
#include "engine/core/log.h"
#include "engine/core/parallel.h"
#include "engine/core/result.h"

using namespace lv;

namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{ErrorCode::usage, "the number is odd", "half"};
  return number / 2;
}

Result<int> quarter(int number) {
  LV_ASSIGN(const int once, half(number));
  LV_ASSIGN(const int twice, half(once));
  return twice;
}

Result<void> check_quarter(int number) {
  LV_TRY(quarter(number));
  return {};
}

}  // namespace

TEST_CASE("result_hands_the_first_error_up") {
  CHECK(quarter(12).value() == 3);
  CHECK_FALSE(quarter(6).ok());
  CHECK(quarter(6).error().text() == "half: the number is odd");
  CHECK(check_quarter(12).ok());
  CHECK(check_quarter(5).error().code == ErrorCode::usage);
}

TEST_CASE("result_carries_values_that_only_move") {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
  std::unique_ptr<int> value = std::move(result).value();
  CHECK(*value == 5);
}

TEST_CASE("affine_product_and_inverse_are_those_of_the_matrices") {
  Affine<Scan, Voxel> scan_from_voxel;
  scan_from_voxel.matrix[0] = {0, 2, 0, 0};  // column index runs along +y, 2 mm
  scan_from_voxel.matrix[1] = {-3, 0, 0, 0};
  scan_from_voxel.matrix[3] = {10, 20, 30, 1};
  CHECK(scan_from_voxel({1, 1, 1}) == dvec3(10 - 3, 20 + 2, 30 + 1));
  CHECK(scan_from_voxel.direction({1, 0, 0}) == dvec3(0, 2, 0));
  const Affine<Voxel, Voxel> identity = inverse(scan_from_voxel) * scan_from_voxel;
  CHECK(glm::length(identity({4, 5, 6}) - dvec3(4, 5, 6)) < 1e-12);
}

TEST_CASE("parallel_for_visits_every_index_once_for_any_thread_count") {
  for (const int threads : {1, 2, 5}) {
    set_thread_count(threads);
    std::vector<std::atomic<int>> visits(10007);
    for (int repeat = 0; repeat < 50; ++repeat) {
      parallel_for(visits.size(), 100, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) ++visits[i];
      });
    }
    for (const auto& count : visits) REQUIRE(count == 50);
  }
  set_thread_count(0);
}

TEST_CASE("parallel_for_inside_parallel_for_is_done_in_place") {
  set_thread_count(3);
  std::atomic<int> sum{0};
  parallel_for(8, 1, [&](std::size_t, std::size_t) {
    parallel_for(8, 1,
                 [&](std::size_t begin, std::size_t end) { sum += static_cast<int>(end - begin); });
  });
  CHECK(sum == 64);
  set_thread_count(0);
}

TEST_CASE("parallel_for_throws_on_what_a_body_throws_when_all_threads_have_left_it") {
  using namespace std::chrono_literals;
  for (const int threads : {1, 2, 4}) {
    set_thread_count(threads);
    std::atomic<int> inside{0};
    // Each range that throws: the caller's own or a helper's, whoever gets it.
    for (std::size_t bad = 0; bad < 8; ++bad) {
      const auto body = [&](std::size_t begin, std::size_t) {
        ++inside;
        std::this_thread::sleep_for(200us);  // so that several threads are inside
        --inside;
        if (begin == bad) throw std::runtime_error("range " + std::to_string(begin));
      };
      std::string thrown;
      try {
        parallel_for(8, 1, body);
      } catch (const std::runtime_error& error) {
        thrown = error.what();
      }
      CHECK(thrown == "range " + std::to_string(bad));
      CHECK(inside == 0);
    }
    // Afterwards the threads are all there again: two ranges wait for each other.
    if (threads == 1) continue;
    std::atomic<int> arrived{0};
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    parallel_for(2, 1, [&](std::size_t, std::size_t) {
      const int before = arrived++;
      while (before == 0 && arrived < 2 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
      }
      CHECK(arrived == 2);
    });
  }
  set_thread_count(0);
}

TEST_CASE("latest_never_hands_out_a_torn_or_older_value") {
  struct Pair {
    std::uint64_t first, second;
  };
  Latest<Pair> latest;
  constexpr std::uint64_t last = 200000;
  std::jthread writer([&] {
    for (std::uint64_t i = 1; i <= last; ++i) latest.publish({i, ~i});
  });
  std::uint64_t seen = 0;
  while (seen != last) {
    Pair pair{};
    if (!latest.take(pair)) continue;
    REQUIRE(pair.second == ~pair.first);
    REQUIRE(pair.first > seen);
    seen = pair.first;
  }
  Pair pair{};
  CHECK_FALSE(latest.take(pair));
}

TEST_CASE("bounded_queue_loses_nothing_and_ends_when_closed") {
  BoundedQueue<int> queue(4);
  std::jthread writer([&] {
    for (int i = 1; i <= 1000; ++i) queue.push_or_wait(i);
    queue.close();
  });
  int expected = 1;
  while (const auto value = queue.pop_or_wait()) REQUIRE(*value == expected++);
  CHECK(expected == 1001);
  CHECK_FALSE(queue.push_or_wait(1));
}

TEST_CASE("bounded_queue_drops_when_full") {
  BoundedQueue<int> queue(2);
  CHECK(queue.push_or_drop(1));
  CHECK(queue.push_or_drop(2));
  CHECK_FALSE(queue.push_or_drop(3));
  CHECK(queue.try_pop() == 1);
  CHECK(queue.try_pop() == 2);
  CHECK_FALSE(queue.try_pop().has_value());
}

TEST_CASE("warnings_reach_stderr_and_notes_do_not") {
  const auto path = std::filesystem::temp_directory_path() / ("lv-log-" + std::to_string(getpid()));
  const int kept = dup(STDERR_FILENO);
  const int file = open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
  dup2(file, STDERR_FILENO);
  log::info("test", "a note");
  log::warning("test", "a warning");
  dup2(kept, STDERR_FILENO);
  close(kept);
  close(file);
  std::ostringstream said;
  said << std::ifstream(path).rdbuf();
  std::filesystem::remove(path);
  CHECK(said.str() == "warning test: a warning\n");
}
