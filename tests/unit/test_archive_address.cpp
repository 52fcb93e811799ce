// How an archive is named as a path.
#include <doctest/doctest.h>

#include "engine/archive_network/address.h"
#include "engine/core/file_name.h"

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
  says("dicom://PACS@h?PatientID", "stands NAME=VALUE");
  says("dicom://PACS@h?PatientID=", "stands NAME=VALUE");
  says("dicom://PACS@h?PatientID=%2", "stands NAME=VALUE");
  says("dicom://PACS@h?PatientID=1&", "stands NAME=VALUE");
  says("dicom://A_TITLE_OF_MORE_THAN_SIXTEEN@h", "1 to 16 characters");
}

TEST_CASE("only_what_begins_so_is_an_address") {
  CHECK(is_archive_address("dicom://PACS@h"));
  CHECK(is_archive_address("dicom+tls://PACS@h"));
  CHECK(!is_archive_address("/home/dicom://PACS@h"));
  CHECK(!is_archive_address("dicom:/PACS@h"));
  CHECK(!is_archive_address(""));
}

TEST_CASE("with_tls_an_address_says_whom_it_trusts_and_who_asks") {
  const auto address =
      parse_archive_address("dicom+tls://PACS@h?ca=/etc/our%20own.pem&cert=me.pem&timeout=300");
  REQUIRE(address);
  CHECK(address->tls);
  CHECK(address->port == 2762);
  CHECK(address->authorities == "/etc/our own.pem");
  CHECK(address->certificate == "me.pem");
  CHECK(address->patience_s == 300);
  CHECK(!parse_archive_address("dicom://PACS@h?ca=x.pem"));
  CHECK(!parse_archive_address("dicom+tls://PACS@h?key=x.pem"));
  CHECK(!parse_archive_address("dicom://PACS@h?timeout=soon"));
}

TEST_CASE("messages_call_an_archive_without_what_is_asked_of_it") {
  CHECK(file_name("dicom://PACS@h:104?PatientName=Doe/X") == "dicom://PACS@h:104");
  const auto mistaken = parse_archive_address("dicom://PACS@h?PatientID=47%");
  REQUIRE(!mistaken);
  CHECK(mistaken.error().text().find("47") == std::string::npos);
}
