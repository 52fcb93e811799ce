// `longview export`: the film of a row without a window.
#include <fmt/format.h>

#include <cstdio>
#include <utility>

#include "app/cli/commands.h"
#include "app/cli/terminal.h"
#include "app/film/film_desk.h"
#include "app/jobs/levels_job.h"
#include "app/jobs/metric_choice.h"
#include "app/jobs/other_rows.h"
#include "app/jobs/read_row.h"
#include "app/row/equal_contrast.h"
#include "app/row/facts.h"
#include "app/row/stacks.h"
#include "app/window/graphics.h"
#include "engine/core/output.h"
#include "engine/core/shown_text.h"
#include "engine/system/standard_streams.h"

namespace lv {
namespace {

Result<ViewState> view_for(const ComparedRow& row, const Options& options) {
  ViewState view = home_view(row);
  view.plane = options.plane;
  const PlaneAxes axes = axes_of(row, view.plane);
  if (view.plane != own_plane) view.point = common_centre(row, axes);
  if (options.slice_mm) {
    const dvec3 normal = counting_normal(axes);
    const CommonRange range = covered_by_all_stacks(row, normal);
    if (*options.slice_mm < range.least || *options.slice_mm > range.greatest) {
      return Error{ErrorCode::usage,
                   fmt::format("--slice {:g} lies outside the scans, which reach from {:.0f} to "
                               "{:.0f} mm",
                               *options.slice_mm, range.least, range.greatest)};
    }
    view.point += normal * (*options.slice_mm - glm::dot(view.point, normal));
  }
  return view;
}

bool doubtful(const ComparedRow& row, std::size_t date) {
  const ComparedDate& compared = row.dates[date];
  return !compared.problem.empty() || needs_attention(row, date);
}

/// Says which dates are left out or not surely lined up, and why. True: there are such dates.
bool print_doubts(const ComparedRow& row) {
  bool any = false;
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    if (!doubtful(row, d)) continue;
    any = true;
    const ComparedDate& date = row.dates[d];
    std::string text = "left out: " + date.problem;
    if (date.problem.empty()) {
      text = chip_text(row, d);
      for (const std::string& reason : date.alignment.verdict.because) text += "; " + reason;
    }
    say(shown_text(date.facts.date + ": " + text));
  }
  return any;
}

/// The dates' samples go to the card: what else needs them has been done.
Result<void> draw_film(Graphics& graphics, ComparedRow& row, const Options& options,
                       std::optional<std::string> person, const Progress& progress) {
  for (ComparedDate* const stack : all_stacks(row)) {
    if (!stack->volume) continue;
    VolumePtr volume = std::exchange(stack->volume, without_samples(*stack->volume));
    take_texture(*stack, graphics.renderer->add(std::move(volume)));
  }
  LV_ASSIGN(const ViewState view, view_for(row, options));
  FilmDesk films(*graphics.device, *graphics.renderer);
  LV_TRY(films.request(row, view,
                       {.output = options.output,
                        .size_px = options.size_px,
                        .look = options.look,
                        .person = std::move(person),
                        .demo = options.demo}));
  while (films.running()) {
    if (progress.cancelled()) {
      return Error{ErrorCode::cancelled, "stopped; nothing was written"};
    }
    progress(films.fraction(), "making the film");
    LV_TRY(films.step());
  }
  return {};
}

Result<bool> export_film(const Options& options, const Progress& progress) {
  LV_TRY(check_not_an_input(options.output, options.paths));
  LV_TRY(check_film_output(options.output));
  LV_ASSIGN(const RowOnDisk found,
            find_row_on_disk({options.paths, options.demo, options.row}, progress));
  LV_ASSIGN(ComparedRow row, read_row(found, progress));
  LV_ASSIGN(Graphics graphics, make_graphics(options.gpu));
  const MetricSource metric =
      MetricChoice::make(options.metric, cuda_opener(graphics.device->info().uuid))->source();
  LV_TRY(align_with_other_rows(row, found, metric, options.focus, progress));
  if (!options.focus) LV_TRY(add_levels(row, found, metric, progress));
  for (const ContrastTask& task : contrast_tasks(row)) {
    take_contrast(row, task.date, task.fit(progress.stop));
  }
  std::optional<std::string> person;
  if (options.audience == "doctor") person = person_text(*found.matrix, found.row);
  LV_TRY(draw_film(graphics, row, options, std::move(person), progress));
  if (!found.missing.empty()) report({ErrorCode::not_found, found.missing});
  return print_doubts(row) || !found.missing.empty();
}

}  // namespace

int run_export(const Options& options) {
  const Result<bool> done = with_progress(
      options, [&](const Progress& progress) { return export_film(options, progress); });
  if (!done) return report(done.error());
  const int exit_code = exit_code_after_drawing(*done ? exit_doubtful : exit_done);
  return options.quiet ? exit_code : answer(options.output.string() + "\n", exit_code);
}

}  // namespace lv
