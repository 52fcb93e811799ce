#include "engine/system/socket_end.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lv {

SocketEnd::SocketEnd(int socket) : own_(fcntl(socket, F_DUPFD_CLOEXEC, 0)) {}

SocketEnd::~SocketEnd() {
  if (own_ >= 0) close(own_);
}

void SocketEnd::cut() const {
  if (own_ >= 0) shutdown(own_, SHUT_RDWR);
}

}  // namespace lv
