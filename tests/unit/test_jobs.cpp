// Work in the background that can be stopped, and that says why it failed.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <set>
#include <thread>

#include "app/jobs/jobs.h"
#include "engine/core/parallel.h"
#include "tests/support/dicom_bytes.h"

using namespace lv;
using lv::test::TemporaryFolder;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

/// The system's folder for caches is another one for as long as this lives.
class CacheFolder {
 public:
  explicit CacheFolder(const fs::path& path) {
    if (const char* was = std::getenv("XDG_CACHE_HOME"); was != nullptr) was_ = was;
    setenv("XDG_CACHE_HOME", path.c_str(), 1);
  }
  ~CacheFolder() {
    if (was_.empty()) {
      unsetenv("XDG_CACHE_HOME");
    } else {
      setenv("XDG_CACHE_HOME", was_.c_str(), 1);
    }
  }

 private:
  std::string was_;
};

}  // namespace

TEST_CASE("a_demo_that_is_stopped_leaves_nothing") {
  const TemporaryFolder folder;
  const CacheFolder cache(folder.path());
  {
    DemoJob job;
    while (job.progress().fraction() == 0) std::this_thread::sleep_for(1ms);
    CHECK(job.progress().phrase() == "writing the demo patient");
    CHECK_FALSE(job.take().has_value());
  }
  CHECK(fs::is_empty(folder.path() / "longview"));
}

TEST_CASE("a_demo_that_cannot_be_written_says_why") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "no folder";
  const CacheFolder cache(folder.path() / "file");
  DemoJob job;
  auto made = job.take();
  while (!made) {
    std::this_thread::sleep_for(1ms);
    made = job.take();
  }
  REQUIRE_FALSE(made->ok());
  CHECK(made->error().code == ErrorCode::unwritable);
}

TEST_CASE(
    "the_date_that_frames_the_body_is_read_first_then_the_one_that_is_seen_and_its_neighbours") {
  const TemporaryFolder folder;
  std::vector<int> series;
  for (int i = 0; i < 4; ++i) {
    lv::test::SmallSlice slice;
    slice.series += "." + std::to_string(i);
    slice.sop = slice.series;
    lv::test::write_series(folder.path() / std::to_string(i), 2, slice);
    series.push_back(i);
  }
  const MatrixPtr matrix = scan({folder.path()}).value();
  REQUIRE(matrix->series.size() == 4);
  LoadJob job(matrix, series, 0, 2);
  std::vector<std::size_t> order;
  while (order.size() < 4) {
    while (const auto loaded = job.take()) {
      CHECK(loaded->volume.ok());
      order.push_back(loaded->date);
    }
    std::this_thread::sleep_for(1ms);
  }
  CHECK(order == std::vector<std::size_t>{0, 2, 1, 3});
}

TEST_CASE("a_scan_that_is_ended_waits_for_nobody_to_take_what_it_found") {
  const TemporaryFolder folder;
  lv::test::write_series(folder.path(), 3);
  const auto begun = std::chrono::steady_clock::now();
  { const ScanJob job(std::make_shared<ScanIndex>(), {folder.path()}, {}); }
  CHECK(std::chrono::steady_clock::now() - begun < 5s);
}

TEST_CASE("a_scan_of_nothing_says_why") {
  ScanJob job(std::make_shared<ScanIndex>(), {"/no/such/folder"}, {});
  auto update = job.take();
  for (; !update; update = job.take()) std::this_thread::sleep_for(1ms);
  CHECK(update->done);
  CHECK(update->matrix == nullptr);
  CHECK(update->error.code == ErrorCode::not_found);
}

TEST_CASE("thumbnails_come_in_the_order_they_were_asked_for") {
  const TemporaryFolder folder;
  for (int i = 0; i < 3; ++i) {
    lv::test::SmallSlice slice;
    slice.series += "." + std::to_string(i);
    slice.sop = slice.series;
    lv::test::write_series(folder.path() / std::to_string(i), 2, slice);
  }
  const MatrixPtr matrix = scan({folder.path()}).value();
  ThumbnailJob job;
  for (const int series : {2, 0, 1}) REQUIRE(job.ask(matrix, series));
  for (const std::size_t series : {2, 0, 1}) {
    auto made = job.take();
    for (; !made; made = job.take()) std::this_thread::sleep_for(1ms);
    CHECK(made->key == matrix->series[series].key);
    CHECK(made->thumbnail.width > 0);
  }
}

TEST_CASE("a_scan_that_is_left_looks_at_no_more_pixels") {
  const TemporaryFolder folder;
  const auto index = std::make_shared<ScanIndex>();
  std::vector<fs::path> files;
  for (const char* series : {"1", "2"}) {
    lv::test::SmallSlice slice;
    slice.description = "Ax";  // T1 or T2? the pixels are asked
    slice.series = slice.sop = std::string("1.2.3.") + series;
    lv::test::write_series(folder.path() / series, 3, slice);
    for (const auto& file : fs::directory_iterator(folder.path() / series)) files.push_back(file);
  }
  REQUIRE(index->add({folder.path()}).ok());
  // Pipes in their place: who opens one is held until it is opened for writing, too.
  for (const fs::path& file : files) {
    fs::remove(file);
    REQUIRE(mkfifo(file.c_str(), 0600) == 0);
  }
  set_thread_count(1);  // several would hold a file each
  auto job = std::make_unique<ScanJob>(index, std::vector<fs::path>{}, Corrections{});
  std::this_thread::sleep_for(200ms);  // so that the job has opened the first
  std::atomic<bool> gone = false;
  const std::jthread leave([&] {
    job.reset();
    gone = true;
  });
  std::this_thread::sleep_for(200ms);  // so that it has been told to stop
  std::set<fs::path> opened;
  while (!gone) {
    for (const fs::path& file : files) {
      const int pipe = open(file.c_str(), O_WRONLY | O_NONBLOCK);  // fails where nobody waits
      if (pipe < 0) continue;
      opened.insert(file);  // a slow machine may still read it when it is met again
      std::this_thread::sleep_for(20ms);
      close(pipe);
    }
    std::this_thread::sleep_for(1ms);
  }
  CHECK(opened.size() <= 1);
  set_thread_count(0);
}
