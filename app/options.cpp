#include "app/options.h"

#include <CLI/CLI.hpp>
#include <iostream>

namespace lv {
namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 done; 1 could not do it; 2 bad usage; 3 done, but something that matters is "
    "doubtful or could not be aligned.\nNot for diagnosis. Nothing leaves this computer.";

void add_common(CLI::App& app, Options& o) {
  app.add_option("--threads", o.threads, "threads to use (default: all cores)")
      ->check(CLI::Range(0, 1024));
  app.add_flag("--quiet", o.quiet, "print results and errors only");
}

void add_metric(CLI::App& app, Options& o) {
  app.add_option("--metric", o.metric, "where alignment is computed: auto, cpu, cuda")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
}

void add_gpu(CLI::App& app, Options& o) {
  app.add_option("--gpu", o.gpu, "part of the name of the Vulkan device to draw with");
}

/// Reads "X,Y,Z,R" or "WxH" style lists of numbers.
template <class T, std::size_t N>
std::function<bool(const std::string&)> numbers(char separator, std::array<T, N>& target) {
  return [separator, &target](const std::string& text) {
    std::istringstream stream(text);
    for (std::size_t i = 0; i < N; ++i) {
      if (i > 0 && stream.get() != separator) return false;
      if (!(stream >> target[i])) return false;
    }
    return stream.peek() == std::istringstream::traits_type::eof();
  };
}

void add_focus(CLI::App& app, Options& o) {
  app.add_option_function<std::string>(
         "--focus",
         [&o](const std::string& text) {
           std::array<double, 4> focus{};
           if (!numbers(',', focus)(text) || focus[3] <= 0) {
             throw CLI::ValidationError("--focus", "needs X,Y,Z,R in mm, with R above 0");
           }
           o.focus = focus;
         },
         "X,Y,Z,R: align on what lies within R mm of a point (patient LPS mm of the reference)")
      ->type_name("X,Y,Z,R");
}

void add_paths(CLI::App& app, Options& o, bool required) {
  auto* option = app.add_option("PATH", o.paths, "folders, ZIP archives or files of scans");
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
  add_focus(*sub, o);
  add_metric(*sub, o);
  add_common(*sub, o);
  sub->callback([&o] { o.command = CommandName::align; });
}

void add_export(CLI::App& app, Options& o) {
  auto* sub = app.add_subcommand("export", "make the film of a row, without a window");
  add_paths(*sub, o, false);
  sub->add_flag("--demo", o.demo, "of the demo patient");
  sub->add_option("--row", o.row,
                  "number of the row, or words (\"flair axial brain\"; default: the row to start "
                  "with)");
  sub->add_option("-o,--out", o.output,
                  "film.mp4, film.gif, film.webm, sheet.png, or a folder for PNGs")
      ->required();
  sub->add_option("--plane", o.plane, "the plane that is shown (default: the row's own)")
      ->check(CLI::IsMember({"axial", "sagittal", "coronal", "native"}));
  sub->add_option_function<std::string>(
         "--slice",
         [&o](const std::string& text) {
           std::array<double, 1> mm{};
           if (text == "auto") return;
           if (!numbers(',', mm)(text))
             throw CLI::ValidationError("--slice", "needs millimetres or auto");
           o.slice_mm = mm[0];
         },
         "place along the plane's normal, or auto: the middle of what all dates cover")
      ->type_name("MM|auto");
  sub->add_option_function<std::string>(
         "--size",
         [&o](const std::string& text) {
           if (!numbers('x', o.size_px)(text) || o.size_px[0] < 64 || o.size_px[1] < 64 ||
               o.size_px[0] > 1920 || o.size_px[1] > 1080) {
             throw CLI::ValidationError("--size", "needs WxH, from 64x64 to 1920x1080");
           }
         },
         "size of the picture (default 1280x720)")
      ->type_name("WxH");
  sub->add_option("--look", o.look, "fade, switch, grid, sweep or difference")
      ->check(CLI::IsMember({"fade", "switch", "grid", "sweep", "difference"}));
  sub->add_option("--for", o.audience, "others: no name, years only; doctor: name and exact dates")
      ->check(CLI::IsMember({"others", "doctor"}));
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
  sub->add_option("--resampled", o.resampled, "write MOVING on FIXED's grid (.nii, .nii.gz)");
  sub->add_flag("--json", o.json, "print the result as JSON");
  add_focus(*sub, o);
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
  app.set_version_flag("--version", "longview " LV_VERSION);
  app.footer(exit_codes);
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
    app.exit(error, std::cout, std::cerr);
    parsed.exit_code = asked_for_text ? exit_done : exit_usage;
  }
  return parsed;
}

}  // namespace lv
