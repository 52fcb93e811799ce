// Dates and words of headers.
#include <doctest/doctest.h>

#include "engine/study/date.h"
#include "engine/study/words.h"

using namespace lv;
using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

TEST_CASE("dates are read as DICOM, ACR-NEMA and ISO write them") {
  const Date expected(year(1996), month(6), day(11));
  CHECK(date_from_dicom("19960611") == expected);
  CHECK(date_from_dicom("1996.06.11") == expected);
  CHECK(date_from_dicom("1996-06-11") == expected);
  CHECK(date_from_dicom("19960611093015.123") == expected);
}

TEST_CASE("what is no day of the calendar, or stands for no date, is no date") {
  for (const char* text :
       {"", "***", "20150230", "20151301", "00000000", "17450101", "19000101", "2015", "x"}) {
    CAPTURE(text);
    CHECK_FALSE(date_from_dicom(text).has_value());
  }
  CHECK(birth_date_from_dicom("19450101").has_value());
}

TEST_CASE("times of day are read with and without colons") {
  CHECK(*seconds_from_dicom("133834.25") == doctest::Approx(13 * 3600 + 38 * 60 + 34.25));
  CHECK(*seconds_from_dicom("13:38:34") == doctest::Approx(13 * 3600 + 38 * 60 + 34));
  CHECK(*seconds_from_dicom("0930") == doctest::Approx(9 * 3600 + 30 * 60));
  CHECK_FALSE(seconds_from_dicom("").has_value());
  CHECK_FALSE(seconds_from_dicom("995959").has_value());
}

TEST_CASE("dates and the time between them are written for people") {
  const Date a(year(2011), month(3), day(4)), b(year(2014), month(5), day(3));
  CHECK(short_text(a) == "4 Mar 2011");
  CHECK(iso_text(a) == "2011-03-04");
  CHECK(interval_text(a, b) == "+3 y 1 m");  // one day short of two months
  CHECK(interval_text(a, Date(year(2014), month(5), day(4))) == "+3 y 2 m");
  CHECK(interval_text(a, Date(year(2013), month(3), day(4))) == "+2 y");
  CHECK(interval_text(a, Date(year(2011), month(9), day(10))) == "+6 m");
  CHECK(interval_text(a, Date(year(2011), month(3), day(16))) == "+12 d");
  CHECK(interval_text(a, a) == "same day");
}

TEST_CASE("texts lose case, accents and signs") {
  CHECK(normalised("IRM cérébrale + gado") == "irm cerebrale + gado");
  CHECK(normalised("MRT Schädel/Gefäße") == "mrt schadel gefasse");
  CHECK(normalised("T2*_FL2D (0.5)") == "t2* fl2d 0.5");
  CHECK(normalised("Übersicht  Œdème") == "ubersicht oedeme");
  CHECK(normalised("ГОЛОВА") == "голова");
  CHECK(normalised("\xFF\xFE bytes") == "bytes");
  CHECK(normalised("").empty());
}

TEST_CASE("patterns ask for words, parts of words and words in a row") {
  const Words words("t2_tirm_tra_dark-fluid axT1");
  CHECK(words.has("tirm"));
  CHECK(words.has("tra%"));
  CHECK(words.has("%ark"));
  CHECK(words.has("dark fluid"));
  CHECK(words.has("t1"));  // a part of a word of mixed case
  CHECK_FALSE(words.has("tir"));
  CHECK_FALSE(words.has("fluid dark"));
  CHECK_FALSE(words.has(""));
  CHECK(words.first_of({"x", "tra", "tirm"}) == "tra");
}

TEST_CASE("a star is a letter, not a wildcard") {
  CHECK(Words("t2* gre").has("t2*"));
  CHECK_FALSE(Words("t2w gre").has("t2*"));
}
