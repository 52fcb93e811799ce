// Equalised contrast of real dates, held against isotonic regression: rows of the CD set as the
// program lines them up and fits them, and patients who were scanned again.
#include <doctest/doctest.h>

#include "app/jobs/metric_choice.h"
#include "app/jobs/other_rows.h"
#include "app/row/equal_contrast.h"
#include "engine/registration/registrar.h"
#include "engine/volume/nifti.h"
#include "tests/accuracy/isotonic.h"
#include "tests/support/data.h"

using namespace lv;
using namespace lv::test;

TEST_CASE("the_cd_set_s_dates_come_as_near_as_isotonic_regression") {
  if (!data_is_here("cdset")) return;
  for (const std::string query : {"flair axial brain", "t2 axial brain"}) {
    const auto found = find_row_on_disk({{data_folder() / "cdset"}, false, query}, {});
    REQUIRE(found);
    auto row = read_row(*found, {});
    REQUIRE(row);
    REQUIRE(align_with_other_rows(*row, *found, MetricChoice::make("cpu")->source(), {}, {}));
    for (const ContrastTask& task : contrast_tasks(*row)) {
      check_equalised(query + ", " + row->dates[task.date].facts.date, *task.reference,
                      *task.moving, task.pose);
    }
  }
}

TEST_CASE("real_dates_of_the_longitudinal_patients_come_as_near_as_isotonic_regression") {
  if (!data_is_here("longitudinal")) return;
  for (const std::string patient : {"01", "03"}) {
    for (const std::string kind : {"FLAIR", "T1W", "T2W"}) {
      const auto folder = data_folder() / "longitudinal" / ("open_ms_patient" + patient) / "raw";
      const auto first = read_nifti(folder / ("study1_" + kind + ".nii.gz"));
      const auto second = read_nifti(folder / ("study2_" + kind + ".nii.gz"));
      if (!first || !second) continue;  // patient 03 has no T1 of the first study
      const auto fixed = PreparedVolume::prepare(*first), moving = PreparedVolume::prepare(*second);
      REQUIRE(fixed);
      REQUIRE(moving);
      const auto found = register_pair(make_cpu_metric(), {*fixed, *moving, nullptr, {}, {}}, {});
      REQUIRE(found);
      check_equalised(patient + " " + kind, **first, **second, found->pose);
    }
  }
}
