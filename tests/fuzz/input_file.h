// For doors that take a path only: the input as a file of this process, gone afterwards. One
// thread.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

class InputFile {
 public:
  InputFile(const std::uint8_t* data, std::size_t size, const std::string& ending)
      : path_(std::filesystem::temp_directory_path() /
              ("longview_fuzz_" + std::to_string(getpid()) + ending)) {
    std::ofstream(path_, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  }
  ~InputFile() { std::filesystem::remove(path_); }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};
