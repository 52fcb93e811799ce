// A plain main for the fuzz targets, so that they are built and run everywhere: each file below the
// arguments is one input. Prints the slowest; fails where one takes longer than five seconds.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;
constexpr double longest_s = 5.0;

std::vector<fs::path> inputs_below(int count, char** arguments) {
  std::vector<fs::path> inputs;
  for (int i = 1; i < count; ++i) {
    if (!fs::is_directory(arguments[i])) continue;
    for (const auto& entry : fs::recursive_directory_iterator(arguments[i])) {
      if (entry.is_regular_file()) inputs.push_back(entry.path());
    }
  }
  return inputs;
}

double run_s(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(stream), {}};
  const auto begin = std::chrono::steady_clock::now();
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<fs::path> inputs = inputs_below(count, arguments);
  if (inputs.empty()) {
    std::cout << "SKIPPED: no inputs here\n";
    return 0;
  }
  double slowest_s = 0;
  for (const fs::path& path : inputs) slowest_s = std::max(slowest_s, run_s(path));
  std::cout << inputs.size() << " inputs, slowest " << slowest_s << " s\n";
  return slowest_s > longest_s ? 1 : 0;
}
