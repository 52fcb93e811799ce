// Names in the character sets of the standard; examples of PS3.5 annexes H, I, J and K.
#include <doctest/doctest.h>

#include "engine/dicom/text.h"

using lv::utf8_from_dicom;

TEST_CASE("one-byte character sets become UTF-8") {
  CHECK(utf8_from_dicom("Buc^J\xE9r\xF4me", "ISO_IR 100") == "Buc^Jérôme");
  CHECK(utf8_from_dicom("W\xB3odarczyk", "ISO_IR 101") == "Włodarczyk");
  CHECK(utf8_from_dicom("\xBB\xEE\xDA\x63\x65\xDC\xD1yp\xD3", "ISO_IR 144") == "Люкceмбypг");
  CHECK(utf8_from_dicom("\xC4\xE9\xEF\xED\xF5\xF3\xE9\xEF\xF2", "ISO_IR 126") == "Διονυσιος");
  CHECK(utf8_from_dicom("\xF9\xF8\xE5\xEF^\xE3\xE1\xE5\xF8\xE4", "ISO_IR 138") == "שרון^דבורה");
  CHECK(utf8_from_dicom("\xE2\xC8\xC7\xE6\xEA^\xE4\xE6\xD2\xC7\xD1", "ISO_IR 127") ==
        "قباني^لنزار");
  CHECK(utf8_from_dicom("\xCA\xC1\xAA\xD2\xC2", "ISO_IR 166") == "สมชาย");
}

TEST_CASE("Japanese names: three groups, katakana, kanji") {
  CHECK(utf8_from_dicom(
            "Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B=\x1B$B$d$^$@\x1B(B^\x1B$B$?$m$&"
            "\x1B(B",
            "\\ISO 2022 IR 87") == "Yamada^Tarou=山田^太郎=やまだ^たろう");
  CHECK(utf8_from_dicom("\xD4\xCF\xC0\xDE^\xC0\xDB\xB3=\x1B$B;3ED\x1B(J^\x1B$BB@O:\x1B(J",
                        "ISO 2022 IR 13\\ISO 2022 IR 87") == "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎");
}

TEST_CASE("Korean and Chinese names") {
  CHECK(utf8_from_dicom(
            "Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7=\x1B$)C\xC8\xAB^\x1B$)C\xB1"
            "\xE6\xB5\xBF",
            "\\ISO 2022 IR 149") == "Hong^Gildong=洪^吉洞=홍^길동");
  CHECK(utf8_from_dicom("Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB", "GB18030") ==
        "Wang^XiaoDong=王^小东");
  CHECK(utf8_from_dicom("Zhang^XiaoDong=\x1B$)A\xD5\xC5^\x1B$)A\xD0\xA1\xB6\xAB",
                        "\\ISO 2022 IR 58") == "Zhang^XiaoDong=张^小东");
}

TEST_CASE("UTF-8, announced or not, and Latin-1 that nobody announced") {
  CHECK(utf8_from_dicom("Wang^XiaoDong=王^小東", "ISO_IR 192") == "Wang^XiaoDong=王^小東");
  CHECK(utf8_from_dicom("Müller", "") == "Müller");
  CHECK(utf8_from_dicom("M\xFCller", "") == "Müller");
  CHECK(utf8_from_dicom("M\xFCller", "ISO_IR 999") == "Müller");
  CHECK(utf8_from_dicom("M\xFCller", "ISO_IR 192") == "Müller");
}

TEST_CASE("blanks, control characters and endless values") {
  CHECK(utf8_from_dicom("  a\tb\n ", "") == "a b");
  CHECK(utf8_from_dicom("", "") == "");
  CHECK(utf8_from_dicom("   ", "").empty());
  CHECK(utf8_from_dicom(std::string(100000, 'x'), "").size() == 256);
  const std::string cut = utf8_from_dicom(std::string(255, 'x') + "é", "ISO_IR 192");
  CHECK(cut == std::string(255, 'x'));
  CHECK(utf8_from_dicom("\x1B", "") == "");
  CHECK(utf8_from_dicom("\x1B$B\x21", "\\ISO 2022 IR 87").empty());
}
