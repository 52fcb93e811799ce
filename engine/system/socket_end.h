// A second hold on a connection's socket, with which another thread ends the connection at once.
#pragma once

namespace lv {

class SocketEnd {
 public:
  explicit SocketEnd(int socket);
  SocketEnd(const SocketEnd&) = delete;
  SocketEnd& operator=(const SocketEnd&) = delete;
  ~SocketEnd();

  /// Whoever waits at the socket learns that nothing more comes. Any thread.
  void cut() const;

 private:
  int own_;  ///< stays the same socket, even when the other hold on it has been closed
};

}  // namespace lv
