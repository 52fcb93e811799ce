// Films are judged by ffprobe and by decoding them with ffmpeg, never by our own encoder.
#include <doctest/doctest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/core/output.h"
#include "engine/video/libav_module.h"
#include "engine/video/palette.h"
#include "engine/video/png.h"
#include "engine/video/recorder.h"

using namespace lv;
using Pictures = FilmEncoder::Pictures;
namespace fs = std::filesystem;

namespace {

int disk_answers = 0;  // not 0: every wait for the disk fails, with this number

}  // namespace

// Takes the place of the C library's, so that a disk can fail when a test wants it to.
extern "C" int fsync(int file) {
  if (disk_answers == 0) return static_cast<int>(syscall(SYS_fsync, file));
  errno = disk_answers;
  return -1;
}

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("longview-video-" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), {}));
  }
};

std::string text_in(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> part;
  while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe))
    text.append(part.data(), got);
  pclose(pipe);
  return text;
}

/// Left half red, right half grey that rises with the frame number.
std::vector<std::uint8_t> picture(int width, int height, int frame) {
  std::vector<std::uint8_t> rgba;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto grey = static_cast<std::uint8_t>(10 * frame);
      const bool left = x < width / 2;
      rgba.insert(rgba.end(), {left ? std::uint8_t{200} : grey, left ? std::uint8_t{30} : grey,
                               left ? std::uint8_t{40} : grey, 255});
    }
  }
  return rgba;
}

void make_film(const fs::path& path, int width, int height, int frames, bool colour = false) {
  const auto kind = film_kind(path);
  REQUIRE(kind.ok());
  FilmFormat format = (*kind)->format(width, height);
  format.colour = colour;
  auto encoder = open_encoder(path, format);
  REQUIRE_MESSAGE(encoder.ok(), (encoder.ok() ? "" : encoder.error().text()));
  Recorder recorder(std::move(encoder).value());
  width = format.width_px;
  height = format.height_px;
  for (int f = 0; f < frames; ++f) CHECK(recorder.push({width, height, picture(width, height, f)}));
  const auto finished = recorder.finish();
  CHECK_MESSAGE(finished.ok(), finished.error().text());
}

std::string probe(const fs::path& path, const std::string& entries) {
  return output_of("ffprobe -v error -count_frames -select_streams v -show_entries stream=" +
                   entries + " -of csv=p=0 " + path.string());
}

/// R, G, B in the middle of the left or right half of one frame, decoded by ffmpeg.
std::array<int, 3> decoded(const fs::path& path, int frame, bool left) {
  const std::string crop = left ? "crop=2:2:iw/4:ih/2" : "crop=2:2:3*iw/4:ih/2";
  const std::string raw = output_of(
      "ffmpeg -v error -i " + path.string() + " -vf \"select=eq(n\\," + std::to_string(frame) +
      ")," + crop + ",scale=out_color_matrix=bt709,format=rgb24\" -frames:v 1 -f rawvideo -");
  REQUIRE(raw.size() == 12);
  const auto at = [&](std::size_t i) {
    return static_cast<int>(static_cast<unsigned char>(raw[i]));
  };
  return {at(0), at(1), at(2)};
}

}  // namespace

TEST_CASE("mp4_is_h264_yuv420p_bt709_of_even_size_with_the_index_in_front") {
  const Folder folder;
  const fs::path film = folder.path / "film.mp4";
  make_film(film, 161, 121, 20);
  CHECK(probe(film, "codec_name,pix_fmt,width,height,r_frame_rate,color_space,nb_read_frames") ==
        "h264,160,120,yuv420p,bt709,30/1,20\n");
  const std::string bytes = text_in(film);
  CHECK(bytes.find("moov") < bytes.find("mdat"));
  CHECK(folder.entries() == 1);
}

