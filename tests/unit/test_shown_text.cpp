// Texts of strangers as they are shown.
#include <doctest/doctest.h>

#include "engine/core/file_name.h"
#include "engine/core/result.h"
#include "engine/core/shown_text.h"

using namespace lv;

TEST_CASE("what_acts_unseen_in_a_text_is_a_blank_or_left_out") {
  CHECK(shown_text("\x1B[31mred\x07\x7F") == " [31mred  ");
  CHECK(shown_text("a\nb\tc\r") == "a b c ");
  CHECK(shown_lines("a\nb\tc\r") == "a\nb c ");
  CHECK(shown_text("\xC2\x9B"
                   "31m") == " 31m");                                 // C1: CSI
  CHECK(shown_text("\xE2\x80\xAEgnp.exe\xE2\x80\xAC") == "gnp.exe");  // right to left
  CHECK(shown_text("a\xE2\x81\xA6"
                   "b\xE2\x81\xA9\xD8\x9C\xE2\x80\x8E") == "ab");  // isolates, marks
  CHECK(shown_text("t\xE2\x80\x8B"
                   "2\xEF\xBB\xBF\xE2\x81\xA0\xC2\xAD") == "t2");  // no width
  CHECK(shown_text("a\xE2\x80\xA8"
                   "b") == "a b");                  // line separator
  CHECK(shown_text("x\xF3\xA0\x81\x81y") == "xy");  // tag
  CHECK(shown_text(std::string_view("a\0b", 3)) == "a b");
}

TEST_CASE("what_can_be_seen_stays") {
  const std::string seen = "Müller · 4 mm² “ё” 山田 한글 ไทย עברית عربى €";
  CHECK(shown_text(seen) == seen);
}

TEST_CASE("bytes_that_are_no_utf8_are_shown_as_such") {
  const std::string no_character = "\xEF\xBF\xBD";
  CHECK(shown_text("a\xFFz") == "a" + no_character + "z");
  CHECK(shown_text("\xC0\xAF") == no_character + no_character);  // longer than needed
  CHECK(shown_text("\xE0\x80\x9B") == no_character + no_character + no_character);
  CHECK(shown_text("\xED\xA0\x80") == no_character + no_character + no_character);  // surrogate
  CHECK(shown_text("\xE2\x80") == no_character + no_character);                     // cut off
}

TEST_CASE("errors_and_names_of_files_are_fit_to_be_shown") {
  CHECK(
      Error{ErrorCode::usage, "no row fits \"\x1B[2J\"; there are:\n  1", "\xC2\x9B.dcm"}.text() ==
      " .dcm: no row fits \" [2J\"; there are:\n  1");
  CHECK(file_name("/home/Jane Doe/a\x1B]0;b.dcm/") == "a ]0;b.dcm");
  CHECK(file_name("/") == "/");
}
