// What every connection of DCMTK's network client to an archive has in common.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmnet/scu.h>

#include <string>

#include "engine/archive_network/address.h"
#include "engine/core/result.h"

namespace lv {

/// "archive.example:104"
std::string name_of_server(const ArchiveAddress& address);

/// Agrees with the archive on what the client offers (its presentation contexts). Errors:
/// unavailable, saying whether nobody answers or the titles are refused.
Result<void> connect(DcmSCU& client, const ArchiveAddress& address);

Error broken_off(const OFCondition& why);

}  // namespace lv
