// What the system says of this process and of the user who has started it.
#pragma once

#include <filesystem>

namespace lv {

/// The program's own file. Empty: the system does not say.
std::filesystem::path program_file();

/// The number that no other process on this machine has at the same time.
long process_number();

/// The user's own folder. Empty: there is none.
std::filesystem::path home_folder();

/// Where the user's programs keep what can be made again. Empty: there is no such place.
std::filesystem::path users_cache_folder();

}  // namespace lv
