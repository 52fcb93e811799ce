#include "tests/support/rows.h"

#include "app/session/action.h"

namespace lv::test {

ComparedDate axial_date(const std::string& year, double years, int slices, double step,
                        double bottom) {
  Volume volume;
  volume.geometry = regular_geometry({100, 100, slices}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1},
                                     {1, 1, step}, {-49.5, -49.5, bottom});
  volume.samples.assign(volume.geometry.voxel_count(), 1);
  ComparedDate date;
  date.volume = std::make_shared<const Volume>(std::move(volume));
  date.texture = 1;
  date.facts.date = "1 Jan " + year;
  date.facts.year = year;
  date.facts.years = years;
  date.facts.series = "series 3";
  for (int i = 1; i <= slices; ++i) date.facts.instance_numbers.push_back(slices + 1 - i);
  return date;
}

ComparedRow three_dates() {
  ComparedRow row;
  row.dates = {axial_date("2011", 0, 20, 5, 0), axial_date("2017", 6, 30, 3, 10),
               axial_date("2019", 8, 30, 3, -10)};
  row.dates[2].pose.translation = {0, 0, -20};  // its points lie 20 mm lower than the reference's
  return row;
}

void settle_in_frames(ComparedRow& row) {
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    row.dates[d].frame_of_reference = "frame " + std::to_string(d);
    row.dates[d].state = AlignmentState::settled;
  }
}

SessionState three_dates_open() {
  SessionState state;
  state.row.emplace();
  state.row->row = three_dates();
  state.row->movable = {true, true, true};
  for (ComparedDate& date : state.row->row.dates) date.state = AlignmentState::settled;
  state.view.state = home_view(state.row->row);
  state.program.screen = Screen::compare;
  return state;
}

std::shared_ptr<const Matrix> two_studies() {
  Matrix matrix;
  matrix.studies.resize(2);
  matrix.series.resize(2);
  Row row;
  row.number = 1;
  row.name = "Brain · FLAIR · axial";
  for (int study = 0; study < 2; ++study) {
    Series& series = matrix.series[static_cast<std::size_t>(study)];
    series.study = study;
    series.key.series_uid = "1.2." + std::to_string(study);
    series.header = std::make_shared<const SeriesHeader>();
    row.cells.push_back({.study = study, .series = study});
  }
  matrix.rows.push_back(row);
  return std::make_shared<const Matrix>(std::move(matrix));
}

Result<void> act(SessionState& state, const std::string& line) {
  LV_ASSIGN(const Command command, parse_command(line));
  return apply(state, command);
}

}  // namespace lv::test
