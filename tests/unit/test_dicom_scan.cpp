// Folders and archives as people have them: odd names, links, loops, locked folders, files that
// vanish; progress, cancelling and first results while reading goes on.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <stop_token>

#include "engine/dicom/load.h"
#include "engine/dicom/scan.h"
#include "engine/dicom/writer.h"
#include "tests/support/archives.h"
#include "tests/support/usage.h"

using namespace lv;
using namespace lv::test;
namespace fs = std::filesystem;

namespace {

MatrixPtr read(const fs::path& path) {
  auto matrix = scan({path});
  REQUIRE(matrix.ok());
  return *matrix;
}

const LeftOut* left_out(const Matrix& matrix, const std::string& what) {
  const auto found =
      std::ranges::find_if(matrix.left_out, [&](const LeftOut& l) { return l.what == what; });
  return found == matrix.left_out.end() ? nullptr : &*found;
}

void write_zip(const fs::path& path, const std::vector<ArchivedFile>& members) {
  write_file(path, archive_of(members, "zip"));
}

ByteList slice_number(int i) {
  SmallSlice slice;
  slice.sop += "." + std::to_string(i);
  slice.instance = i + 1;
  slice.z_mm = 5.0 * i;
  return small_slice(slice);
}

std::vector<ArchivedFile> zipped_series(int count) {
  std::vector<ArchivedFile> members;
  for (int i = 0; i < count; ++i)
    members.push_back({"DICOM/" + std::to_string(i), slice_number(i)});
  return members;
}

}  // namespace

TEST_CASE("a folder of slices becomes one row that loads") {
  const TemporaryFolder folder;
  write_series(folder.path() / "DICOM", 6);
  const MatrixPtr m = read(folder.path());
  REQUIRE(m->rows.size() == 1);
  CHECK(m->rows[0].name == "Brain · T2 · axial");
  const auto volume = load_volume(m->series[0]);
  REQUIRE(volume.ok());
  CHECK(volume->geometry.size == ivec3(4, 4, 6));
  // Pixel i of every slice holds 100 i.
  CHECK(volume->value(volume->sample(3, 2, 5)) == 1100);
  CHECK(volume->geometry.scan_from_voxel({1, 2, 5}) == dvec3(1, 2, 25));
}

TEST_CASE("long names, names that are no UTF-8 and no extension make no difference") {
  const TemporaryFolder folder;
  write_file(folder.path() / std::string(250, 'x') / std::string(250, 'y') / "a", slice_number(0));
  write_file(folder.path() / "\xFF\xFE\xE4.IMA", slice_number(1));
  write_file(folder.path() / "spaces and 'quotes'" / "b.dcm.txt", slice_number(2));
  const MatrixPtr m = read(folder.path());
  REQUIRE(m->rows.size() == 1);
  CHECK(m->counts.used == 3);
}

TEST_CASE("links and loops of links are not followed, and are counted") {
  const TemporaryFolder folder;
  write_series(folder.path() / "a", 3);
  fs::create_directory_symlink(folder.path(), folder.path() / "a" / "loop");
  fs::create_symlink("/etc/passwd", folder.path() / "outside");
  const MatrixPtr m = read(folder.path());
  CHECK(m->counts.used == 3);
  REQUIRE(left_out(*m, "link") != nullptr);
  CHECK(left_out(*m, "link")->files == 2);
}

TEST_CASE("a path given twice, or inside another, counts once") {
  const TemporaryFolder folder;
  write_series(folder.path() / "a", 3);
  const auto m = scan({folder.path(), folder.path() / "a", folder.path() / "a" / "IM0"});
  REQUIRE(m.ok());
  CHECK((*m)->counts.pictures == 3);
}

TEST_CASE("folders can be added one by one, and again, and matrices differ by corrections alone") {
  const TemporaryFolder folder;
  SmallSlice other;
  other.study = "9.9";
  other.series = "9.9.1";
  other.sop = "9.9.1.1";
  other.date = "20190101";
  write_series(folder.path() / "a", 3);
  write_series(folder.path() / "b", 4, other);
  ScanIndex index;
  REQUIRE(index.add({folder.path() / "a"}).ok());
  CHECK(index.matrix()->rows[0].cells.size() == 1);
  REQUIRE(index.add({folder.path()}).ok());
  const MatrixPtr both = index.matrix();
  CHECK(both->rows[0].cells.size() == 2);
  CHECK(both->counts.pictures == 7);  // none twice
  Corrections apart;
  apart.placements.push_back({{"9.9.1", 1}, std::nullopt});
  CHECK(index.matrix(apart)->rows.size() == 2);
}

TEST_CASE("what is not there is an error that names it, what is empty is not") {
  const TemporaryFolder folder;
  const auto missing = scan({folder.path() / "nowhere"});
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().code == ErrorCode::not_found);
  CHECK(missing.error().where.ends_with("nowhere"));
  const MatrixPtr empty = read(folder.path());
  CHECK(empty->rows.empty());
  CHECK(empty->start_row == -1);
}

