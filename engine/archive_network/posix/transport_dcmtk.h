// What carries the bytes between an archive and this computer: a socket, with TLS or without, that
// is cut at once when the work shall stop.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmnet/dcmlayer.h>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/archive_network/address.h"
#include "engine/archive_network/posix/tls_openssl.h"
#include "engine/core/result.h"
#include "engine/system/socket_end.h"

namespace lv {

class ArchiveTransport : public DcmTransportLayer {
 public:
  /// Errors: those of Tls::make().
  static Result<std::unique_ptr<ArchiveTransport>> make(const ArchiveAddress& address,
                                                        std::stop_token stop);

  DcmTransportConnection* createConnection(DcmNativeSocketType socket, OFBool) override;

  /// Tls::refusal(); empty without TLS.
  std::string refusal() const { return tls_ ? tls_->refusal() : ""; }

 private:
  using Cut = std::stop_callback<std::function<void()>>;
  explicit ArchiveTransport(std::stop_token stop) : stop_(std::move(stop)) {}

  std::stop_token stop_;
  std::optional<Tls> tls_;
  std::unique_ptr<SocketEnd> end_;
  std::unique_ptr<Cut> cut_;  // destroyed first: it uses end_
};

}  // namespace lv
