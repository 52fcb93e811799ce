#include "engine/core/log.h"

#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace lv::log {
namespace {

constexpr std::size_t ring_size = 200;

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

struct Sinks {
  std::shared_ptr<spdlog::sinks::stderr_sink_mt> to_stderr =
      std::make_shared<spdlog::sinks::stderr_sink_mt>();
  std::shared_ptr<spdlog::sinks::ringbuffer_sink_mt> ring =
      std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(ring_size);
  spdlog::logger logger{"longview", {to_stderr, ring}};

  Sinks() {
    to_stderr->set_level(spdlog::level::warn);
    ring->set_level(spdlog::level::info);
    logger.set_level(spdlog::level::debug);
    logger.set_pattern("%l %v");
  }
};

Sinks& sinks() {
  static Sinks instance;
  return instance;
}

}  // namespace

void write(Level level, std::string_view subsystem, std::string_view message) {
  sinks().logger.log(to_spdlog(level), "{}: {}", subsystem, message);
}

void set_stderr_level(Level level) {
  sinks().to_stderr->set_level(to_spdlog(level));
}

std::vector<std::string> recent() {
  return sinks().ring->last_formatted();
}

}  // namespace lv::log
