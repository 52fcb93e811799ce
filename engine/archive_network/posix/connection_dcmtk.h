// DCMTK's client, connected to an archive: what asking and storing have in common.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmnet/scu.h>

#include <memory>
#include <stop_token>
#include <string>

#include "engine/archive_network/address.h"
#include "engine/archive_network/posix/transport_dcmtk.h"
#include "engine/core/result.h"

namespace lv {

/// "archive.example:104"
std::string name_of_server(const ArchiveAddress& address);

class ArchiveClient : public DcmSCU {
 public:
  ~ArchiveClient() override;

  /// Agrees with the archive on what this client offers (its presentation contexts). Where it shall
  /// stop, now or later, the connection breaks off. Errors: unavailable, saying whether nobody
  /// answers, the titles are refused or TLS fails; those of ArchiveTransport::make().
  Result<void> connect(const ArchiveAddress& address, const std::stop_token& stop);

  /// Gives up: the archive stops sending, and nothing more is waited for.
  Error broken_off(const OFCondition& why);

 private:
  Error why_not_connected(const OFCondition& agreed, const ArchiveAddress& address) const;

  std::unique_ptr<ArchiveTransport> transport_;
};

}  // namespace lv
