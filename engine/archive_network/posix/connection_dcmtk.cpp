#include "engine/archive_network/posix/connection_dcmtk.h"

#include <dcmtk/dcmnet/dcmtrans.h>
#include <fmt/format.h>

#include <algorithm>

namespace lv {

std::string name_of_server(const ArchiveAddress& address) {
  return fmt::format("{}:{}", address.host, address.port);
}

ArchiveClient::~ArchiveClient() {
  if (isConnected()) releaseAssociation();
  freeNetwork();  // before the transport goes
}

Result<void> ArchiveClient::connect(const ArchiveAddress& address, const std::stop_token& stop) {
  LV_ASSIGN(transport_, ArchiveTransport::make(address, stop));
  setAETitle(address.calling.c_str());
  setPeerAETitle(address.called.c_str());
  setPeerHostName(address.host.c_str());
  setPeerPort(static_cast<Uint16>(address.port));
  setDIMSEBlockingMode(DIMSE_NONBLOCKING);
  constexpr int longest_to_connect_s = 10;  // nothing can end this wait
  setConnectionTimeout(std::min(longest_to_connect_s, address.patience_s));
  setDIMSETimeout(static_cast<Uint32>(address.patience_s));
  setACSETimeout(static_cast<Uint32>(address.patience_s));
  dcmSocketReceiveTimeout.set(address.patience_s);
  dcmSocketSendTimeout.set(address.patience_s);
  if (initNetwork().bad() || useSecureConnection(transport_.get()).bad()) {
    return Error{ErrorCode::unavailable, "this computer has no network"};
  }
  const OFCondition agreed = negotiateAssociation();
  // What it will not do is seen by its presentation contexts.
  if (agreed.good() || agreed == NET_EC_NoAcceptablePresentationContexts) return {};
  return why_not_connected(agreed, address);
}

Error ArchiveClient::why_not_connected(const OFCondition& agreed,
                                       const ArchiveAddress& address) const {
  const std::string server = name_of_server(address), refusal = transport_->refusal();
  if (agreed == DUL_ASSOCIATIONREJECTED) {
    return {
        ErrorCode::unavailable,
        fmt::format("the archive at {} refuses the connection: it goes by another name than {}, "
                    "does not know {} (calling=TITLE sets ours), or has too much to do; who "
                    "runs it can say",
                    server, address.called, address.calling)};
  }
  if (refusal.empty() || agreed == DUL_READTIMEOUT) {
    return {ErrorCode::unavailable, "no archive answers at " + server};
  }
  return {ErrorCode::unavailable, "the archive at " + server + " " + refusal};
}

Error ArchiveClient::broken_off(const OFCondition& why) {
  if (isConnected()) abortAssociation();
  const std::string all = why.text() == nullptr ? "" : why.text();
  const std::string first_line = all.substr(0, all.find('\n'));  // the others are of layers below
  return {ErrorCode::unavailable,
          first_line.empty() ? "the connection to the archive broke off"
                             : "the connection to the archive broke off (" + first_line + ")"};
}

}  // namespace lv
