#include "engine/archive_network/posix/transport_dcmtk.h"

namespace lv {

Result<std::unique_ptr<ArchiveTransport>> ArchiveTransport::make(const ArchiveAddress& address,
                                                                 std::stop_token stop) {
  std::unique_ptr<ArchiveTransport> transport(new ArchiveTransport(std::move(stop)));
  if (address.tls) {
    LV_ASSIGN(transport->tls_, Tls::make(address));
  }
  return transport;
}

DcmTransportConnection* ArchiveTransport::createConnection(DcmNativeSocketType socket, OFBool) {
  cut_.reset();
  end_ = std::make_unique<SocketEnd>(socket);
  cut_ = std::make_unique<Cut>(stop_, [end = end_.get()] { end->cut(); });
  return tls_ ? tls_->connection(socket) : DcmTransportLayer::createConnection(socket, OFFalse);
}

}  // namespace lv
