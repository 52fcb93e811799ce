#include "engine/dicom/structure.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/dicom/sniff.h"

namespace lv {
namespace {

constexpr std::size_t piece_bytes = 16384;
constexpr std::uint32_t undefined_length = 0xFFFFFFFF;
constexpr std::size_t deepest = 64;  ///< scanners nest a dozen deep
constexpr std::size_t most_out_of_order = 1000;
constexpr std::size_t largest_inflated_bytes = 64UL << 20;

constexpr std::uint32_t item = 0xFFFEE000, item_end = 0xFFFEE00D, sequence_end = 0xFFFEE0DD;
constexpr std::uint32_t pixel_data = 0x7FE00010, transfer_syntax = 0x00020010;

/// How the elements of a data set are written (PS3.5 7.1).
struct Encoding {
  bool explicit_vr = true, big_endian = false;
  bool operator==(const Encoding&) const = default;
};

struct Element {
  std::uint32_t tag = 0, length = 0;
  std::uint64_t value = 0;  ///< where its value begins
  std::array<char, 2> vr{};
};

std::uint32_t number(std::span<const std::uint8_t> bytes, std::size_t count, bool big_endian) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value = value << 8 | bytes[big_endian ? i : count - 1 - i];
  }
  return value;
}

std::uint32_t tag_of(std::span<const std::uint8_t> bytes, bool big_endian) {
  return number(bytes, 2, big_endian) << 16 | number(bytes.subspan(2), 2, big_endian);
}

bool capital(std::uint8_t c) {
  return c >= 'A' && c <= 'Z';
}

/// Tag, representation and length at a place; empty at the end, or where it makes no sense.
std::optional<Element> element_at(Bytes& file, std::uint64_t place, Encoding encoding) {
  const auto bytes = file.at(place, 12);
  if (bytes.size() < 8) return std::nullopt;
  Element e;
  e.tag = tag_of(bytes, encoding.big_endian);
  e.value = place + 8;
  if (e.tag >> 16 == 0xFFFE || !encoding.explicit_vr) {
    e.length = number(bytes.subspan(4), 4, encoding.big_endian);
    return e;
  }
  e.vr = {static_cast<char>(bytes[4]), static_cast<char>(bytes[5])};
  // Others of two capitals are taken to be of the long kind, as DCMTK takes them.
  static constexpr std::string_view short_ones =
      "AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US";
  const bool is_short = short_ones.find(std::string_view(e.vr.data(), 2)) != std::string_view::npos;
  if (is_short || !capital(bytes[4]) || !capital(bytes[5])) {
    e.length = number(bytes.subspan(6), 2, encoding.big_endian);
    return e;
  }
  if (bytes.size() < 12) return std::nullopt;
  e.length = number(bytes.subspan(8), 4, encoding.big_endian);
  e.value = place + 12;
  return e;
}

/// Group 2 is always explicit little endian; behind it the transfer syntax should hold, but what
/// the first element shows is believed.
struct DataSet {
  std::uint64_t begin = 0;
  Encoding encoding;
  bool deflated = false;
  bool lies = false;       ///< is written otherwise than its transfer syntax says
  std::uint64_t skip = 0;  ///< what is left of a preamble that DCMTK would not know
};

std::string text_of(Bytes& file, const Element& e) {
  const auto bytes = file.at(e.value, std::min<std::size_t>(e.length, 64));
  std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return text.substr(0, text.find_first_of(std::string_view("\0 ", 2)));
}

/// What the first element shows: it is of a low group, and two capital letters behind the tag are a
/// representation, for no first element is as long as these would mean. Empty: nothing to see.
std::optional<Encoding> seen_encoding(Bytes& file, std::uint64_t begin) {
  const auto bytes = file.at(begin, 8);
  if (bytes.size() < 8) return std::nullopt;
  const bool big_endian = bytes[0] == 0 && bytes[1] != 0;
  return Encoding{capital(bytes[4]) && capital(bytes[5]), big_endian};
}

Encoding said_encoding(const std::string& syntax) {
  const bool implicit = syntax == "1.2.840.10008.1.2" || syntax == "1.2.840.113619.5.2";
  return {!implicit, syntax == "1.2.840.10008.1.2.2"};
}