TEST_CASE("a_frame_that_stays_takes_its_time_in_the_film") {
  const Folder folder;
  for (const char* name : {"film.mp4", "film.webm", "film.gif"}) {
    const fs::path film = folder.path / name;
    const FilmFormat format = (*film_kind(film))->format(64, 48);
    auto encoder = open_encoder(film, format);
    REQUIRE(encoder.ok());
    Recorder recorder(std::move(encoder).value());
    for (const int f : {0, 1, 2, 3}) {
      const auto rgba = picture(64, 48, f);
      CHECK(recorder.push({64, 48, rgba, f == 0 ? 0 : 2 * f + 2}));
    }
    REQUIRE(recorder.finish());
    std::istringstream times(
        output_of("ffprobe -v error -select_streams v -show_entries frame=pts_time -of csv=p=0 " +
                  film.string()));
    for (const int frame : {0, 5, 12, 21}) {
      double pts_s = -1;
      times >> pts_s;
      CHECK(pts_s ==
            doctest::Approx(frame / static_cast<double>(format.frames_per_s)).epsilon(0.002));
      times.ignore(100, '\n');
    }
  }
}

TEST_CASE("colours_survive_the_film_within_four_levels") {
  // 4:2:0, limited range (1.16 levels a step) and crf 17 leave about two levels in flat areas.
  const Folder folder;
  for (const char* name : {"film.mp4", "film.webm"}) {
    make_film(folder.path / name, 128, 96, 16);
    const auto red = decoded(folder.path / name, 10, true);
    const auto grey = decoded(folder.path / name, 10, false);
    const std::array<int, 3> expected{200, 30, 40};
    for (std::size_t c = 0; c < 3; ++c) {
      CHECK(std::abs(red[c] - expected[c]) <= 4);
      CHECK(std::abs(grey[c] - 100) <= 4);
    }
  }
}

TEST_CASE("gif_has_25_frames_a_second_and_exact_greys") {
  const Folder folder;
  make_film(folder.path / "film.gif", 60, 40, 10);
  CHECK(probe(folder.path / "film.gif", "codec_name,r_frame_rate,nb_read_frames") ==
        "gif,25/1,10\n");
  CHECK(decoded(folder.path / "film.gif", 7, false) == std::array<int, 3>{70, 70, 70});
}

TEST_CASE("a_gif_in_colour_holds_pictures_of_up_to_256_colours_exactly") {
  // Red and a grey of its own in each frame: two colours, at most one to a bin of 5 bits.
  const Folder folder;
  make_film(folder.path / "film.gif", 61, 40, 10, true);
  CHECK(probe(folder.path / "film.gif", "codec_name,r_frame_rate,nb_read_frames") ==
        "gif,25/1,10\n");
  for (const int frame : {0, 7}) {
    CHECK(decoded(folder.path / "film.gif", frame, true) == std::array<int, 3>{200, 30, 40});
    CHECK(decoded(folder.path / "film.gif", frame, false) ==
          std::array<int, 3>{10 * frame, 10 * frame, 10 * frame});
  }
}

TEST_CASE("a_palette_keeps_frequent_colours_exactly_and_rare_ones_nearly") {
  // 300 colours in different bins, the first 200 seen often: those are exact.
  std::vector<std::uint8_t> rgba;
  const auto put = [&](int n) {
    rgba.insert(rgba.end(), {static_cast<std::uint8_t>(8 * (n % 20) + 3),
                             static_cast<std::uint8_t>(8 * (n / 20) + 5), 77, 255});
  };
  for (int repeat = 0; repeat < 3; ++repeat) {
    for (int n = 0; n < 200; ++n) put(n);
  }
  for (int n = 200; n < 300; ++n) put(n);
  const PalettedPicture picture = paletted({100, 7, rgba});
  REQUIRE(picture.indices.size() == 700);
  for (std::size_t i = 0; i < 700; ++i) {
    const std::uint32_t argb = picture.argb[picture.indices[i]];
    CHECK((argb & 0xFF000000U) == 0xFF000000U);
    for (std::size_t c = 0; c < 3; ++c) {
      const int error = std::abs(int(argb >> (16 - 8 * c) & 255U) - int(rgba[4 * i + c]));
      CHECK(error <= (i < 600 ? 0 : 40));  // 44 have no place: at most 5 bins from one that has
    }
  }
}

