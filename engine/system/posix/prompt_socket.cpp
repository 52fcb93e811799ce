#include "engine/system/prompt_socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace lv {
namespace {

void switch_on(int socket, int option) {
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, option, &on, sizeof on);
}

}  // namespace

void send_at_once(int socket) {
  switch_on(socket, TCP_NODELAY);
}

void acknowledge_at_once(int socket) {
  switch_on(socket, TCP_QUICKACK);
}

}  // namespace lv