DataSet find_data_set(Bytes& file) {
  DataSet set;
  set.begin = first_element(file.at(0, start_of_dicom)).value_or(0);
  const auto letters = file.at(128, 4);
  const bool whole = letters.size() == 4 && std::equal(letters.begin(), letters.end(), "DICM");
  set.skip = whole ? 0 : set.begin;
  std::string syntax;
  while (const auto e = element_at(file, set.begin, {})) {
    if (e->tag >> 16 != 0x0002 || e->length == undefined_length) break;
    if (e->tag == transfer_syntax) syntax = text_of(file, *e);
    set.begin = e->value + e->length;
  }
  set.deflated = syntax == "1.2.840.10008.1.2.1.99";
  const Encoding said = said_encoding(syntax);
  set.encoding = set.deflated ? said : seen_encoding(file, set.begin).value_or(said);
  set.lies = !syntax.empty() && set.encoding != said;
  return set;
}

Error damaged() {
  return {ErrorCode::unreadable, "it is damaged: no scanner nests or orders data like this"};
}
Error cut_off(bool in_picture) {
  return {ErrorCode::unreadable,
          in_picture ? "it is cut off in the middle of the picture; copy it again from the disc"
                     : "it is cut off or damaged in its header; copy it again from the disc"};
}

/// Follows the elements with a list of open sequences and items instead of recursion.
class Walk {
 public:
  Walk(Bytes& file, Encoding encoding, WantedTag wanted)
      : file_(file), encoding_(encoding), wanted_(wanted) {}

  Result<Structure> run(std::uint64_t place) {
    while (place < file_.size()) {
      while (!ends_.empty() && place >= ends_.back()) close();
      if (ends_.empty() && last_tag_ == pixel_data) return finish(place, junk_at(place));
      const auto e = element_at(file_, place, encoding());
      if (!e) break;  // a few bytes at the end
      if (ends_.size() > deepest || out_of_order_ > most_out_of_order) return damaged();
      const std::optional<std::uint64_t> next = step(*e, place);
      if (!next) return damaged();
      if (*next > file_.size()) return finish_cut(*e, place);
      place = *next;
    }
    const bool unfinished = !ends_.empty() && ends_.front() > file_.size();
    if (unfinished) return in_fragments() ? finish_cut({}, place) : cut_off(false);
    return finish(file_.size(), false);
  }

 private:
  static constexpr std::uint64_t open_end = ~std::uint64_t{0};

  Structure finish(std::uint64_t end, bool junk_behind) {
    end_of_wanted(structure_.pixels_at > 0 ? structure_.pixels_at : end);
    structure_.end = end;
    structure_.junk_behind = junk_behind;
    if (structure_.fragments > 0) --structure_.fragments;  // the offset table
    return structure_;
  }
  /// The file ends inside the element at `place`. What of its pixels is there can still be used.
  Result<Structure> finish_cut(const Element& e, std::uint64_t place) {
    const bool in_item = in_fragments() && e.tag == item;
    const bool in_pixels = ends_.empty() && e.tag == pixel_data;
    if (last_tag_ != pixel_data || (!in_item && !in_pixels && e.tag != 0)) {
      return cut_off(last_tag_ == pixel_data);
    }
    structure_.cut = true;
    if (in_item) --structure_.fragments;
    if (!in_pixels) return finish(std::min(place, file_.size()), false);
    structure_.pixel_bytes = (file_.size() - e.value) & ~std::uint64_t{1};
    structure_.length_at = e.value - 4;
    for (unsigned i = 0; i < 4; ++i) {
      const unsigned shift = 8 * (encoding_.big_endian ? 3 - i : i);
      structure_.length[i] = static_cast<std::uint8_t>(structure_.pixel_bytes >> shift);
    }
    return finish(e.value + structure_.pixel_bytes, false);
  }
  void end_of_wanted(std::uint64_t place) {
    if (std::exchange(in_wanted_, false)) structure_.wanted.back().end = place;
  }
  void note_wanted(std::uint32_t tag, std::uint64_t place) {
    if (wanted_ == nullptr || !ends_.empty() || structure_.pixels_at > 0) return;
    end_of_wanted(place);
    if (tag == pixel_data || !wanted_(tag)) return;
    in_wanted_ = true;
    const bool neighbour = !structure_.wanted.empty() && structure_.wanted.back().end == place;
    if (!neighbour) structure_.wanted.push_back({place, place});
  }
  void note_pixels(const Element& e, std::uint64_t place, bool undefined) {
    if (e.tag != pixel_data || !ends_.empty()) return;
    structure_.pixels_at = place;
    structure_.packed = undefined;
    structure_.pixel_bytes = undefined ? 0 : e.length;
  }

