#include "engine/dicom/archive.h"

#include <libdeflate.h>

#include <utility>

#include "engine/dicom/archive_limits.h"
#include "engine/dicom/unpack_libarchive.h"
#include "engine/dicom/zip.h"
#include "engine/volume/nifti.h"

namespace lv {
namespace {

constexpr std::uint16_t method_stored = 0, method_deflate = 8;  // APPNOTE 4.4.5

Error damaged_inside() {
  return {ErrorCode::unreadable, "it is damaged inside its archive"};
}

std::uint32_t crc_of(const std::vector<std::uint8_t>& bytes) {
  return libdeflate_crc32(0, bytes.data(), bytes.size());
}

/// Members that share their packed bytes make a small archive look large as well: judge the whole.
Result<void> check_claims(const std::vector<ArchiveMember>& members, std::uint64_t archive_bytes) {
  std::uint64_t bytes = 0, packed_bytes = 0;
  for (const ArchiveMember& m : members) {
    // Each is held to its own limit when it is read.
    bytes += std::min(m.bytes, largest_member_bytes);
    packed_bytes += std::min(m.packed_bytes, archive_bytes);
  }
  if (absurd(bytes, packed_bytes, archive_bytes)) return claims_too_much();
  return {};
}

}  // namespace

std::string kept_name(std::string_view name) {
  constexpr std::size_t longest = 1024;
  if (name.size() > longest) return {};
  const std::filesystem::path path(name);
  const bool text = path.extension() == ".json" || path.extension() == ".tsv";
  return text || has_nifti_name(path) ? std::string(name) : std::string();
}

std::optional<std::size_t> Archive::named(std::string_view name) const {
  const auto found = by_name_.find(std::string(name));
  if (found == by_name_.end()) return std::nullopt;
  return found->second;
}

bool MemoryBudget::take(std::uint64_t bytes) {
  std::uint64_t left = left_;
  while (bytes <= left) {
    if (left_.compare_exchange_weak(left, left - bytes)) return true;
  }
  return false;
}

Result<std::shared_ptr<const Archive>> Archive::open(const Stretch& where, FileType type,
                                                     MemoryBudget& budget,
                                                     const std::stop_token& stop) {
  const bool zip = type != FileType::archive;
  const std::shared_ptr<Archive> archive(new Archive(where, zip));
  Bytes bytes(where);
  if (zip) {
    LV_ASSIGN(archive->members_, zip_members(bytes));
    LV_TRY(check_claims(archive->members_, bytes.size()));
  } else {
    LV_ASSIGN(FrontToBack read, read_front_to_back(where, budget, stop));
    archive->members_ = std::move(read.members);
    archive->cut_ = read.cut;
  }
  for (std::size_t i = 0; i < archive->members_.size(); ++i) {
    if (const std::string& name = archive->members_[i].name; !name.empty()) {
      archive->by_name_.emplace(name, i);
    }
  }
  return std::shared_ptr<const Archive>(archive);
}

Result<Bytes> Archive::open_member(std::size_t index) const {
  const ArchiveMember& member = members_[index];
  if (member.encrypted) return needs_a_password();
  if (member.memory) return Bytes(Stretch{{}, 0, member.memory->size(), member.memory});
  Bytes archive(where_);
  if (member.bytes > largest_member_bytes ||
      absurd(member.bytes, member.packed_bytes, archive.size())) {
    return claims_too_much();
  }
  std::uint64_t place = member.place;
  if (zip_) {
    LV_ASSIGN(place, zip_data_place(archive, member));
  }
  if (place > archive.size()) return damaged_inside();
  if (member.method == method_stored) return Bytes(where_.part(place, member.bytes));
  if (member.method == method_deflate) {
    return Bytes(inflating(Bytes(where_.part(place, member.packed_bytes)), member.bytes),
                 member.bytes);
  }
  LV_ASSIGN(std::vector<std::uint8_t> bytes, unpack_with_libarchive(archive, place, member));
  return Bytes(Stretch::of(std::move(bytes)));
}

Result<std::vector<std::uint8_t>> Archive::read(std::size_t index) const {
  const ArchiveMember& member = members_[index];
  LV_ASSIGN(Bytes member_bytes, open_member(index));
  std::vector<std::uint8_t> bytes = std::move(member_bytes).all();
  if (bytes.size() != member.bytes) return damaged_inside();
  if (zip_ && crc_of(bytes) != member.crc) return damaged_inside();
  return bytes;
}

Result<Stretch> Archive::place_of(std::size_t index, MemoryBudget& budget) const {
  const ArchiveMember& member = members_[index];
  if (member.memory) return Stretch{{}, 0, member.memory->size(), member.memory};
  if (member.method == method_stored && !member.encrypted) {
    Bytes archive(where_);
    std::uint64_t place = member.place;
    if (zip_) {
      LV_ASSIGN(place, zip_data_place(archive, member));
    }
    return where_.part(place, member.bytes);
  }
  if (!budget.take(member.bytes)) return beyond_budget();
  auto bytes = read(index);
  if (!bytes.ok()) {
    budget.give_back(member.bytes);
    return bytes.error();
  }
  return Stretch::of(std::move(*bytes));
}

}  // namespace lv
