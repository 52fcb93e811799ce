#include "engine/decoder/child/channel.h"

#include <windows.h>

#include <cstdlib>
#include <cstring>

namespace lv {
namespace {

HANDLE asked = nullptr, answered = nullptr;
std::uint8_t* memory = nullptr;

HANDLE handle_of(const char* number) {
  return reinterpret_cast<HANDLE>(std::strtoull(number, nullptr, 10));
}

}  // namespace

/// Arguments: the handles of the memory, of the event that a picture is there, and of the event
/// that an answer is. The job in which longview has put this process ends it, and limits its
/// memory.
bool open_channel(std::span<char* const> arguments) {
  if (arguments.size() != 3) return false;
  SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);  // no dialogs where it crashes
  memory = static_cast<std::uint8_t*>(
      MapViewOfFile(handle_of(arguments[0]), FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, 0));
  asked = handle_of(arguments[1]);
  answered = handle_of(arguments[2]);
  return memory != nullptr;
}

bool give_up_all_else(std::span<char* const>) {
  return false;
}

bool hear(WorkerRequest& request) {
  if (WaitForSingleObject(asked, INFINITE) != WAIT_OBJECT_0) return false;
  std::memcpy(&request, memory, sizeof request);
  return true;
}

bool say(const WorkerAnswer& answer) {
  std::memcpy(memory, &answer, sizeof answer);
  return SetEvent(answered) != 0;
}

std::uint8_t* shared_memory(std::size_t) {
  return memory + worker_picture_at;
}

}  // namespace lv
