#include "engine/archive_network/posix/transport_dcmtk.h"

#include <dcmtk/dcmnet/dcmtrans.h>

#include "engine/system/prompt_socket.h"

namespace lv {
namespace {

class PlainConnection final : public DcmTCPConnection {
 public:
  using DcmTCPConnection::DcmTCPConnection;

  ssize_t read(void* bytes, size_t count) override {
    acknowledge_at_once(getSocket());
    return DcmTCPConnection::read(bytes, count);
  }
};

}  // namespace

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
  send_at_once(socket);
  if (tls_) return tls_->connection(socket);
  return new PlainConnection(socket);
}

}  // namespace lv
