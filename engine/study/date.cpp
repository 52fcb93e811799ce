#include "engine/study/date.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace lv {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The digits of "2011.03.04", "2011-03-04", "20110304", "13:38:34"; stops at anything else.
std::string digits_of(std::string_view text, std::size_t most, std::string_view separators) {
  std::string digits;
  for (const char c : text) {
    if (digits.size() == most) break;
    if (is_digit(c)) {
      digits += c;
    } else if (separators.find(c) == std::string_view::npos) {
      break;
    }
  }
  return digits;
}

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::optional<Date> date_since(std::string_view text, int first_year) {
  const std::string digits = digits_of(text, 8, ".-/ ");
  if (digits.size() != 8) return std::nullopt;
  const std::string_view d = digits;
  const Date date(std::chrono::year(number(d.substr(0, 4))),
                  std::chrono::month(static_cast<unsigned>(number(d.substr(4, 2)))),
                  std::chrono::day(static_cast<unsigned>(number(d.substr(6, 2)))));
  const int year = static_cast<int>(date.year());
  if (!date.ok() || year < first_year || year > 2299 || digits == "19000101") return std::nullopt;
  return date;
}

}  // namespace

std::optional<Date> date_from_dicom(std::string_view text) {
  return date_since(text, 1800);
}

bool unlikely(const Date& date) {
  return date.year() < std::chrono::year(1980) || date.year() > std::chrono::year(2100);
}

std::optional<Date> birth_date_from_dicom(std::string_view text) {
  return date_since(text, 1850);
}

std::optional<double> seconds_from_dicom(std::string_view time) {
  const std::string digits = digits_of(time, 6, ":");
  if (digits.size() < 4) return std::nullopt;
  const std::string_view d = digits;
  double seconds = number(d.substr(0, 2)) * 3600 + number(d.substr(2, 2)) * 60;
  if (digits.size() == 6) seconds += number(d.substr(4, 2));
  const auto point = time.find('.');
  if (point != std::string_view::npos) {
    const std::string fraction = digits_of(time.substr(point + 1), 6, "");
    seconds += number(fraction) / std::pow(10.0, static_cast<double>(fraction.size()));
  }
  if (seconds >= 86400) return std::nullopt;
  return seconds;
}

std::string iso_text(const Date& date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string short_text(const Date& date) {
  static constexpr std::array names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{} {} {}", static_cast<unsigned>(date.day()),
                     names[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()));
}

double years_between(const Date& from, const Date& to) {
  const auto days = std::chrono::sys_days(to) - std::chrono::sys_days(from);
  return static_cast<double>(days.count()) / days_per_year;
}

std::string interval_text(const Date& from, const Date& to) {
  const auto days = (std::chrono::sys_days(to) - std::chrono::sys_days(from)).count();
  if (days == 0) return "same day";
  auto months = (to.year() / to.month() - from.year() / from.month()).count();
  if (to.day() < from.day()) --months;
  if (months < 1) return fmt::format("+{} d", days);
  if (months < 12) return fmt::format("+{} m", months);
  if (months % 12 == 0) return fmt::format("+{} y", months / 12);
  return fmt::format("+{} y {} m", months / 12, months % 12);
}

}  // namespace lv
