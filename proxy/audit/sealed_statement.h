// Sealed statements: the SQL of a query as it was sent, with its literals and parameters, so that
// only who holds the replay key can read it. The log stays free of them for everybody else, the
// proxy included: it has the public half alone, and can't open what it sealed.
//
// libsodium's sealed boxes (an ephemeral X25519 key for each, XSalsa20-Poly1305). Keys are the PEM
// files that `openssl genpkey -algorithm x25519` and `openssl pkey -pubout` write.
//
// Thread-safety: immutable, share freely. Errors: messages hold nothing of keys or statements.
#ifndef SUDARE_PROXY_AUDIT_SEALED_STATEMENT_H_
#define SUDARE_PROXY_AUDIT_SEALED_STATEMENT_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/base/secret_bytes.h"
#include "proto/audit.pb.h"

namespace sudare::audit {

// A larger one isn't kept: a record may have 16 MiB at most.
inline constexpr size_t kMostSealedBytes = 8 << 20;

// The public half.
class StatementSealer {
 public:
  // kInvalidArgument: no PEM of an X25519 public key.
  static absl::StatusOr<StatementSealer> FromPem(absl::string_view pem);

  // Nothing: it is larger than kMostSealedBytes. Takes about 0.1 ms.
  std::optional<std::string> Seal(const sudare::v1::StatementAsSent& statement) const;

 private:
  explicit StatementSealer(std::string key) : key_(std::move(key)) {}
  std::string key_;
};

// The private half.
class ReplayKey {
 public:
  // `pem` is unencrypted, and its own storage the caller's to wipe. kInvalidArgument: no PEM of an
  // X25519 private key. kResourceExhausted: no locked memory.
  static absl::StatusOr<ReplayKey> FromPem(absl::string_view pem);

  // kPermissionDenied: it was sealed to another key. kDataLoss: what was sealed is no statement.
  absl::StatusOr<sudare::v1::StatementAsSent> Open(absl::string_view sealed) const;

 private:
  ReplayKey(std::shared_ptr<const SecretBytes> secret, std::string public_key)
      : secret_(std::move(secret)), public_key_(std::move(public_key)) {}
  std::shared_ptr<const SecretBytes> secret_;
  std::string public_key_;
};

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_SEALED_STATEMENT_H_