  /// UN of undefined length is written implicitly, whatever the rest is (PS3.5 6.2.2).
  Encoding encoding() const { return implicit_from_ > 0 ? Encoding{false, false} : encoding_; }
  bool junk_at(std::uint64_t place) {
    const auto e = element_at(file_, place, encoding_);
    return !e || e->tag <= pixel_data;
  }
  void open(std::uint64_t end) {
    ends_.push_back(end);
    last_tags_.push_back(0);
  }
  void close() {
    if (ends_.size() == implicit_from_) implicit_from_ = 0;
    ends_.pop_back();
    last_tags_.pop_back();
  }
  /// Items of compressed pixel data hold no elements.
  bool in_fragments() const { return ends_.size() == 1 && last_tag_ == pixel_data; }
  /// UN of defined length stays closed. Without representations, DCMTK looks into its dictionary;
  /// whatever begins with an item may be a sequence.
  bool holds_items(const Element& e) {
    if (encoding().explicit_vr) return e.vr[0] == 'S' && e.vr[1] == 'Q';
    const auto bytes = file_.at(e.value, 4);
    return bytes.size() == 4 && e.length >= 8 && tag_of(bytes, false) == item;
  }
  void note_order(std::uint32_t tag) {
    std::uint32_t& last = last_tags_.empty() ? last_tag_ : last_tags_.back();
    if (tag <= last) ++out_of_order_;
    last = tag;
  }

  /// Where the next element is; empty: this one cannot be here.
  std::optional<std::uint64_t> step(const Element& e, std::uint64_t place) {
    if (e.tag == item_end || e.tag == sequence_end) {
      if (ends_.empty()) return std::nullopt;
      close();
      return e.value;
    }
    const bool undefined = e.length == undefined_length;
    const std::uint64_t end = undefined ? open_end : e.value + e.length;
    if (e.tag == item) {
      if (in_fragments()) {
        ++structure_.fragments;
        return undefined ? std::nullopt : std::optional(end);
      }
      open(end);
      return e.value;
    }
    note_order(e.tag);
    note_wanted(e.tag, place);
    note_pixels(e, place, undefined);
    if (undefined && encoding().explicit_vr && e.vr[0] == 'U') {
      open(end);
      implicit_from_ = implicit_from_ == 0 ? ends_.size() : implicit_from_;
      return e.value;
    }
    if (!undefined && (end > file_.size() || !holds_items(e))) return end;
    open(end);
    return e.value;
  }

  Bytes& file_;
  Encoding encoding_;
  WantedTag wanted_;
  bool in_wanted_ = false;
  Structure structure_;
  std::vector<std::uint64_t> ends_;       ///< of the open sequences and items
  std::vector<std::uint32_t> last_tags_;  ///< in each of them
  std::uint32_t last_tag_ = 0;            ///< outside of all
  std::size_t out_of_order_ = 0;
  std::size_t implicit_from_ = 0;  ///< depth of a UN sequence; 0: none
};

/// Inflates a deflated data set; empty: damaged, or far larger than any scan packed like this.
std::vector<std::uint8_t> inflated(Bytes& file, std::uint64_t begin) {
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return {};
  std::vector<std::uint8_t> out, piece(piece_bytes);
  int status = Z_OK;
  for (std::uint64_t place = begin; status == Z_OK && place < file.size(); place += 4096) {
    const auto in = file.at(place, 4096);
    stream.next_in = const_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    do {
      stream.next_out = piece.data();
      stream.avail_out = static_cast<uInt>(piece.size());
      status = inflate(&stream, Z_NO_FLUSH);
      out.insert(out.end(), piece.data(), stream.next_out);
    } while (status == Z_OK && stream.avail_out == 0 && out.size() < largest_inflated_bytes);
    if (status == Z_BUF_ERROR) status = Z_OK;  // all of the piece is used
    if (out.size() >= largest_inflated_bytes) status = Z_DATA_ERROR;
  }
  inflateEnd(&stream);
  if (status == Z_DATA_ERROR) out.clear();
  return out;
}

}  // namespace

Result<Structure> check_structure(Bytes& file, WantedTag wanted) {
  const DataSet set = find_data_set(file);
  if (!set.deflated) {
    LV_ASSIGN(Structure structure, Walk(file, set.encoding, wanted).run(set.begin));
    structure.unread_before = set.lies ? set.begin : set.skip;
    return structure;
  }
  std::vector<std::uint8_t> bytes = inflated(file, set.begin);
  if (bytes.empty()) {
    return Error{ErrorCode::unreadable, "its packed contents are damaged or absurdly large"};
  }
  Bytes memory{std::span<const std::uint8_t>(bytes)};
  LV_ASSIGN(Structure structure, Walk(memory, {true, false}, wanted).run(0));
  bytes.resize(structure.end);
  structure.inflated = std::move(bytes);
  return structure;
}

}  // namespace lv
