// The worker's end of what it and the program that has started it say to each other (message.h).
#pragma once

#include <cstdint>
#include <span>

#include "engine/decoder/message.h"

namespace lv {

/// False: this program was not started as longview starts it. From here on it ends with longview,
/// whatever ends that.
bool open_channel(std::span<char* const> arguments);

/// Gives up what decoding does not need, before the first byte of a stranger is read. True: the
/// system refuses this process files, the network and other processes from here on.
bool give_up_all_else(std::span<char* const> arguments);

/// Waits for a picture. False: nobody will ask any more.
bool hear(WorkerRequest& request);
/// False: nobody hears it any more.
bool say(const WorkerAnswer& answer);

/// The memory that both see. Throws std::bad_alloc where it cannot be seen.
std::uint8_t* shared_memory(std::size_t bytes);

}  // namespace lv
