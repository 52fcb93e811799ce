// Other programs of this computer.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lv {

/// A program of the search path; empty: it is not there.
std::filesystem::path program_named(const char* name);

/// Runs a program until it ends. It reads `input`, where set, says nothing, and may leave others
/// running. True: it was content.
bool run_program(const std::vector<std::string>& words, const std::filesystem::path& input = {});

}  // namespace lv