TEST_CASE("folders and files that may not be opened are left out with the reason") {
  const TemporaryFolder folder;
  write_series(folder.path() / "a", 3);
  fs::create_directory(folder.path() / "locked");
  fs::permissions(folder.path(), static_cast<fs::perms>(0755));
  fs::permissions(folder.path() / "locked", fs::perms::none);
  fs::permissions(folder.path() / "a" / "IM1", fs::perms::none);
  const uid_t user = geteuid();
  if (user == 0) REQUIRE(seteuid(65534) == 0);  // root may open everything
  const auto m = scan({folder.path()});
  if (user == 0) REQUIRE(seteuid(0) == 0);
  REQUIRE_MESSAGE(m.ok(), m.error().text());
  CHECK(left_out(**m, "folder")->reason == "it cannot be opened; may you read it?");
  CHECK(left_out(**m, "file")->reason == "it cannot be opened; may you read it?");
  CHECK((*m)->counts.unreadable == 1);
}

TEST_CASE("a file that vanishes or changes after indexing costs its slice alone") {
  const TemporaryFolder folder;
  write_series(folder.path(), 4);
  const MatrixPtr m = read(folder.path());
  fs::remove(folder.path() / "IM2");
  const auto gone = load_volume(m->series[0]);
  REQUIRE(gone.ok());
  CHECK(gone->geometry.size == ivec3(4, 4, 3));
  // Slices at 0, 5 and 15 mm.
  CHECK(gone->geometry.scan_from_voxel({0, 0, gone->geometry.coordinate_of_slice(2)}).z == 15);
  CHECK(gone->lost_slices == std::vector<int>{2});
  REQUIRE(gone->findings.size() == 1);
  CHECK(gone->findings[0].starts_with("1 of 4 slices is left out: slice 3 of 4 cannot be shown: "));
  CHECK(load_thumbnail(m->series[0]).ok());
  ByteList other = slice_number(2);
  other[other.size() - 200] = 'x';
  other.resize(other.size() - 20);
  write_file(folder.path() / "IM2", other);
  CHECK(load_volume(m->series[0])->lost_slices == std::vector<int>{2});
  for (const char* name : {"IM0", "IM1", "IM2", "IM3"}) fs::remove(folder.path() / name);
  const auto nothing = load_volume(m->series[0]);
  REQUIRE_FALSE(nothing.ok());
  CHECK(nothing.error().what.starts_with("slice 1 of 4 cannot be shown: "));
}

TEST_CASE("a series in a ZIP archive is read and loaded like one in a folder") {
  const TemporaryFolder folder;
  write_zip(folder.path() / "portal.zip", zipped_series(5));
  const MatrixPtr m = read(folder.path());
  REQUIRE(m->rows.size() == 1);
  CHECK(m->counts.used == 5);
  const auto volume = load_volume(m->series[0]);
  REQUIRE(volume.ok());
  CHECK(volume->value(volume->sample(3, 2, 4)) == 1100);
  CHECK(load_thumbnail(m->series[0]).ok());
}

TEST_CASE("archive members cannot lead out, and links and locks are left out") {
  const TemporaryFolder folder;
  auto members = zipped_series(3);
  members[0].name = "../../../escaped";
  members[1].name = "/tmp/absolute";
  members.push_back({"link", ByteList{'/', 'e', 't', 'c'}, true});
  members.push_back({"inner.zip", ByteList{'P', 'K', 3, 4, 0, 0}});
  members.push_back({"locked.zip", archive_of({{"locked", slice_number(3)}}, "zip", "",
                                              "zip:encryption=aes256")});
  write_zip(folder.path() / "x.zip", members);
  const MatrixPtr m = read(folder.path());
  CHECK(m->counts.used == 3);
  CHECK_FALSE(fs::exists(folder.path() / "../../../escaped"));
  CHECK_FALSE(fs::exists("/tmp/absolute"));
  CHECK(left_out(*m, "link in an archive") != nullptr);
  CHECK(left_out(*m, "ZIP archive")->reason == "the ZIP archive is damaged and cannot be opened");
  REQUIRE(left_out(*m, "file in an archive") != nullptr);
  CHECK(left_out(*m, "file in an archive")->reason ==
        "it is locked with a password; unpack it first");
}

TEST_CASE("archives that unpack to absurd sizes are refused without unpacking") {
  const TemporaryFolder folder;
  write_zip(folder.path() / "bomb.zip", {{"zeros", ByteList(200'000'000, 0)}});
  REQUIRE(fs::file_size(folder.path() / "bomb.zip") < 1'000'000);
  const MatrixPtr m = read(folder.path());
  REQUIRE(left_out(*m, "ZIP archive") != nullptr);
  CHECK(left_out(*m, "ZIP archive")->reason.starts_with("it claims to unpack to an absurd size"));
  CHECK(left_out(*m, "ZIP archive")->unreadable);
}