TEST_CASE("png_sequence_is_exact") {
  const Folder folder;
  make_film(folder.path / "frames", 31, 17, 3);
  CHECK(decoded(folder.path / "frames" / "frame-00003.png", 0, true) ==
        std::array<int, 3>{200, 30, 40});
  CHECK(decoded(folder.path / "frames" / "frame-00003.png", 0, false) ==
        std::array<int, 3>{20, 20, 20});
}

TEST_CASE("an_abandoned_film_leaves_nothing") {
  const Folder folder;
  for (const char* name : {"film.mp4", "film.gif", "frames"}) {
    auto encoder = open_encoder(folder.path / name, {64, 64, 30});
    REQUIRE(encoder.ok());
    REQUIRE((*encoder)->push({64, 64, picture(64, 64, 1)}).ok());
  }
  CHECK(folder.entries() == 0);
}

TEST_CASE("an_abandoned_recording_ends_and_leaves_nothing") {
  const Folder folder;
  {
    auto encoder = open_encoder(folder.path / "film.mp4", {64, 64, 30});
    REQUIRE(encoder.ok());
    Recorder recorder(std::move(encoder).value());
    recorder.push({64, 64, picture(64, 64, 1)});
  }
  CHECK(folder.entries() == 0);
}

TEST_CASE("a_film_that_cannot_be_written_is_refused_in_words") {
  const auto encoder = open_encoder("/nowhere/film.mp4", {64, 64, 30});
  REQUIRE_FALSE(encoder.ok());
  CHECK(encoder.error().text() == "film.mp4: cannot be written: its folder does not exist");
  CHECK(open_encoder("film.avi", {64, 64, 30}).error().code == ErrorCode::usage);
}

TEST_CASE("an_option_that_the_encoder_or_the_format_does_not_know_is_an_error") {
  const Folder folder;
  const fs::path film = folder.path / "film.mp4";
  FilmKind kind = **film_kind(film);
  REQUIRE(open_film(film, kind, kind.format(64, 64)).ok());
  const std::array mistaken{FilmEncoder{"libx264", "preset=fast:cfr=17", Pictures::three_planes}};
  kind.encoders = mistaken;
  const auto encoder = open_film(film, kind, kind.format(64, 64));
  REQUIRE_FALSE(encoder.ok());
  CHECK(encoder.error().text() == "film.mp4: FFmpeg cannot write the film: Option not found");
  kind.encoders = (*film_kind(film))->encoders;
  kind.muxer_options = "movflag=faststart";
  CHECK_FALSE(open_film(film, kind, kind.format(64, 64)).ok());
}

TEST_CASE("the_next_encoder_is_taken_where_one_is_missing_or_cannot_be_opened_and_that_is_said") {
  const Folder folder;
  const fs::path film = folder.path / "film.mp4";
  FilmKind kind = **film_kind(film);
  // A card that encodes live films only; one that FFmpeg lacks; an option that there is not; then
  // VP9.
  const std::array encoders{
      FilmEncoder{"libx264", "", Pictures::three_planes, true, "live"},
      FilmEncoder{"h264_of_nobody", "", Pictures::three_planes, false, "nobody's"},
      FilmEncoder{"libx264", "crf=17:of_nobody=1", Pictures::three_planes, false, "no such option"},
      FilmEncoder{"h264_vaapi", "", Pictures::on_vaapi_card, false, "no such card"},
      FilmEncoder{"libvpx-vp9", "cpu-used=8", Pictures::three_planes, false, "in VP9"}};
  kind.encoders = encoders;
  FilmFormat format = kind.format(64, 64);
  setenv("LIBVA_DRIVER_NAME", "none", 1);
  for (const bool live : {false, true}) {
    format.live = live;
    auto encoder = open_film(film, kind, format);
    REQUIRE_MESSAGE(encoder.ok(), (encoder.ok() ? "" : encoder.error().text()));
    CHECK((*encoder)->remark() == (live ? "live" : "in VP9"));
    CHECK((*encoder)->push({64, 64, picture(64, 64, 1)}).ok());
    REQUIRE((*encoder)->finish().ok());
    CHECK(probe(film, "codec_name") == (live ? "h264\n" : "vp9\n"));
  }
}

