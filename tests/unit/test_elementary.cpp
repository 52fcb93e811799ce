// Logarithm, sine and cosine against those of the C library in long double, whose 64 bits make them
// exact here.
#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "engine/core/elementary.h"
#include "engine/core/math.h"

using namespace lv;

namespace {

/// How far the logarithm is off, in units of the last place of the right answer.
double log_error_ulp(double x) {
  const long double right = std::log(static_cast<long double>(x));
  int exponent = 0;
  (void)std::frexp(static_cast<double>(right), &exponent);
  const long double error = std::abs(static_cast<long double>(natural_log(x)) - right);
  return static_cast<double>(error) / std::ldexp(1.0, exponent - 53);
}

double worst_log_error_ulp(double low, double high, int count) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> value(low, high);
  double worst = 0.0;
  for (int i = 0; i < count; ++i) worst = std::max(worst, log_error_ulp(value(random)));
  return worst;
}

}  // namespace

// The bound adds up what is rounded: half an ulp of the sum, of r and of its series, and of the
// logarithm from the table, which next to 1 may be twice the answer.
TEST_CASE("the_logarithm_is_within_3_ulp_of_the_c_library_s") {
  CHECK(natural_log(1.0) == 0.0);
  for (int exponent = -60; exponent <= 60; ++exponent) {
    const double unit = std::ldexp(1.0, exponent);
    CHECK(worst_log_error_ulp(unit, 2.0 * unit, 20000) < 3.0);
  }
  CHECK(worst_log_error_ulp(0.5, 2.0, 1000000) < 3.0);
  CHECK(worst_log_error_ulp(1.0 - 1e-6, 1.0 + 1e-6, 100000) < 3.0);
  CHECK(worst_log_error_ulp(1e-300, 1e300, 10000) < 3.0);
}

TEST_CASE("the_logarithm_is_right_on_both_sides_of_every_row_of_its_table") {
  for (int half_row = 45; half_row <= 91; ++half_row) {
    for (const double step : {-1e-12, 0.0, 1e-12}) {
      CHECK(log_error_ulp(half_row / 64.0 + step) < 3.0);
    }
  }
  CHECK(log_error_ulp(std::sqrt(0.5)) < 3.0);
  CHECK(log_error_ulp(std::nextafter(std::sqrt(0.5), 0.0)) < 3.0);
  CHECK(log_error_ulp(std::sqrt(2.0)) < 3.0);
}

TEST_CASE("sine_and_cosine_are_within_2e_16_of_the_c_library_s") {
  std::mt19937_64 random(1);
  for (const double range : {1e-9, 0.3, 4.0, 1000.0, 1e5}) {
    std::uniform_real_distribution<double> angle(-range, range);
    for (int i = 0; i < 100000; ++i) {
      const double x = angle(random);
      const auto [sine, cosine] = sine_cosine(x);
      const auto right = static_cast<long double>(x);
      REQUIRE(std::abs(static_cast<double>(sine - std::sin(right))) < 2e-16);
      REQUIRE(std::abs(static_cast<double>(cosine - std::cos(right))) < 2e-16);
    }
  }
  for (int quarter = -8; quarter <= 8; ++quarter) {
    const auto [sine, cosine] = sine_cosine(quarter * pi / 2);
    CHECK(sine == doctest::Approx(std::sin(quarter * pi / 2)).epsilon(1e-12));
    CHECK(cosine == doctest::Approx(std::cos(quarter * pi / 2)).epsilon(1e-12));
  }
}

TEST_CASE("a_small_angle_s_sine_keeps_its_digits") {
  for (const double x : {1e-300, 1e-20, 1e-8, 1e-3, 0.1}) {
    CHECK(std::abs(sine_cosine(x).sine / std::sin(x) - 1.0) < 3e-16);
    CHECK(sine_cosine(-x).sine == -sine_cosine(x).sine);
  }
}
