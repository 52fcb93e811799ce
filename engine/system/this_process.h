// What the system says of this process and of the user who has started it.
#pragma once

#include <filesystem>

namespace lv {

/// The program's own file. Empty: the system does not say.
std::filesystem::path program_file();

/// The number that no other process on this machine has at the same time.
long process_number();

/// Whether there is a process of that number.
bool process_runs(long number);

/// The user's own folder. Empty: there is none.
std::filesystem::path home_folder();

/// To be called before any file is opened: names of more than 260 characters are then taken
/// wherever the system knows them at all.
void allow_long_paths();

/// Where the user's programs keep what can be made again. Empty: there is no such place.
std::filesystem::path users_cache_folder();

/// Where the user's programs keep what they know from one start to the next. Empty: there is no
/// such place.
std::filesystem::path users_state_folder();

/// Where the user writes what programs shall do otherwise. Empty: there is no such place.
std::filesystem::path users_config_folder();

}  // namespace lv
