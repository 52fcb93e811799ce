// parallel_for in chunks whose borders depend on the count alone, so that results which are joined
// chunk by chunk are the same for any number of threads.
#pragma once

#include <cstddef>
#include <functional>

namespace lv {

/// Threads that parallel_for may use, the caller included. 0: as many as the machine has cores;
/// more than that are not made. Takes effect with the next parallel_for; call it from the main
/// thread only.
void set_thread_count(int count);
int thread_count();

/// Calls body(begin, end) for consecutive ranges of [0, count), each `chunk` long (the last one may
/// be shorter), on several threads; returns when all are done. A call from inside a body, or while
/// another thread's parallel_for runs, is done on the calling thread. What `body` throws, the first
/// of it, is thrown on here when every thread has left it; ranges not begun by then are left out.
void parallel_for(std::size_t count, std::size_t chunk,
                  const std::function<void(std::size_t begin, std::size_t end)>& body);

}  // namespace lv
