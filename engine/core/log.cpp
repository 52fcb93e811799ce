#include "engine/core/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "engine/core/shown_text.h"

namespace lv::log {
namespace {

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

struct Logger {
  spdlog::logger to_stderr{"longview", std::make_shared<spdlog::sinks::stderr_sink_mt>()};

  Logger() {
    to_stderr.set_level(spdlog::level::warn);
    to_stderr.set_pattern("%l %v");
  }
};

}  // namespace

void write(Level level, std::string_view subsystem, std::string_view message) {
  static Logger logger;
  logger.to_stderr.log(to_spdlog(level), "{}: {}", subsystem, shown_text(message));
}

}  // namespace lv::log