TEST_CASE("a damaged archive is left out with a reason") {
  const TemporaryFolder folder;
  write_zip(folder.path() / "x.zip", zipped_series(3));
  fs::resize_file(folder.path() / "x.zip", fs::file_size(folder.path() / "x.zip") / 2);
  const MatrixPtr m = read(folder.path());
  CHECK(left_out(*m, "ZIP archive")->reason == "the ZIP archive is damaged and cannot be opened");
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they hold much of their own
TEST_CASE("a series takes little more memory while it is read than when it is there") {
  constexpr int side = 512, count = 64;
  const TemporaryFolder folder;
  MrStudy study;
  study.study_uid = "1.2";
  study.date = "20150304";
  MrSeries series;
  series.series_uid = "1.3";
  series.description = "Ax T2";
  MrSlice slice{"", 0, side, side, dvec3(0), {1, 0, 0}, {0, 1, 0}, 0.5, 0.5};
  std::vector<std::uint16_t> pixels(std::size_t{side} * side);
  for (int i = 0; i < count; ++i) {
    std::ranges::fill(pixels, static_cast<std::uint16_t>(20 * i));
    slice.instance_uid = "1.2.3." + std::to_string(i);
    slice.number = i + 1;
    slice.position.z = i;
    const fs::path path = folder.path() / std::to_string(i);
    REQUIRE(write_mr_slice(path, study, series, slice, pixels).ok());
  }
  const MatrixPtr m = read(folder.path());
  REQUIRE(load_thumbnail(m->series[0]).ok());     // DCMTK's tables are there
  std::ofstream("/proc/self/clear_refs") << "5";  // what has been held at most counts from here
  const double before = memory_kb("VmRSS");
  const auto volume = load_volume(m->series[0]);
  REQUIRE(volume.ok());
  CHECK(volume->value(volume->sample(9, 9, 40)) == 800);
  const double bytes_of_a_voxel =
      1024 * (memory_kb("VmHWM") - before) / (double{side} * side * count);
  CHECK(bytes_of_a_voxel < 3.2);  // 2, and what two or more threads decode; once: 6
}
#endif

TEST_CASE("stopping ends the scan at once, and loading too") {
  const TemporaryFolder folder;
  write_series(folder.path(), 300);
  std::stop_source stop;
  Progress progress;
  progress.stop = stop.get_token();
  std::atomic<int> calls{0};
  progress.report = [&](double, std::string_view) {
    ++calls;
    stop.request_stop();
  };
  const auto stopped = scan({folder.path()}, {}, progress);
  REQUIRE_FALSE(stopped.ok());
  CHECK(stopped.error().code == ErrorCode::cancelled);
  CHECK(calls == 1);
  const auto load = load_volume(read(folder.path())->series[0], progress);
  CHECK(load.error().code == ErrorCode::cancelled);
}

TEST_CASE("a pipe or a device is refused, not read for ever") {
  const TemporaryFolder folder;
  const fs::path pipe = folder.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(scan({pipe}).error().code == ErrorCode::unsupported);
  CHECK(scan({"/dev/zero"}).error().code == ErrorCode::unsupported);
  CHECK(read(folder.path())->counts.pictures == 0);
}

TEST_CASE("progress is told at most ten times a second, and at its end") {
  const TemporaryFolder folder;
  write_series(folder.path(), 4000);
  int calls = 0;
  Progress progress;
  progress.report = [&](double, std::string_view) { ++calls; };
  const auto begin = std::chrono::steady_clock::now();
  REQUIRE(scan({folder.path()}, {}, progress).ok());
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  CHECK(calls <= 2 + 10 * elapsed.count());  // the first and the last besides
}

TEST_CASE("pixels that are asked where headers are silent do not delay stopping") {
  const TemporaryFolder folder;
  SmallSlice silent;
  silent.description = "series 1";
  write_series(folder.path(), 300, silent);
  std::stop_source stop;
  Progress progress;
  progress.stop = stop.get_token();
  progress.report = [&](double fraction, std::string_view) {
    if (fraction == 1.0) stop.request_stop();  // all headers are read
  };
  CHECK(scan({folder.path()}, {}, progress).error().code == ErrorCode::cancelled);
}

TEST_CASE("progress rises to one") {
  const TemporaryFolder folder;
  write_series(folder.path(), 20);
  std::vector<double> fractions;
  Progress progress;
  progress.report = [&](double fraction, std::string_view) { fractions.push_back(fraction); };
  REQUIRE(scan({folder.path()}, {}, progress).ok());
  CHECK(std::ranges::is_sorted(fractions));
  CHECK(fractions.back() == 1.0);
}

TEST_CASE("a thumbnail is the middle slice, hung the radiological way, in square pixels") {
  const TemporaryFolder folder;
  write_series(folder.path(), 5);
  const auto picture = load_thumbnail(read(folder.path())->series[0], 4);
  REQUIRE(picture.ok());
  CHECK(picture->width == 4);
  CHECK(picture->height == 4);
  CHECK(picture->grey.front() == 0);  // the ramp begins at the patient's right and front
  CHECK(picture->grey.back() == 255);
  CHECK(std::ranges::is_sorted(picture->grey));
}
