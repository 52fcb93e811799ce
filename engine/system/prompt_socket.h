// A socket that does not make small messages wait.
//
// DICOM's network protocol sends a few bytes and waits for a few. TCP, though, likes to collect: a
// sender holds back its second small packet until the first is acknowledged (Nagle's algorithm, RFC
// 896), and a receiver acknowledges up to 40 ms later (RFC 1122, 4.2.3.2). Both together cost 40 ms
// for each message, twice for each picture.
#pragma once

namespace lv {

/// Small packets are sent as they come.
void send_at_once(int socket);

/// What was received is acknowledged now. Linux forgets it after each answer, so it is said before
/// each reading.
void acknowledge_at_once(int socket);

}  // namespace lv
