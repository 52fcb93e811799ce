// Work in the background that can be stopped, and that says why it failed.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "app/jobs/jobs.h"
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
