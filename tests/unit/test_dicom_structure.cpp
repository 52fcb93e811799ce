// Files that are built to harm, or by accident do: refused before DCMTK sees them. Each of these
// made an earlier version crash, hang or ask for gigabytes (found by fuzzing).
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>
#include <doctest/doctest.h>
#include <zlib.h>

#include "engine/dicom/header.h"
#include "engine/dicom/siemens.h"
#include "engine/dicom/sniff.h"
#include "engine/dicom/structure.h"
#include "engine/dicom/toolkit.h"
#include "tests/support/dicom_bytes.h"

using namespace lv;
using namespace lv::test;

namespace {

constexpr std::uint32_t undefined_length = 0xFFFFFFFF;

void add(ByteList& bytes, const ByteList& more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

std::string outcome(const ByteList& bytes) {
  Bytes file{std::span<const std::uint8_t>(bytes)};
  const auto contents = read_header(file, std::make_shared<const FileSource>());
  return contents.ok() ? "read" : contents.error().what;
}

ByteList item_start(std::uint32_t length) {
  ByteList bytes;
  append_number(bytes, 0xE000FFFE, 4);
  append_number(bytes, length, 4);
  return bytes;
}

/// Sequences inside sequences, never closed.
ByteList nested(int depth) {
  ByteList bytes = file_start();
  add(bytes, element(0x0008, 0x0060, "CS", "MR"));
  for (int i = 0; i < depth; ++i) {
    add(bytes, element_claiming(0x0018, 0x9112, "SQ", undefined_length, {}));
    add(bytes, item_start(undefined_length));
  }
  return bytes;
}

/// The same with lengths that fit: a shell around a shell.
ByteList nested_with_lengths(int depth) {
  ByteList inner = element(0x0008, 0x0060, "CS", "MR");
  for (int i = 0; i < depth; ++i) {
    ByteList item = item_start(static_cast<std::uint32_t>(inner.size()));
    add(item, inner);
    inner = element_claiming(0x0018, 0x9112, "SQ", static_cast<std::uint32_t>(item.size()), item);
  }
  ByteList bytes = file_start();
  add(bytes, inner);
  return bytes;
}

ByteList deflated(const ByteList& data_set) {
  z_stream stream{};
  deflateInit2(&stream, 1, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  ByteList out(data_set.size() / 10 + 100'000);
  stream.next_in = const_cast<Bytef*>(data_set.data());
  stream.avail_in = static_cast<uInt>(data_set.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  ByteList bytes = file_start("1.2.840.10008.1.2.1.99");
  add(bytes, out);
  return bytes;
}

constexpr const char* damaged = "it is damaged: no scanner nests or orders data like this";
constexpr const char* cut_header =
    "it is cut off or damaged in its header; copy it again from the disc";
constexpr const char* cut_picture =
    "it is cut off in the middle of the picture; copy it again from the disc";

}  // namespace

TEST_CASE("a small slice is read") {
  const ByteList bytes = small_slice({});
  Bytes file{std::span<const std::uint8_t>(bytes)};
  const auto contents = read_header(file, std::make_shared<const FileSource>());
  REQUIRE(contents.ok());
  REQUIRE(contents->pictures.size() == 1);
  CHECK(contents->pictures[0].header->series_description == "Ax T2");
  CHECK(contents->pictures[0].plane->row_direction == dvec3(1, 0, 0));
}

TEST_CASE("a slice that has lost its preamble, or the letters behind it, is read") {
  const ByteList whole = small_slice({});
  const ByteList without_preamble(whole.begin() + 128, whole.end());
  ByteList without_letters = whole;
  std::fill_n(without_letters.begin() + 128, 4, std::uint8_t{0});
  for (const ByteList& bytes : {without_preamble, without_letters}) {
    Bytes file{std::span<const std::uint8_t>(bytes)};
    CHECK(sniff(file).type == FileType::dicom);
    CHECK(outcome(bytes) == "read");
    const auto parsed = parse_dicom(bytes);
    REQUIRE(parsed.ok());
    CHECK((*parsed)->getDataset()->tagExists(DCM_PixelData));
  }
  ByteList letters_alone(512, 'x');
  std::ranges::copy(std::string_view("DICM"), letters_alone.begin());
  Bytes file{std::span<const std::uint8_t>(letters_alone)};
  CHECK(sniff(file).type == FileType::other);
}

TEST_CASE("twenty thousand nested sequences are refused, a dozen are not") {
  CHECK(outcome(nested(20000)) == damaged);
  CHECK(outcome(nested_with_lengths(2000)) == damaged);
  CHECK(outcome(nested_with_lengths(12)) == "read");
}

TEST_CASE("nesting inside a deflated data set is found too") {
  ByteList data;
  for (int i = 0; i < 20000; ++i) {
    add(data, element_claiming(0x0018, 0x9112, "SQ", undefined_length, {}));
    add(data, item_start(undefined_length));
  }
  CHECK(outcome(deflated(data)) == damaged);
}

TEST_CASE("a deflated data set that unpacks to a hundred megabytes is refused") {
  CHECK(outcome(deflated(ByteList(100'000'000, 0))) ==
        "its packed contents are damaged or absurdly large");
}

TEST_CASE("a length of four gigabytes costs no memory") {
  ByteList bytes = file_start();
  add(bytes, element_claiming(0x0008, 0x0060, "OB", 0xFFFFFFF0, {}));
  CHECK(outcome(bytes) == cut_header);
}

TEST_CASE("a picture that is cut off is called so, whole or packed") {
  ByteList bytes = small_slice({});
  bytes.resize(bytes.size() - 10);
  CHECK(outcome(bytes) == cut_picture);
  ByteList packed = file_start("1.2.840.10008.1.2.4.70");
  add(packed, element(0x0008, 0x0060, "CS", "MR"));
  add(packed, element_claiming(0x7FE0, 0x0010, "OB", undefined_length, {}));
  add(packed, item_start(0));
  add(packed, item_start(1000));
  CHECK(outcome(packed) == cut_picture);
}

TEST_CASE("a hundred thousand elements in the wrong order are no puzzle") {
  ByteList bytes = file_start();
  for (unsigned i = 100'000; i > 0; --i) {
    add(bytes, element_claiming(0x0010 + 2 * (i >> 12), 0x1000 + (i & 0xFFF), "CS", 0, {}));
  }
  CHECK(outcome(bytes) == damaged);
}

TEST_CASE("junk behind the picture is no reason to refuse it, nor to read it") {
  ByteList bytes = small_slice({});
  bytes.resize(bytes.size() + 3'000'000, 0);
  CHECK(outcome(bytes) == "read");
}

TEST_CASE("files are told by their first bytes, not by their names") {
  const auto sniffed = [](const ByteList& bytes) {
    Bytes file{std::span<const std::uint8_t>(bytes)};
    return sniff(file);
  };
  const auto what = [&](const std::string& start) {
    return std::string(sniffed(ByteList(start.begin(), start.end())).what);
  };
  CHECK(what("%PDF-1.4") == "PDF document");
  CHECK(what("\xFF\xD8\xFF\xE0") == "JPEG picture");
  CHECK(what("MZ\x90") == "program");
  CHECK(what("[autorun]") == "file that is no scan");
  CHECK(what("") == "empty file");
  CHECK(what(std::string(32769, '\0') + "CD001") == "disc image");
  CHECK(sniffed(small_slice({})).type == FileType::dicom);
  // A data set without preamble, as old files have it.
  const ByteList slice = small_slice({});
  const ByteList bare(slice.begin() + 132, slice.end());
  CHECK(sniffed(bare).type == FileType::dicom);
  CHECK(outcome(bare) == "read");
}

TEST_CASE("an_empty_file_and_one_of_its_own_group_alone_are_refused") {
  CHECK(outcome({}) == "it is cut off or damaged in its header; copy it again from the disc");
  CHECK(outcome(file_start()) == "it looks like a DICOM file but does not say what it holds");
}

TEST_CASE("wanted_elements_are_found_with_their_sequences_and_end_at_the_pixels") {
  ByteList bytes = file_start();
  const auto put = [&](const ByteList& element) {
    const auto begin = static_cast<std::uint64_t>(bytes.size());
    add(bytes, element);
    return Structure::Range{begin, static_cast<std::uint64_t>(bytes.size())};
  };
  ByteList open_sequence = element_claiming(0x0018, 0x9112, "SQ", undefined_length, {});
  add(open_sequence, item_start(undefined_length));
  add(open_sequence, element(0x0008, 0x0060, "CS", "XX"));
  append_number(open_sequence, 0xE00DFFFE, 4);  // end of the item
  append_number(open_sequence, 0, 4);
  append_number(open_sequence, 0xE0DDFFFE, 4);  // end of the sequence
  append_number(open_sequence, 0, 4);

  const Structure::Range modality = put(element(0x0008, 0x0060, "CS", "MR"));
  put(element(0x0008, 0x1030, "LO", "not wanted"));
  const Structure::Range sequence = put(open_sequence);
  const Structure::Range number = put(element(0x0020, 0x0011, "IS", "7 "));
  put(element_claiming(0x7FE0, 0x0010, "OW", 4, ByteList(4)));
  put(element(0xFFFC, 0x0010, "CS", "XX"));

  Bytes file{std::span<const std::uint8_t>(bytes)};
  const auto structure = check_structure(file, [](std::uint32_t tag) {
    return tag == 0x00080060 || tag == 0x00189112 || tag == 0x00200011 || tag == 0xFFFC0010;
  });
  REQUIRE(structure.ok());
  REQUIRE(structure->wanted.size() == 2);
  CHECK(structure->wanted[0].begin == modality.begin);
  CHECK(structure->wanted[0].end == modality.end);
  CHECK(structure->wanted[1].begin == sequence.begin);  // neighbours are one
  CHECK(structure->wanted[1].end == number.end);
}

TEST_CASE("a number of Siemens' private header that is none is not taken") {
  ByteList bytes;
  const auto number = [&](std::uint32_t n) {
    for (int i = 0; i < 4; ++i) bytes.push_back(static_cast<std::uint8_t>(n >> 8 * i));
  };
  const auto text = [&](std::string_view said, std::size_t size) {
    for (const char c : said) bytes.push_back(static_cast<std::uint8_t>(c));
    bytes.insert(bytes.end(), size - said.size(), 0);
  };
  const auto element = [&](std::string_view name, const std::vector<std::string_view>& values) {
    text(name, 64);
    text("", 12);
    number(static_cast<std::uint32_t>(values.size()));
    number(0);
    for (const std::string_view value : values) {
      number(0);
      number(static_cast<std::uint32_t>(value.size()));
      text("", 8);
      text(value, (value.size() + 3) / 4 * 4);
    }
  };
  text("SV10", 8);
  number(3);
  number(77);
  element("SliceNormalVector", {"0", "inf", "1"});
  element("NumberOfImagesInMosaic", {"nan", "36"});
  const SiemensHeader header = read_siemens_header(bytes);
  CHECK(header.images_in_mosaic == 36);
  CHECK_FALSE(header.slice_normal.has_value());
}
