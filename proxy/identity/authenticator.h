// Authenticator: who is calling, proved by certificate or password. Throttles and audits failures.
#ifndef SUDARE_PROXY_IDENTITY_AUTHENTICATOR_H_
#define SUDARE_PROXY_IDENTITY_AUTHENTICATOR_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proxy/audit/audit_log.h"

namespace sudare {

// Which account is calling, as the door saw it.
struct Caller {
  std::string account;
  // "certificate" or "password"
  std::string method;
  std::string peer;
};

// Who is calling a service for staff, by certificate: a staff member or, who has no business there
// and is to be told so, an account. One of the names is empty.
struct StaffCaller {
  std::string staff;
  std::string account;
  std::string peer;
};

// What a door knows of its peer. Only verified certificates may be put here.
struct PeerEvidence {
  // host:port or unix socket
  std::string peer;
  // Subject alternative names of the verified client certificate.
  std::vector<std::string> sans;
  // PEM of that certificate, for pinning by SHA-256; may be empty.
  std::string certificate_pem;
  // From a password log-in.
  std::optional<std::string> user;
  std::optional<std::string> password;
};

// Thread-safety: internally locked.
class Authenticator {
 public:
  virtual ~Authenticator() = default;

  // kUnauthenticated: nobody known (one message for unknown account, wrong password and wrong
  // certificate). kResourceExhausted: too many failures from this address or for this account; says
  // when to try again. Or too many log-ins at once. Neither runs Argon2id. kUnavailable: the log-in
  // can't be audited. Who gives a user name logs in by password only, whatever certificate there
  // is. A certificate isn't throttled, since it can't be guessed; failures by certificate are.
  // Every failure is audited; of refusals by the throttle the first, and then their number once a
  // `window`. A password that was right is remembered (as a keyed hash, in memory, for a short
  // time), so that Argon2id isn't run for every call (from the same address: elsewhere that would
  // let others guess at it unthrottled, and only as long as the account's password_hash stays the
  // same); log-ins are audited at the first use of a connection or credential, not at every call.
  virtual absl::StatusOr<Caller> Authenticate(const PeerEvidence& evidence,
                                              const Policy& policy) = 0;

  // For services of the city's staff, who log in by certificate only: kUnauthenticated also where a
  // user name comes along, whatever certificate there is. Otherwise as above.
  virtual absl::StatusOr<StaffCaller> AuthenticateStaff(const PeerEvidence& evidence,
                                                        const Policy& policy) = 0;
};

struct AuthenticatorOptions {
  // Failed log-ins allowed for one account, and for one address, within any `window`.
  int failures = 5;
  absl::Duration window = absl::Seconds(60);
  std::function<absl::Time()> clock = absl::Now;
  // Holds a password against an Argon2id line; null is VerifyPassword() of password.h. Tests count
  // and delay here.
  std::function<bool(const std::string& line, absl::string_view password)> verify;
};

// `audit` outlives the authenticator.
std::unique_ptr<Authenticator> MakeAuthenticator(const AuthenticatorOptions& options,
                                                 AuditLog* audit);

// A line for Account.password_hash: Argon2id, 64 MiB, 2 passes. kInvalidArgument: empty, or longer
// than 1024 bytes.
absl::StatusOr<std::string> HashPassword(absl::string_view password);

}  // namespace sudare

#endif  // SUDARE_PROXY_IDENTITY_AUTHENTICATOR_H_
