// How cost grows when there is twice as much of one thing: files that are named, frames of one
// file, records of a disc's table of contents, series, studies, repeats, what the user has said,
// what is left out, lines of a script, words of a line, steps that can be taken back. Prints
// processor time and how it grew; work that grows as its size doubles it, work that grows as the
// square quadruples.
//
// usage: scaling [LARGEST [WHAT]]      (default: 8000, everything; WHAT: words of the name of one)
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/row/session_file.h"
#include "app/session/command.h"
#include "app/session/history.h"
#include "engine/dicom/files.h"
#include "engine/dicom/load.h"
#include "engine/dicom/scan.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/headers.h"

using namespace lv;
using namespace lv::test;

namespace {

double cpu_s() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

using Work = std::function<void()>;
/// Prepares work of a size, which is then measured.
using Prepare = std::function<Work(int size)>;

/// The least of three, which is disturbed least.
double time_of(const Prepare& prepare, int size) {
  double best = 1e9;
  for (int attempt = 0; attempt < 3; ++attempt) {
    const Work work = prepare(size);
    const double start = cpu_s();
    work();
    best = std::min(best, cpu_s() - start);
  }
  return best;
}

std::string only;  ///< what has this in its name is measured

void measure(const std::string& what, int largest, const Prepare& prepare) {
  if (what.find(only) == std::string::npos) return;
  std::printf("%-44s", what.c_str());
  double before = 0;
  for (int size = largest / 8; size <= largest; size *= 2) {
    const double seconds = time_of(prepare, size);
    std::printf("  %6d %8.4f s", size, seconds);
    if (before > 0) std::printf(" x%4.1f", seconds / before);
    std::fflush(stdout);
    before = seconds;
  }
  std::printf("\n");
}

/// Pictures of so many series of three slices, told apart by `tell_apart`.
std::vector<Picture> many_series(int count,
                                 const std::function<void(SeriesTable&, int)>& tell_apart) {
  std::vector<Picture> all;
  for (int i = 0; i < count; ++i) {
    SeriesTable table;
    table.uid = fmt::format("1.2.{}", i);
    table.slices = 3;
    table.time_s = static_cast<float>(i % 80'000);
    tell_apart(table, i);
    for (Picture& picture : pictures_of(table)) all.push_back(std::move(picture));
  }
  return all;
}

Prepare matrix_of_series(const std::function<void(SeriesTable&, int)>& tell_apart,
                         const std::function<Corrections(int)>& said = {}) {
  return [=](int count) -> Work {
    auto pictures = std::make_shared<std::vector<Picture>>(many_series(count, tell_apart));
    const Corrections corrections = said ? said(count) : Corrections();
    return [=] { static_cast<void>(build_matrix(*pictures, {}, corrections)); };
  };
}

std::string date_of(int i) {
  return fmt::format("{:04}{:02}{:02}", 1990 + i / 336, 1 + i / 28 % 12, 1 + i % 28);
}

/// A sequence of undefined length with so many items that hold `content`.
ByteList sequence(unsigned group, unsigned number, int items, const ByteList& content) {
  ByteList bytes = element_claiming(group, number, "SQ", 0xFFFFFFFF, {});
  for (int i = 0; i < items; ++i) {
    append_number(bytes, 0xE000FFFE, 4);
    append_number(bytes, static_cast<std::uint32_t>(content.size()), 4);
    bytes.insert(bytes.end(), content.begin(), content.end());
  }
  append_number(bytes, 0xE0DDFFFE, 4);
  append_number(bytes, 0, 4);
  return bytes;
}

Prepare scan_of(const std::filesystem::path& file, const std::function<ByteList(int)>& bytes) {
  return [=](int size) -> Work {
    write_file(file, bytes(size));
    return [=] { static_cast<void>(scan({file})); };
  };
}

void measure_matrix(int largest) {
  measure("studies of a date each", largest, matrix_of_series([](SeriesTable& t, int i) {
            t.study = fmt::format("1.{}", i);
            t.date = date_of(i);
          }));
  measure("series of one study, of several kinds", largest / 2,
          matrix_of_series([](SeriesTable& t, int i) { t.te = 5 + i % 20 * 10; }));
  measure("the same series again and again", largest / 2,
          matrix_of_series([](SeriesTable&, int) {}));
  measure("series that are left out, each for itself", largest,
          matrix_of_series([](SeriesTable& t, int i) {
            t.study = fmt::format("1.{}", i / 20);
            t.description = fmt::format("localizer {}", i);
          }));
  measure("people", largest / 8, matrix_of_series([](SeriesTable& t, int i) {
            t.study = fmt::format("1.{}", i);
            t.person.birth_date = date_of(i);
          }));
  const auto placements = [](int count) {
    Corrections said;
    for (int i = 0; i < count; ++i) {
      said.placements.push_back({{fmt::format("1.2.{}", i), 1}, {}});
      said.slice_spacings.push_back({{fmt::format("1.2.{}", i), 1}, 5.5});
    }
    return said;
  };
  measure("series that the user has placed", largest / 4,
          matrix_of_series(
              [](SeriesTable& t, int i) {
                t.study = fmt::format("1.{}", i);
                t.date = date_of(i);
              },
              placements));
}

void measure_files(int largest, const std::filesystem::path& folder) {
  measure("files that are named", largest, [&](int count) -> Work {
    std::vector<std::filesystem::path> paths;
    for (int i = 0; i < count; ++i) {
      paths.push_back(folder / fmt::format("f{}", i));
      std::ofstream(paths.back()) << 'x';
    }
    return [=] { static_cast<void>(list_files(paths, {})); };
  });
  measure("records of a table of contents", 8 * largest,
          scan_of(folder / "DICOMDIR.x", [](int count) {
            ByteList bytes = file_start();
            const std::string picture = "1.2.840.10008.5.1.4.1.1.4", table = "1.2.840.10008.1.3.10";
            const auto named = std::ranges::search(bytes, picture);
            std::ranges::fill(named, 0);
            std::ranges::copy(table, named.begin());
            const auto uid = element(0x0004, 0x1511, "UI", "1.2.3.4.5");
            const ByteList records = sequence(0x0004, 0x1220, count, uid);
            bytes.insert(bytes.end(), records.begin(), records.end());
            return bytes;
          }));
}

void measure_words(int largest) {
  measure("words of a line of a script", 16 * largest, [](int count) -> Work {
    std::string line = "open";
    for (int i = 0; i < count; ++i) line += " word";
    return [=] { static_cast<void>(parse_command(line)); };
  });
  measure("what the user has said, joined", largest, [](int count) -> Work {
    Corrections said;
    for (int i = 0; i < count; ++i) {
      said.placements.push_back({{fmt::format("1.2.{}", i), 1}, {}});
      said.dates.emplace_back(fmt::format("1.{}", i), Date{});
    }
    return [=] {
      Corrections all = said;
      merge(all, said);
    };
  });
  measure("steps that can be taken back", largest, [](int count) -> Work {
    return [=] {
      History<RowChange> history;
      for (int i = 0; i < count; ++i) history.add({});
      while (history.undo() != nullptr) {
      }
    };
  });
}

}  // namespace

int main(int count, char** arguments) {
  const int largest = count > 1 ? std::atoi(arguments[1]) : 8000;
  if (count > 2) only = arguments[2];
  const TemporaryFolder folder;
  measure_files(largest, folder.path());
  measure_words(largest);
  measure_matrix(largest);
  return 0;
}
