// Calendar dates as DICOM writes them and as people read them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lv {

using Date = std::chrono::year_month_day;

/// Reads a DA value ("20110304"), the older "2011.03.04" (ACR-NEMA 2.0) and "2011-03-04"; also the
/// date at the front of a DT value. Empty: not a day of the calendar, or not of 1950 to 2299.
std::optional<Date> date_from_dicom(std::string_view text);

/// Whether a date lies before there was MRI or in the future: de-identifiers shift by centuries.
bool unlikely(const Date& date);

/// A birth date: any day from 1850 on.
std::optional<Date> birth_date_from_dicom(std::string_view text);

/// Seconds of the day of a TM value ("133834.25", "13:38:34"), or of the time in a DT value.
std::optional<double> seconds_from_dicom(std::string_view time);

/// "2011-03-04"; for files that other programs read.
std::string iso_text(const Date& date);
/// "4 Mar 2011"; for people.
std::string short_text(const Date& date);
/// Mean length of a year of the calendar, leap days included.
inline constexpr double days_per_year = 365.2425;
double years_between(const Date& from, const Date& to);
/// "+3 y 2 m", "+6 m", "+12 d", "same day": from one date to a later one.
std::string interval_text(const Date& from, const Date& to);

}  // namespace lv
