// What a killed run leaves, names that no file can have, and how work that throws ends.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <new>
#include <system_error>

#include "engine/core/caught.h"
#include "engine/core/output.h"
#include "engine/core/text_file.h"

using namespace lv;
namespace fs = std::filesystem;

namespace {

struct OutputFolder {
  fs::path path;
  OutputFolder() {
    std::string name = (fs::temp_directory_path() / "lv-output-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~OutputFolder() { fs::remove_all(path); }
  std::ptrdiff_t entries() const {
    return std::distance(fs::directory_iterator(path), fs::directory_iterator());
  }
};

std::string refusal(const fs::path& path) {
  const auto output = PendingOutput::file(path);
  return output ? "" : output.error().text();
}

/// Does it in another process, which then ends without a chance to clear up.
template <class Work>
void in_a_killed_process(const Work& work) {
  const pid_t child = fork();
  if (child == 0) {
    work();
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

}  // namespace

TEST_CASE("what_a_killed_run_left_is_known_by_its_name_and_cleared_by_the_next_run") {
  const OutputFolder folder;
  in_a_killed_process([&] {
    const auto file = PendingOutput::file(folder.path / "film.mp4");
    const auto set = PendingOutput::folder(folder.path / "set");
    std::ofstream(set->path() / "1.png") << "half";
    std::ofstream(file->path()) << "half";
    kill(getpid(), SIGKILL);
  });
  CHECK(folder.entries() == 2);
  for (const auto& entry : fs::directory_iterator(folder.path)) {
    CHECK(is_unfinished_name(entry.path().filename().native()));
  }
  // The same process clears a folder once: so this is the next run.
  in_a_killed_process([&] {
    const auto next = write_text_file(folder.path / "other.txt", "whole");
    kill(getpid(), SIGKILL);
  });
  CHECK(folder.entries() == 1);
  CHECK(is_unfinished_name(".part-4711-film.mp4"));  // of an earlier version
  CHECK_FALSE(is_unfinished_name(".part-two-film.mp4"));
  CHECK_FALSE(is_unfinished_name("part-4711-film.mp4"));
}

TEST_CASE("what_another_run_is_writing_stays") {
  const OutputFolder folder;
  const auto writing = PendingOutput::file(folder.path / "film.mp4");
  REQUIRE(writing.ok());
  in_a_killed_process([&] {
    static_cast<void>(write_text_file(folder.path / "sub/../other.txt", "whole"));
    kill(getpid(), SIGKILL);
  });
  CHECK(fs::exists(writing->path()));
}

TEST_CASE("names_that_cannot_be_written_are_refused_before_the_work_and_as_they_were_typed") {
  const OutputFolder folder;
  CHECK(refusal(folder.path / "film.mp4/") ==
        "film.mp4: cannot be written: a slash at the end is for folders, and this is a file");
  CHECK(refusal(folder.path / (std::string(252, 'x') + ".mp4")).ends_with("its name is too long"));
  CHECK(refusal(folder.path / (std::string(236, 'x') + ".mp4")).empty());  // 240 bytes can be
  CHECK(refusal(folder.path / std::string("a\0b.mp4", 7)) ==
        "a b.mp4: cannot be written: no name can hold the character NUL");
  CHECK(refusal("/proc/film.mp4") == "film.mp4: cannot be written: its folder does not allow it");
  CHECK(refusal("").ends_with("the name is empty"));
  REQUIRE(mkfifo((folder.path / "pipe.mp4").c_str(), 0600) == 0);
  CHECK(refusal(folder.path / "pipe.mp4").ends_with("what is there is no file, and stays"));
  CHECK(folder.entries() == 1);
}

TEST_CASE("an_output_that_is_read_as_well_is_refused_under_any_name") {
  const OutputFolder folder;
  const fs::path input = folder.path / "scan.nii";
  std::ofstream(input) << "scan";
  fs::create_hard_link(input, folder.path / "again.nii");
  fs::create_symlink(input, folder.path / "link.nii");
  const std::array inputs{input};
  for (const char* name : {"scan.nii", "./scan.nii", "again.nii", "link.nii"}) {
    CHECK_FALSE(check_not_an_input(folder.path / name, inputs).ok());
  }
  CHECK(check_not_an_input(folder.path / "other.nii", inputs).ok());
}

TEST_CASE("what_libraries_throw_becomes_a_sentence") {
  const auto sentence = [](const auto& work) { return guarded(work).error().text(); };
  CHECK(sentence([]() -> Result<void> {
          throw std::bad_alloc();
        }).starts_with("there is not enough memory"));
  CHECK(sentence([]() -> Result<void> {
          throw std::system_error(EAGAIN, std::generic_category());
        }).find("no more threads") != std::string::npos);
  CHECK(sentence([]() -> Result<void> {
          static_cast<void>(fs::file_size("/nowhere/Jane/scan.nii"));
          return {};
        }) == "scan.nii: a file or folder cannot be used: No such file or directory");
  CHECK(sentence([]() -> Result<void> { throw 7; }).find("a mistake of its own") !=
        std::string::npos);
  CHECK(guarded([]() -> Result<void> { return {}; }).ok());
}

TEST_CASE("a_text_file_that_never_ends_is_refused") {
  CHECK(read_text_file("/dev/null", 10)->empty());
  CHECK_FALSE(read_text_file("/dev/zero", 1 << 20).ok());
  CHECK(read_text_file("/nowhere/a", 10).error().code == ErrorCode::not_found);
}
