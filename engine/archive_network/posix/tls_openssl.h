// TLS to an archive. The archive's certificate must be trusted and valid today, and must be of the
// name by which the address calls it. Whether it has been revoked is not asked.
#pragma once

#include <memory>
#include <string>

#include "engine/archive_network/address.h"
#include "engine/core/result.h"

class DcmTransportConnection;
struct ssl_ctx_st;

namespace lv {

class Tls {
 public:
  /// Trusts what the system trusts, and the address's own authorities. Errors: of the files that
  /// the address names.
  static Result<Tls> make(const ArchiveAddress& address);

  /// Over a socket that is connected; the caller owns it.
  DcmTransportConnection* connection(int socket);

  /// What the archive does, if the connection was not made though it has answered; empty: it has
  /// not. TLS 1.3 ends before the archive judges this computer's certificate.
  const std::string& refusal() const { return *refusal_; }

 private:
  Tls() = default;
  std::shared_ptr<ssl_ctx_st> settings_;
  std::string host_;
  std::shared_ptr<std::string> refusal_;  ///< shared with the connection
};

}  // namespace lv
