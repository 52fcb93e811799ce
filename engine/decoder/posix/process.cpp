#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fstream>
#include <string>
#include <system_error>

#include "engine/decoder/message.h"
#include "engine/decoder/process.h"

namespace lv {
namespace {

/// How long a process has computed.
std::chrono::nanoseconds computed(int process) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) return {};
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// True: the process could go on, but waits for a processor or a disk that others use (proc(5)).
bool is_held_up(int process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(file, text);
  const std::size_t name_end = text.rfind(") ");
  return name_end != std::string::npos && (text[name_end + 2] == 'R' || text[name_end + 2] == 'D');
}

Error cannot_start(const std::string& why) {
  return {ErrorCode::unavailable, "no process can be started for them: " + why};
}

std::string why_of(int error_number) {
  return std::generic_category().message(error_number);
}

std::filesystem::path path_of(const char* program) {
  std::error_code failure;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", failure).parent_path();
  const auto beside = self / program;
  if (std::filesystem::exists(beside, failure)) return beside;
  return self.parent_path() / "lib/longview" / program;
}

/// Starts it with its two descriptors and nothing else of ours, deaf to the terminal's signals:
/// when to end is this process's business. 0, or the system's number of what is wrong.
int spawn(const std::filesystem::path& program, std::uint64_t most_memory_bytes, int messages,
          int memory, pid_t& process) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (int stream = 0; stream < 3; ++stream) {
    posix_spawn_file_actions_addopen(&files, stream, "/dev/null", O_RDWR, 0);
  }
  posix_spawn_file_actions_adddup2(&files, messages, worker_requests);
  posix_spawn_file_actions_adddup2(&files, memory, worker_memory);
  posix_spawn_file_actions_addclosefrom_np(&files, std::max(worker_requests, worker_memory) + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t all;
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::string name = program.string(), parent = std::to_string(getpid()),
              most = std::to_string(most_memory_bytes);
  char* const arguments[] = {name.data(), parent.data(), most.data(), nullptr};
  const int failed = posix_spawn(&process, name.c_str(), &files, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return failed;
}

/// Above the numbers that the other process finds them under, so that one does not take the
/// other's place before it has been handed on.
int moved_up(int descriptor) {
  const int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, worker_memory + 1);
  close(descriptor);
  return moved;
}

class PosixProcess final : public HelperProcess {
 public:
  ~PosixProcess() override;

  Result<void> start(const char* program, std::uint64_t most_memory_bytes);
  std::span<std::uint8_t> memory(std::size_t bytes) override;
  Outcome hear(std::span<std::byte> answer, std::chrono::milliseconds patience) override;
  Outcome ask(std::span<const std::byte> question, std::span<std::byte> answer,
              std::chrono::milliseconds patience) override;

 private:
  Outcome hear_once(std::span<std::byte> answer, std::chrono::milliseconds patience);
  Outcome end();

  int process_ = -1, messages_ = -1, memory_file_ = -1;
  std::span<std::uint8_t> memory_;
};

Result<void> PosixProcess::start(const char* program, std::uint64_t most_memory_bytes) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    return cannot_start(why_of(errno));
  }
  messages_ = ends[0];
  const int its_end = moved_up(ends[1]);
  // It has no name, so that nothing is left wherever we end; and nobody can shrink it under us.
  const int memory = memfd_create("longview picture", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (memory >= 0) memory_file_ = moved_up(memory);
  int failed = errno;
  if (its_end >= 0 && memory_file_ >= 0 &&
      fcntl(memory_file_, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_SEAL) == 0) {
    failed = spawn(path_of(program), most_memory_bytes, its_end, memory_file_, process_);
    if (failed != 0) process_ = -1;
  }
  if (its_end >= 0) close(its_end);
  if (process_ < 0) return cannot_start(why_of(failed));
  return {};
}

PosixProcess::~PosixProcess() {
  end();
  if (!memory_.empty()) munmap(memory_.data(), memory_.size());
  if (memory_file_ >= 0) close(memory_file_);
  if (messages_ >= 0) close(messages_);
}

std::span<std::uint8_t> PosixProcess::memory(std::size_t bytes) {
  if (bytes <= memory_.size()) return memory_;
  if (!memory_.empty()) munmap(memory_.data(), memory_.size());
  memory_ = {};
  constexpr std::size_t step = std::size_t{1} << 20;
  const std::size_t size = (bytes + step - 1) / step * step;
  if (ftruncate(memory_file_, static_cast<off_t>(size)) != 0) return {};
  void* const at = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, memory_file_, 0);
  if (at == MAP_FAILED) return {};
  memory_ = {static_cast<std::uint8_t*>(at), size};
  return memory_;
}

HelperProcess::Outcome PosixProcess::hear(std::span<std::byte> answer,
                                          std::chrono::milliseconds patience) {
  constexpr int most_rounds = 20;
  const std::chrono::nanoseconds before = computed(process_);
  for (int round = 0; round < most_rounds; ++round) {
    const Outcome outcome = hear_once(answer, patience);
    if (outcome != Outcome::too_slow) return outcome;
    if (!is_held_up(process_) || computed(process_) - before >= patience) break;
  }
  end();
  return Outcome::too_slow;
}

HelperProcess::Outcome PosixProcess::hear_once(std::span<std::byte> answer,
                                               std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd messages{messages_, POLLIN, 0};
    const int ready = poll(&messages, 1, std::max(0, static_cast<int>(left.count())));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return Outcome::too_slow;
    const auto size = recv(messages_, answer.data(), answer.size(), 0);
    if (size == static_cast<ssize_t>(answer.size())) return Outcome::answered;
    if (size < 0 && errno == EINTR) continue;
    return end();
  }
}

HelperProcess::Outcome PosixProcess::ask(std::span<const std::byte> question,
                                         std::span<std::byte> answer,
                                         std::chrono::milliseconds patience) {
  if (send(messages_, question.data(), question.size(), MSG_NOSIGNAL) < 0) {
    end();
    return Outcome::was_ended;
  }
  return hear(answer, patience);
}

HelperProcess::Outcome PosixProcess::end() {
  if (process_ < 0) return Outcome::was_ended;
  int state = 0;
  kill(process_, SIGKILL);  // of one that is ending already, its own reason counts
  while (waitpid(process_, &state, 0) < 0 && errno == EINTR) continue;
  process_ = -1;
  return WIFSIGNALED(state) && WTERMSIG(state) == SIGKILL ? Outcome::was_ended
                                                          : Outcome::ended_itself;
}

}  // namespace

Result<std::unique_ptr<HelperProcess>> HelperProcess::start(const char* program,
                                                            std::uint64_t most_memory_bytes) {
  auto process = std::make_unique<PosixProcess>();
  LV_TRY(process->start(program, most_memory_bytes));
  return std::unique_ptr<HelperProcess>(std::move(process));
}

}  // namespace lv
