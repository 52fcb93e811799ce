#include "engine/archive_network/posix/tls_openssl.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcerror.h>
#include <dcmtk/dcmtls/tlstrans.h>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "engine/core/file_name.h"
#include "engine/system/prompt_socket.h"

namespace lv {
namespace {

constexpr const char* wants_certificate =
    "it may want this computer's certificate (cert=FILE&key=FILE)";

std::string why_not_trusted(long found, const std::string& host) {
  if (found == X509_V_ERR_HOSTNAME_MISMATCH || found == X509_V_ERR_IP_ADDRESS_MISMATCH) {
    return fmt::format(
        "has a certificate of another name than {}; the address must call it as its certificate "
        "does",
        host);
  }
  return fmt::format(
      "has a certificate that is not trusted here ({}); nothing was asked. ca=FILE names the "
      "hospital's own authorities",
      X509_verify_cert_error_string(found));
}

/// After a handshake that failed. Empty: nobody has answered in time.
std::string why_no_agreement(SSL* connection, int result, const std::string& host) {
  const long found = SSL_get_verify_result(connection);
  if (found != X509_V_OK) return why_not_trusted(found, host);
  const unsigned long error = ERR_peek_last_error();
  if (ERR_GET_REASON(error) >= SSL_AD_REASON_OFFSET) {  // the archive has said why
    return fmt::format("refuses TLS ({}); {}", ERR_reason_error_string(error), wants_certificate);
  }
  if (SSL_get_error(connection, result) == SSL_ERROR_WANT_READ) return {};
  return "does not speak TLS there; dicom:// asks without it, readable to all on the way";
}

/// DCMTK's, which keeps what went wrong and acknowledges at once.
class TlsConnection : public DcmTLSConnection {
 public:
  TlsConnection(int socket, SSL* connection, std::string host, std::shared_ptr<std::string> refusal)
      : DcmTLSConnection(socket, connection),
        connection_(connection),
        host_(std::move(host)),
        refusal_(std::move(refusal)) {}

  OFCondition clientSideHandshake() override {
    ERR_clear_error();
    const int result = SSL_connect(connection_);
    if (result == 1) {
      *refusal_ = fmt::format("ends the connection once TLS is agreed on; {}", wants_certificate);
      return EC_Normal;
    }
    *refusal_ = why_no_agreement(connection_, result, host_);
    return EC_IllegalCall;
  }
  ssize_t read(void* bytes, size_t count) override {
    acknowledge_at_once(getSocket());
    return DcmTLSConnection::read(bytes, count);
  }

 private:
  SSL* connection_;  ///< the base class frees it
  std::string host_;
  std::shared_ptr<std::string> refusal_;
};

/// Without it OpenSSL would ask at the terminal.
int no_password(char*, int, int, void*) {
  return 0;
}

Result<void> use_files(SSL_CTX* settings, const ArchiveAddress& address) {
  const std::string& authorities = address.authorities;
  if (!authorities.empty() &&
      SSL_CTX_load_verify_locations(settings, authorities.c_str(), nullptr) != 1) {
    return Error{ErrorCode::unreadable, "is no file of certificates (PEM)", file_name(authorities)};
  }
  const std::string& own = address.certificate;
  if (own.empty()) return {};
  if (SSL_CTX_use_certificate_chain_file(settings, own.c_str()) != 1) {
    return Error{ErrorCode::unreadable, "is no certificate (PEM)", file_name(own)};
  }
  const std::string& key = address.key.empty() ? own : address.key;
  if (SSL_CTX_use_PrivateKey_file(settings, key.c_str(), SSL_FILETYPE_PEM) == 1) return {};
  return Error{ErrorCode::unreadable,
               "is no key of this certificate (PEM, without a password; key=FILE names it)",
               file_name(key)};
}

}  // namespace

Result<Tls> Tls::make(const ArchiveAddress& address) {
  Tls tls;
  tls.host_ = address.host;
  tls.refusal_ = std::make_shared<std::string>();
  tls.settings_.reset(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX* const settings = tls.settings_.get();
  if (settings == nullptr || SSL_CTX_set_min_proto_version(settings, TLS1_2_VERSION) != 1 ||
      SSL_CTX_set_default_verify_paths(settings) != 1) {
    return Error{ErrorCode::unavailable, "this computer's OpenSSL cannot begin"};
  }
  SSL_CTX_set_verify(settings, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_default_passwd_cb(settings, no_password);
  LV_TRY(use_files(settings, address));
  return tls;
}

DcmTransportConnection* Tls::connection(int socket) {
  SSL* const connection = SSL_new(settings_.get());
  if (connection == nullptr) return nullptr;
  const bool is_number =
      X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), host_.c_str()) == 1;
  const bool named = is_number || (SSL_set1_host(connection, host_.c_str()) == 1 &&
                                   SSL_set_tlsext_host_name(connection, host_.c_str()) == 1);
  if (!named || SSL_set_fd(connection, socket) != 1) {
    SSL_free(connection);
    return nullptr;
  }
  return new TlsConnection(socket, connection, host_, refusal_);
}

}  // namespace lv
