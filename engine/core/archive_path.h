// A hospital's archive is named like a path (engine/archive_network/address.h says how). What is
// behind the question mark may be a person's name or number.
#pragma once

#include <filesystem>
#include <string>

namespace lv {

inline bool is_archive_address(const std::filesystem::path& path) {
  const std::string text = path.string();
  return text.starts_with("dicom://") || text.starts_with("dicom+tls://");
}

/// The archive alone, without what is asked for.
inline std::string archive_name(const std::filesystem::path& address) {
  const std::string text = address.string();
  return text.substr(0, text.find('?'));
}

}  // namespace lv
