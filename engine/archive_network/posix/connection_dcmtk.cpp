#include "engine/archive_network/posix/connection_dcmtk.h"

#include <fmt/format.h>

namespace lv {

std::string name_of_server(const ArchiveAddress& address) {
  return fmt::format("{}:{}", address.host, address.port);
}

Result<void> connect(DcmSCU& client, const ArchiveAddress& address) {
  client.setAETitle(address.calling.c_str());
  client.setPeerAETitle(address.called.c_str());
  client.setPeerHostName(address.host.c_str());
  client.setPeerPort(static_cast<Uint16>(address.port));
  client.setDIMSEBlockingMode(DIMSE_NONBLOCKING);
  constexpr int patience_s = 30;
  client.setDIMSETimeout(patience_s);
  client.setACSETimeout(patience_s);
  client.setConnectionTimeout(patience_s);
  if (client.initNetwork().bad()) {
    return Error{ErrorCode::unavailable, "this computer has no network"};
  }
  const OFCondition agreed = client.negotiateAssociation();
  if (agreed == DUL_ASSOCIATIONREJECTED) {
    return Error{
        ErrorCode::unavailable,
        fmt::format("the archive at {} refuses the titles: it goes by another name than {}, "
                    "or does not know {}; who runs it can say (calling=TITLE sets ours)",
                    name_of_server(address), address.called, address.calling)};
  }
  // What it will not do is seen by its presentation contexts.
  if (agreed == NET_EC_NoAcceptablePresentationContexts) return {};
  if (agreed.bad()) {
    return Error{ErrorCode::unavailable, "no archive answers at " + name_of_server(address)};
  }
  return {};
}

Error broken_off(const OFCondition& why) {
  return {ErrorCode::unavailable,
          why.text() == nullptr
              ? "the connection to the archive broke off"
              : "the connection to the archive broke off (" + std::string(why.text()) + ")"};
}

}  // namespace lv
