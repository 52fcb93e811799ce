// Equalised contrast of rows of the CD set, as the program lines them up and fits them.
#include <doctest/doctest.h>

#include "app/jobs/metric_choice.h"
#include "app/jobs/other_rows.h"
#include "app/row/equal_contrast.h"
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
