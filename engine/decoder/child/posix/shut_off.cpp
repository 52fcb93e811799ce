#include "engine/decoder/child/posix/shut_off.h"

#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace lv {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif
#else
constexpr bool sanitized = false;
#endif

/// The system calls that decoding needs: messages, memory, time, locks and exit.
constexpr int allowed[] = {
    SCMP_SYS(recvfrom),     SCMP_SYS(sendto),         SCMP_SYS(recv),         SCMP_SYS(send),
    SCMP_SYS(brk),          SCMP_SYS(mmap),           SCMP_SYS(mmap2),        SCMP_SYS(munmap),
    SCMP_SYS(mremap),       SCMP_SYS(mprotect),       SCMP_SYS(madvise),      SCMP_SYS(futex),
    SCMP_SYS(getrandom),    SCMP_SYS(clock_gettime),  SCMP_SYS(gettimeofday), SCMP_SYS(sched_yield),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(getpid),
    SCMP_SYS(gettid),       SCMP_SYS(tgkill),         SCMP_SYS(exit),         SCMP_SYS(exit_group),
};

void set_limit(int what, std::uint64_t most) {
  const rlimit limit{most, most};
  setrlimit(static_cast<decltype(RLIMIT_DATA)>(what), &limit);
}

}  // namespace

void end_with(int parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
}

void limit_memory(std::uint64_t most_bytes) {
  set_limit(RLIMIT_CORE, 0);
  if (!sanitized) set_limit(RLIMIT_DATA, most_bytes);
}

bool shut_off() {
  if (sanitized) return false;
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == nullptr) return false;
  bool done = true;
  for (const int call : allowed) {
    // A negative number: this machine has no such call.
    if (call >= 0) done = done && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  }
  done = done && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return done;
}

}  // namespace lv
