#include "engine/decoder/process.h"

#include <windows.h>

#include <array>
#include <cstring>
#include <memory>
#include <string>
#include <system_error>

#include "engine/decoder/message.h"
#include "engine/system/this_process.h"

namespace lv {
namespace {

struct Closed {
  void operator()(HANDLE handle) const { CloseHandle(handle); }
};
using Handle = std::unique_ptr<void, Closed>;

/// As the task manager ends a process.
constexpr UINT exit_code_of_the_killed = 1;
/// A picture of a billion samples; room for it is kept in the table of pages alone until it is
/// used.
constexpr std::uint64_t most_memory_bytes_shared = std::uint64_t{1} << 31;

Error cannot_start() {
  const auto code = static_cast<int>(GetLastError());
  return {ErrorCode::unavailable,
          "no process can be started for them: " + std::system_category().message(code)};
}

/// The handles that are made with it are the worker's as well.
SECURITY_ATTRIBUTES handed_on() {
  return {sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
}

/// A process in it ends with this one, has no children, shows no dialog where it crashes, and takes
/// no more memory than this.
Handle make_job(std::uint64_t most_memory_bytes) {
  Handle job(CreateJobObjectW(nullptr, nullptr));
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
  limits.BasicLimitInformation.LimitFlags =
      JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_PROCESS_MEMORY |
      JOB_OBJECT_LIMIT_ACTIVE_PROCESS | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
  limits.BasicLimitInformation.ActiveProcessLimit = 1;
  limits.ProcessMemoryLimit = most_memory_bytes;
  const bool done = job && SetInformationJobObject(job.get(), JobObjectExtendedLimitInformation,
                                                   &limits, sizeof limits) != 0;
  return done ? std::move(job) : nullptr;
}

std::wstring number(const Handle& handle) {
  return L' ' + std::to_wstring(reinterpret_cast<std::uintptr_t>(handle.get()));
}

/// Starts a process that holds these handles of ours and no others, and does not run yet.
bool create(const std::filesystem::path& program, std::wstring command,
            std::span<HANDLE> its_handles, PROCESS_INFORMATION& made) {
  alignas(16) std::array<std::byte, 256> room;
  SIZE_T size = room.size();
  STARTUPINFOEXW start{};
  start.StartupInfo.cb = sizeof start;
  start.lpAttributeList = reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(room.data());
  if (InitializeProcThreadAttributeList(start.lpAttributeList, 1, 0, &size) == 0) return false;
  const bool done =
      UpdateProcThreadAttribute(start.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST,
                                its_handles.data(), its_handles.size_bytes(), nullptr,
                                nullptr) != 0 &&
      CreateProcessW(program.c_str(), command.data(), nullptr, nullptr, TRUE,
                     CREATE_SUSPENDED | DETACHED_PROCESS | EXTENDED_STARTUPINFO_PRESENT, nullptr,
                     nullptr, &start.StartupInfo, &made) != 0;
  DeleteProcThreadAttributeList(start.lpAttributeList);
  return done;
}

class WindowsProcess final : public HelperProcess {
 public:
  ~WindowsProcess() override {
    end();
    if (shared_ != nullptr) UnmapViewOfFile(shared_);
  }

  bool start(const std::filesystem::path& program, std::uint64_t most_memory_bytes);
  std::span<std::uint8_t> memory(std::size_t bytes) override;
  Outcome hear(std::span<std::byte> answer, std::chrono::milliseconds patience) override;
  Outcome ask(std::span<const std::byte> question, std::span<std::byte> answer,
              std::chrono::milliseconds patience) override;

 private:
  bool make_memory();
  bool commit(std::size_t bytes) {
    return VirtualAlloc(shared_, bytes, MEM_COMMIT, PAGE_READWRITE) != nullptr;
  }
  std::chrono::nanoseconds computed() const;
  Outcome end();

  Handle job_, process_, section_, asked_, answered_;
  std::uint8_t* shared_ = nullptr;  ///< a message, then the picture (message.h)
  std::size_t committed_ = 0;
};

bool WindowsProcess::make_memory() {
  SECURITY_ATTRIBUTES attributes = handed_on();
  section_.reset(CreateFileMappingW(INVALID_HANDLE_VALUE, &attributes, PAGE_READWRITE | SEC_RESERVE,
                                    most_memory_bytes_shared >> 32,
                                    static_cast<DWORD>(most_memory_bytes_shared), nullptr));
  if (!section_) return false;
  shared_ = static_cast<std::uint8_t*>(
      MapViewOfFile(section_.get(), FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, 0));
  return shared_ != nullptr && commit(worker_picture_at);
}

bool WindowsProcess::start(const std::filesystem::path& program, std::uint64_t most_memory_bytes) {
  SECURITY_ATTRIBUTES attributes = handed_on();
  asked_.reset(CreateEventW(&attributes, FALSE, FALSE, nullptr));
  answered_.reset(CreateEventW(&attributes, FALSE, FALSE, nullptr));
  job_ = make_job(most_memory_bytes);
  if (!asked_ || !answered_ || !job_ || !make_memory()) return false;
  HANDLE its_handles[] = {section_.get(), asked_.get(), answered_.get()};
  PROCESS_INFORMATION made{};
  const std::wstring command =
      L"longview_decoder" + number(section_) + number(asked_) + number(answered_);
  if (!create(program, command, its_handles, made)) return false;
  process_.reset(made.hProcess);
  const Handle thread(made.hThread);
  return AssignProcessToJobObject(job_.get(), process_.get()) != 0 &&
         ResumeThread(thread.get()) != static_cast<DWORD>(-1);
}

std::span<std::uint8_t> WindowsProcess::memory(std::size_t bytes) {
  constexpr std::size_t step = std::size_t{1} << 20;
  const std::size_t size = (std::max(bytes, committed_) + step - 1) / step * step;
  if (size + worker_picture_at > most_memory_bytes_shared) return {};
  if (size > committed_ && !commit(worker_picture_at + size)) return {};
  committed_ = size;
  return {shared_ + worker_picture_at, size};
}

/// How long the process has computed.
std::chrono::nanoseconds WindowsProcess::computed() const {
  FILETIME ignored, kernel, user;
  if (GetProcessTimes(process_.get(), &ignored, &ignored, &kernel, &user) == 0) return {};
  const auto steps = [](FILETIME time) {  // of 100 ns
    return static_cast<std::int64_t>(time.dwHighDateTime) << 32 | time.dwLowDateTime;
  };
  return std::chrono::nanoseconds(100 * (steps(kernel) + steps(user)));
}

HelperProcess::Outcome WindowsProcess::hear(std::span<std::byte> answer,
                                            std::chrono::milliseconds patience) {
  constexpr int most_rounds = 20;
  const HANDLE either[] = {answered_.get(), process_.get()};
  const auto before = computed();
  for (int round = 0; round < most_rounds; ++round) {
    const auto so_far = computed();
    const DWORD came =
        WaitForMultipleObjects(2, either, FALSE, static_cast<DWORD>(patience.count()));
    if (came == WAIT_OBJECT_0) {
      std::memcpy(answer.data(), shared_, answer.size());
      return Outcome::answered;
    }
    if (came != WAIT_TIMEOUT) return end();
    // It waits for nothing that ever comes, or it has had the time that it may take.
    if (computed() == so_far || computed() - before >= patience) break;
  }
  end();
  return Outcome::too_slow;
}

HelperProcess::Outcome WindowsProcess::ask(std::span<const std::byte> question,
                                           std::span<std::byte> answer,
                                           std::chrono::milliseconds patience) {
  std::memcpy(shared_, question.data(), question.size());
  if (SetEvent(asked_.get()) == 0) return end();
  return hear(answer, patience);
}

HelperProcess::Outcome WindowsProcess::end() {
  if (!process_) return Outcome::was_ended;
  // Of one that has ended already, its own exit code counts.
  TerminateProcess(process_.get(), exit_code_of_the_killed);
  WaitForSingleObject(process_.get(), INFINITE);
  DWORD code = 0;
  GetExitCodeProcess(process_.get(), &code);
  process_.reset();
  return code == exit_code_of_the_killed ? Outcome::was_ended : Outcome::ended_itself;
}

}  // namespace

Result<std::unique_ptr<HelperProcess>> HelperProcess::start(const char* program,
                                                            std::uint64_t most_memory_bytes) {
  auto process = std::make_unique<WindowsProcess>();
  const auto file = program_file().parent_path() / (std::string(program) + ".exe");
  if (!process->start(file, most_memory_bytes)) return cannot_start();
  return std::unique_ptr<HelperProcess>(std::move(process));
}

}  // namespace lv