TEST_CASE("pictures_in_two_planes_have_the_same_colours") {
  const Folder folder;
  FilmKind kind = **film_kind("film.mp4");
  const std::array encoders{FilmEncoder{"libx264", "crf=1", Pictures::two_planes}};
  kind.encoders = encoders;
  const fs::path film = folder.path / "film.mp4";
  {
    auto encoder = open_film(film, kind, kind.format(64, 64));
    REQUIRE_MESSAGE(encoder.ok(), (encoder.ok() ? "" : encoder.error().text()));
    CHECK((*encoder)->push({64, 64, picture(64, 64, 5)}).ok());
    REQUIRE((*encoder)->finish().ok());
  }
  const auto left = decoded(film, 0, true), right = decoded(film, 0, false);
  const std::array<int, 3> red{200, 30, 40}, grey{50, 50, 50};
  for (std::size_t c = 0; c < 3; ++c) {
    CHECK(std::abs(left[c] - red[c]) <= 3);
    CHECK(std::abs(right[c] - grey[c]) <= 3);
  }
}

TEST_CASE("an_encoder_that_fails_stops_the_recorder_with_its_reason") {
  class Broken : public Encoder {
    Result<void> push(const FrameView&) override {
      return Error{ErrorCode::unwritable, "the disk is full"};
    }
    Result<void> finish() override { return {}; }
  };
  Recorder recorder(std::make_unique<Broken>());
  while (recorder.push({1, 1, std::array<std::uint8_t, 4>{}})) {
  }
  CHECK(recorder.finish().error().what == "the disk is full");
}

TEST_CASE("outputs_appear_whole_or_not_at_all") {
  const Folder folder;
  REQUIRE(write_text_file(folder.path / "a.txt", "one").ok());
  REQUIRE(write_text_file(folder.path / "a.txt", "two").ok());
  CHECK(text_in(folder.path / "a.txt") == "two");
  {
    const auto pending = PendingOutput::folder(folder.path / "set/");
    CHECK(pending.ok());
  }
  CHECK(folder.entries() == 1);
  CHECK_FALSE(PendingOutput::folder(folder.path).ok());  // has content
  CHECK_FALSE(PendingOutput::file(folder.path).ok());    // is a folder
}

TEST_CASE("several_outputs_appear_together_or_none_does") {
  const Folder folder;
  const auto pending = [&](const char* name) {
    auto output = PendingOutput::file(folder.path / name);
    REQUIRE(output.ok());
    std::ofstream(output->path()) << name;
    return std::move(output).value();
  };
  REQUIRE(write_text_file(folder.path / "a.txt", "older").ok());
  std::vector<PendingOutput> outputs;
  for (const char* name : {"a.txt", "b.txt", "c.txt"}) outputs.push_back(pending(name));
  fs::create_directories(folder.path / "c.txt" / "in the way");
  CHECK_FALSE(commit_all(outputs).ok());
  outputs.clear();
  CHECK(text_in(folder.path / "a.txt") == "older");
  CHECK(folder.entries() == 2);

  for (const char* name : {"a.txt", "d.txt"}) outputs.push_back(pending(name));
  CHECK(commit_all(outputs).ok());
  CHECK(text_in(folder.path / "a.txt") == "a.txt");
  CHECK(text_in(folder.path / "d.txt") == "d.txt");
  CHECK(folder.entries() == 3);
}

TEST_CASE("what_the_disk_does_not_hold_does_not_take_its_name") {
  const Folder folder;
  REQUIRE(write_text_file(folder.path / "a.txt", "older").ok());
  disk_answers = EDQUOT;
  const auto file = write_text_file(folder.path / "a.txt", "newer");
  auto set = PendingOutput::folder(folder.path / "set");
  std::ofstream(set->path() / "1.txt") << "one";
  const auto committed = set->commit();
  set = Error{};
  disk_answers = 0;
  CHECK(file.error().text() == "a.txt: cannot be written: the disk is full");
  CHECK(committed.error().text() == "set: cannot be written: the disk is full");
  CHECK(text_in(folder.path / "a.txt") == "older");
  CHECK(folder.entries() == 1);
}
