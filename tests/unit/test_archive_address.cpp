// How an archive is named as a path.
#include <doctest/doctest.h>

#include "engine/archive_network/address.h"

using namespace lv;

TEST_CASE("an_address_says_where_and_what") {
  const auto address = parse_archive_address(
      "dicom://PACS@archive.example:11112?PatientID=12%2034&Modality=MR&calling=ME&StudyDate="
      "20100101-20201231");
  REQUIRE(address);
  CHECK(address->called == "PACS");
  CHECK(address->calling == "ME");
  CHECK(address->host == "archive.example");
  CHECK(address->port == 11112);
  CHECK(address->study ==
        ArchiveAddress::Filters{{"PatientID", "12 34"}, {"StudyDate", "20100101-20201231"}});
  CHECK(address->series == ArchiveAddress::Filters{{"Modality", "MR"}});
}

TEST_CASE("an_address_needs_no_more_than_a_title_and_a_computer") {
  const auto address = parse_archive_address("dicom://PACS@localhost");
  REQUIRE(address);
  CHECK(address->port == 104);
  CHECK(address->calling == "LONGVIEW");
  CHECK((address->study.empty() && address->series.empty()));
}

TEST_CASE("a_mistake_in_an_address_is_named") {
  const auto says = [](const char* text, const char* what) {
    const auto address = parse_archive_address(text);
    REQUIRE(!address);
    CHECK(address.error().code == ErrorCode::usage);
    CHECK(address.error().what.find(what) != std::string::npos);
  };
  says("dicom://localhost:104", "title is missing");
  says("dicom://", "title is missing");
  says("dicom://PACS@", "computer is not named");
  says("dicom://PACS@h:0", "port");
  says("dicom://PACS@h:70000", "port");
  says("dicom://PACS@h:x", "port");
  says("dicom://PACS@h?Colour=red", "\"Colour\" cannot be asked for");
  says("dicom://PACS@h?PatientID", "is not NAME=VALUE");
  says("dicom://PACS@h?PatientID=", "is not NAME=VALUE");
  says("dicom://PACS@h?PatientID=%2", "is not NAME=VALUE");
  says("dicom://PACS@h?PatientID=1&", "is not NAME=VALUE");
  says("dicom://A_TITLE_OF_MORE_THAN_SIXTEEN@h", "1 to 16 characters");
}

TEST_CASE("only_what_begins_so_is_an_address") {
  CHECK(is_archive_address("dicom://PACS@h"));
  CHECK(!is_archive_address("/home/dicom://PACS@h"));
  CHECK(!is_archive_address("dicom:/PACS@h"));
  CHECK(!is_archive_address(""));
}
