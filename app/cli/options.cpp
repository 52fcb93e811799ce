#include "app/cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>

#include "engine/system/advice.h"

namespace lv {
namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 done; 1 could not do it; 2 bad usage; 3 done, but something that matters is "
    "doubtful or could not be aligned.\nNot for diagnosis. Nothing leaves this computer but what "
    "the address of a hospital's archive asks for and align --send names. Messages hold no name "
    "and no number of a patient.";

void add_common(CLI::App& app, Options& o) {
  app.add_option("--threads", o.threads, "threads to use (default: all cores)")
      ->check(CLI::Range(0, 1024));
  app.add_flag("--quiet", o.quiet, "print results and errors only");
  app.add_option_function<std::string>(
         "--nifti-form",
         [&o](const std::string& word) {
           o.nifti_form = word == "qform" ? NiftiForm::qform : NiftiForm::sform;
         },
         "which of its two maps says where a NIfTI file lies, where they differ (default: sform)")
      ->check(CLI::IsMember({"sform", "qform"}));
}

void add_metric(CLI::App& app, Options& o) {
  app.add_option("--metric", o.metric, "where alignment is computed: auto, cpu, cuda")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
}

void add_gpu(CLI::App& app, Options& o) {
  app.add_option("--gpu", o.gpu, "part of the name of the Vulkan device to draw with");
}

/// Reads numbers like "1,-2.5,3" or "640x480"; empty: it is something else.
std::vector<double> numbers(const std::string& text, char separator) {
  std::istringstream stream(text);
  std::vector<double> found(1);
  while (stream >> found.back()) {
    const int next = stream.get();
    if (next == std::istringstream::traits_type::eof()) return found;
    if (next != separator) break;
    found.push_back(0.0);
  }
  return {};
}

/// A ball X,Y,Z,R, a tube X,Y,Z,R,X,Y,Z or a box X,Y,Z,X,Y,Z.
std::optional<Focus> focus_of(const std::vector<double>& n) {
  const auto point = [&n](std::size_t first) {
    return dvec3(n[first], n[first + 1], n[first + 2]);
  };
  if (n.size() == 4 && n[3] > 0.0) return Focus{point(0), n[3], {}, {1.0, 0.0, 0.0, 0.0}};
  if (n.size() == 7 && n[3] > 0.0) return tube(point(0), point(4), n[3]);
  if (n.size() == 6 && glm::all(glm::notEqual(point(0), point(3)))) return box(point(0), point(3));
  return std::nullopt;
}

void add_focus(CLI::App& app, Options& o) {
  app.add_option_function<std::string>(
         "--focus",
         [&o](const std::string& text) {
           o.focus = focus_of(numbers(text, ','));
           if (!o.focus) {
             throw CLI::ValidationError("--focus",
                                        "needs X,Y,Z,R (a ball), X,Y,Z,R,X,Y,Z (a tube) or "
                                        "X,Y,Z,X,Y,Z (a box) in mm, with "
                                        "R above 0");
           }
         },
         "align on what lies in a part only, in patient LPS mm of the reference: within R of a "
         "point; X,Y,Z,R,X,Y,Z: of the line to another point, as along a spine; X,Y,Z,X,Y,Z: in "
         "the box between two corners")
      ->type_name("X,Y,Z,R");
}

void add_paths(CLI::App& app, Options& o, bool required) {
  auto* option =
      app.add_option("PATH", o.paths,
                     std::string("folders, archives (ZIP, 7z, tar, ISO) or files of scans") +
                         archive_address_advice);
  if (required) option->required();
}

void add_index(CLI::App& app, Options& o) {
  auto* sub = app.add_subcommand("index", "show the matrix of kind and date");
  add_paths(*sub, o, true);
  sub->add_flag("--json", o.json, "as JSON");
  add_common(*sub, o);
  sub->callback([&o] { o.command = CommandName::index; });
}

void add_align(CLI::App& app, Options& o) {
  auto* sub = app.add_subcommand("align", "line up a row: one transform per date, and report.json");
  add_paths(*sub, o, true);
  sub->add_option("--row", o.row, "number of the row, or words (\"flair axial brain\")")
      ->required();
  sub->add_option("-o,--out", o.output, "folder for the transforms and the report")->required();
  sub->add_flag("--resampled", o.write_resampled, "also write every date on the reference's grid");
  auto* dicom = sub->add_option(
      "--dicom", o.dicom,
      "also write every date on the reference's grid as DICOM, with the map, into this "
      "folder: with the patient's name, as an archive needs it");
  sub->add_option(
         "--send", o.send,
         "also store what --dicom writes in a hospital's archive: dicom://CALLED@host:port; "
         "this alone leaves the computer, and with the patient's name")
      ->needs(dicom);
  auto* audience = sub->add_option("--for", o.audience,
                                   "doctor (default): exact dates, and each series' number in the "
                                   "report; others: years only");
  audience->check(CLI::IsMember({"others", "doctor"}));
  add_focus(*sub, o);
  add_metric(*sub, o);
  add_common(*sub, o);
  sub->callback([&o, audience] {
    if (audience->empty()) o.audience = "doctor";
    o.command = CommandName::align;
  });
}

void add_plane(CLI::App& app, Options& o) {
  std::vector<std::string> words;
  for (const ShownPlane plane : shown_planes) words.emplace_back(word_of(plane));
  app.add_option_function<std::string>(
         "--plane",
         [&o](const std::string& word) {
           o.plane = *std::ranges::find(shown_planes, word, word_of);
         },
         "the plane that is shown (default: the row's own)")
      ->check(CLI::IsMember(words));
}

void add_look(CLI::App& app, Options& o) {
  std::vector<std::string> words;
  std::string help;
  for (const LookRow& row : looks) {
    const bool last = row.look == std::rbegin(looks)->look;
    help += (words.empty() ? "" : last ? " or " : ", ") + std::string(row.film_word);
    words.emplace_back(row.film_word);
  }
  app.add_option_function<std::string>(
         "--look",
         [&o](const std::string& word) {
           o.look = std::ranges::find(looks, word, &LookRow::film_word)->look;
         },
         help)
      ->check(CLI::IsMember(words));
}

/// What others read as "store this film in the archive".
void refuse_send(CLI::App& app) {
  app.add_option_function<std::string>(
         "--send",
         [](const std::string&) {
           throw CLI::ValidationError("--send",
                                      "an archive takes DICOM files, which export does not write: "
                                      "use longview align … --dicom DIR --send ADDRESS");
         })
      ->group("");  // not in --help
}

void add_export(CLI::App& app, Options& o) {
  auto* sub = app.add_subcommand(
      "export", "make the film of a row, a page or a sheet of paper, without a window");
  add_paths(*sub, o, false);
  sub->add_flag("--demo", o.demo, "of the demo patient");
  sub->add_option("--row", o.row,
                  "number of the row, or words (\"flair axial brain\"; default: the row to start "
                  "with)");
  sub->add_option("-o,--out", o.output,
                  "film.mp4, film.gif, film.webm, sheet.png, a folder for PNGs, page.html, which "
                  "any browser opens, or sheet.pdf")
      ->required();
  add_plane(*sub, o);
  sub->add_option_function<std::string>(
         "--slice",
         [&o](const std::string& text) {
           if (text == "auto") return;
           const auto mm = numbers(text, ',');
           if (mm.size() != 1) throw CLI::ValidationError("--slice", "needs millimetres or auto");
           o.slice_mm = mm[0];
         },
         "place along the plane's normal, or auto: the middle of what all dates cover")
      ->type_name("MM|auto");
  sub->add_option_function<std::string>(
         "--size",
         [&o](const std::string& text) {
           const auto px = numbers(text, 'x');
           const auto whole = [](double n, int most) {
             return n >= 64 && n <= most && n == std::floor(n);
           };
           if (px.size() != 2 || !whole(px[0], 1920) || !whole(px[1], 1080)) {
             throw CLI::ValidationError("--size", "needs WxH, from 64x64 to 1920x1080");
           }
           o.size_px = ExtentPx{static_cast<int>(px[0]), static_cast<int>(px[1])};
         },
         "size of the picture (default 1280x720; of a page: as fine as the scans, at most 512)")
      ->type_name("WxH");
  add_look(*sub, o);
  sub->add_option("--for", o.audience, "others: no name, years only; doctor: name and exact dates")
      ->check(CLI::IsMember({"others", "doctor"}));
  refuse_send(*sub);
  add_focus(*sub, o);
  add_metric(*sub, o);
  add_gpu(*sub, o);
  add_common(*sub, o);
  sub->callback([&o] {
    if (o.paths.empty() == !o.demo) {
      throw CLI::ValidationError("export", "needs folders to read, or --demo");
    }
    o.command = CommandName::export_film;
  });
}

void add_register(CLI::App& app, Options& o) {
  auto* sub = app.add_subcommand("register", "align one scan to another");
  sub->add_option("FIXED", o.fixed, "NIfTI file, or folder of one DICOM series")->required();
  sub->add_option("MOVING", o.moving, "NIfTI file, or folder of one DICOM series")->required();
  sub->add_option("-o,--out", o.output,
                  "T.tfm (ITK, LPS) or T.txt (4x4, RAS): fixed to moving points")
      ->required();
  sub->add_option("--mask", o.mask, "NIfTI mask in FIXED's space: what counts");
  sub->add_option("--resampled", o.resampled,
                  "write MOVING on FIXED's grid, with --spine straightened (.nii, .nii.gz)");
  sub->add_flag("--json", o.json, "print the result as JSON");
  auto* spine = sub->add_flag("--spine", o.spine, "find the spine; line it up level by level too");
  sub->add_option("--field", o.field,
                  "write the bent spine's map as a displacement field for 3D Slicer and ITK: "
                  "fixed to moving points, LPS mm (.nii, .nii.gz)")
      ->needs(spine);
  add_focus(*sub, o);
  spine->excludes("--focus");
  add_metric(*sub, o);
  add_common(*sub, o);
  sub->callback([&o] { o.command = CommandName::register_pair; });
}

void add_demo(CLI::App& app, Options& o) {
  auto* sub = app.add_subcommand("demo", "write the demo patient as DICOM files");
  sub->add_option("DIR", o.output, "folder to write to")->required();
  add_common(*sub, o);
  sub->callback([&o] { o.command = CommandName::demo; });
}

void add_doctor(CLI::App& app, Options& o) {
  auto* sub = app.add_subcommand("doctor", "show what this machine offers");
  add_metric(*sub, o);
  add_gpu(*sub, o);
  sub->callback([&o] { o.command = CommandName::doctor; });
}

void add_view(CLI::App& app, Options& o) {
  add_paths(app, o, false);
  app.add_flag("--demo", o.demo, "open the demo patient");
  app.add_option("--script", o.script, "run the commands of a file");
  app.add_flag("--headless", o.headless, "no window; time moves one step per frame");
  add_metric(app, o);
  add_gpu(app, o);
  add_common(app, o);
}

}  // namespace

ParsedOptions parse_options(int argument_count, const char* const* arguments) {
  ParsedOptions parsed;
  Options& o = parsed.options;
  CLI::App app("longview: see what changed between MRI scans taken years apart", "longview");
  app.require_subcommand(0, 1);  // behind one, its name is a folder's: "export demo"
  app.set_version_flag("--version", "longview " LV_VERSION);
  app.footer(exit_codes);
  app.allow_windows_style_options(false);  // "/x" is a path
  add_view(app, o);
  add_index(app, o);
  add_align(app, o);
  add_export(app, o);
  add_register(app, o);
  add_demo(app, o);
  add_doctor(app, o);
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    const bool asked_for_text = error.get_exit_code() == 0;
    std::ostringstream text;
    app.exit(error, text, text);
    parsed.text = text.str();
    if (!asked_for_text) parsed.text.pop_back();  // the line's end
    parsed.exit_code = asked_for_text ? exit_done : exit_usage;
  }
  return parsed;
}

}  // namespace lv
