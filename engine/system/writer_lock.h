// Says to other runs that somebody writes a file or folder. It goes with the process that holds it,
// however that ends.
#pragma once

#include <cstdint>
#include <filesystem>
#include <utility>

namespace lv {

class WriterLock {
 public:
  /// Tries to hold what stands under this path; does not wait.
  explicit WriterLock(const std::filesystem::path& path);
  WriterLock() = default;
  WriterLock(WriterLock&& other) noexcept { swap(other); }
  WriterLock& operator=(WriterLock&& other) noexcept {
    swap(other);
    return *this;
  }
  ~WriterLock();

  /// False: another one holds it, or this place knows no locks (some network folders).
  bool held() const { return held_; }
  /// Whether what was locked still stands under that path: another run may have removed it in the
  /// moment before.
  bool still_at(const std::filesystem::path& path) const;

 private:
  void swap(WriterLock& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(held_, other.held_);
  }

  static constexpr std::intptr_t none = -1;
  std::intptr_t handle_ = none;  ///< of the system
  bool held_ = false;
};

}  // namespace lv
