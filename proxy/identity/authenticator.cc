#include "proxy/identity/authenticator.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/record.h"
#include "proxy/error.h"
#include "proxy/identity/certificate.h"
#include "proxy/identity/credential_memory.h"
#include "proxy/identity/password.h"
#include "proxy/identity/peer_address.h"
#include "proxy/identity/throttle.h"

namespace sudare {
namespace {

constexpr char kCertificate[] = "certificate";
constexpr char kPassword[] = "password";

// Each run of Argon2id takes 64 MiB.
constexpr int kVerifications = 2;
// Log-ins that wait for one of these.
constexpr int kWaiting = 64;
constexpr absl::Duration kPasswordMemory = absl::Minutes(5);
constexpr size_t kPasswords = 4096;
// A connection older than this is recorded again.
constexpr absl::Duration kLoginMemory = absl::Hours(1);
constexpr size_t kLogins = 16384;
// An attacker adds names only as fast as Argon2id runs, so that within a window none is forgotten.
constexpr size_t kThrottledNames = 65536;

absl::Status Unknown() {
  ErrorFields fields;
  fields.reason = "UNAUTHENTICATED";
  fields.advice = "check the certificate, or account and password, with the city";
  return MakeError(absl::StatusCode::kUnauthenticated,
                   "nobody is known by this certificate or password", fields);
}

// What staff read instead of Unknown().
absl::Status ForStaff(absl::Status status) {
  if (!absl::IsUnauthenticated(status)) return status;
  ErrorFields fields;
  fields.reason = "UNAUTHENTICATED";
  fields.advice =
      "staff log in by client certificate over TLS, without user name; check it with an admin";
  return MakeError(absl::StatusCode::kUnauthenticated,
                   "no staff member is known by this certificate", fields);
}

absl::Status TooManyFailures(absl::Duration wait) {
  const int64_t seconds =
      std::max<int64_t>(absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1))), 1);
  ErrorFields fields;
  fields.reason = "LOGIN_THROTTLED";
  fields.advice = absl::StrCat("try again in ", seconds, " seconds");
  return MakeError(absl::StatusCode::kResourceExhausted,
                   absl::StrCat("too many failed log-ins: try again in ", seconds, " seconds"),
                   fields);
}

absl::Status TooManyAtOnce() {
  ErrorFields fields;
  fields.reason = "LOGINS_AT_ONCE";
  fields.advice = "try again in a few seconds";
  return MakeError(absl::StatusCode::kResourceExhausted,
                   "too many log-ins at once: try again in a few seconds", fields);
}

absl::Status NotAudited() {
  ErrorFields fields;
  fields.reason = "AUDIT_UNAVAILABLE";
  fields.advice = "try again later, and tell the operator of the proxy if it lasts";
  return MakeError(absl::StatusCode::kUnavailable,
                   "the audit log can't be written, and nobody logs in without it", fields);
}

// For who can't be told from somebody known by the time it takes: the line of an account that has
// one.
const std::string* AnyPasswordLine(const Policy& policy) {
  for (const Account& account : policy.accounts()) {
    if (!account.password_hash.empty()) return &account.password_hash;
  }
  return nullptr;
}

class ThrottlingAuthenticator : public Authenticator {
 public:
  ThrottlingAuthenticator(const AuthenticatorOptions& options, AuditLog* audit)
      : options_(options),
        audit_(audit),
        accounts_(options.failures, options.window, kThrottledNames),
        addresses_(options.failures, options.window, kThrottledNames),
        passwords_(kPasswordMemory, kPasswords),
        logins_(kLoginMemory, kLogins) {
    if (!options_.verify) options_.verify = VerifyPassword;
  }

  ~ThrottlingAuthenticator() override { ReportRefusals(TakeRefusals(absl::InfiniteFuture()), ""); }

  absl::StatusOr<Caller> Authenticate(const PeerEvidence& evidence, const Policy& policy) override {
    ReportRefusals(TakeRefusals(options_.clock()), policy.hash());
    if (evidence.user.has_value()) return ByPassword(evidence, policy);
    Attempt attempt{evidence, policy, PeerAddress(evidence.peer), kCertificate};
    const CertificateHolders holders =
        HoldersOfCertificate(policy, evidence.sans, evidence.certificate_pem);
    if (holders.accounts.size() == 1 && holders.size() == 1) {
      attempt.account = holders.accounts.front();
      return AcceptAccount(attempt);
    }
    return RejectCertificate(attempt, WrongCertificate(evidence, holders, "account"));
  }

  absl::StatusOr<StaffCaller> AuthenticateStaff(const PeerEvidence& evidence,
                                                const Policy& policy) override {
    ReportRefusals(TakeRefusals(options_.clock()), policy.hash());
    Attempt attempt{evidence, policy, PeerAddress(evidence.peer), kCertificate};
    if (evidence.user.has_value()) {
      attempt.method = kPassword;
      return ForStaff(RejectCertificate(attempt, "user name where only a certificate counts"));
    }
    const CertificateHolders holders =
        HoldersOfCertificate(policy, evidence.sans, evidence.certificate_pem);
    if (holders.size() != 1) {
      return ForStaff(
          RejectCertificate(attempt, WrongCertificate(evidence, holders, "staff member")));
    }
    if (holders.staff.empty()) {
      attempt.account = holders.accounts.front();
    } else {
      attempt.staff = holders.staff.front();
    }
    SUDARE_RETURN_IF_ERROR(Accept(attempt));
    return StaffCaller{NameOf(attempt.staff), NameOf(attempt.account), evidence.peer};
  }

 private:
  // One attempt to log in.
  struct Attempt {
    const PeerEvidence& evidence;
    const Policy& policy;
    std::string address;
    const char* method = kPassword;
    // Null: the policy doesn't know it.
    const Account* account = nullptr;
    const StaffMember* staff = nullptr;
  };
  enum class Verdict {
    // Proved before.
    kRight,
    // To be verified; the attempt has begun.
    kOpen,
    kThrottled,
    kTooMany,
  };
  struct Refusal {
    absl::Duration wait;
    // Not yet audited.
    bool is_first = false;
  };

  template <typename Person>
  static std::string NameOf(const Person* person) {
    return person == nullptr ? "" : person->name;
  }

  // Why `holders` are not the one `wanted`.
  static std::string WrongCertificate(const PeerEvidence& evidence,
                                      const CertificateHolders& holders, absl::string_view wanted) {
    if (holders.accounts.size() > 1) return "certificate of more than one account";
    if (holders.size() > 1) return "certificate of more than one holder";
    if (!evidence.sans.empty()) return absl::StrCat("certificate of no ", wanted);
    return wanted == "account" ? "neither certificate nor password" : "no certificate";
  }

  absl::Status RejectCertificate(const Attempt& attempt, absl::string_view reason) {
    std::unique_lock<std::mutex> lock(mutex_);
    const absl::Time now = options_.clock();
    Refusal refusal;
    if (IsRefused(addresses_, attempt.address, now, &refusal)) {
      return Throttled(attempt, refusal, std::move(lock));
    }
    addresses_.Begin(attempt.address, now);
    addresses_.End(attempt.address, /*failed=*/true, now);
    lock.unlock();
    return Reject(attempt, reason);
  }

  absl::StatusOr<Caller> ByPassword(const PeerEvidence& evidence, const Policy& policy) {
    const std::string& user = *evidence.user;
    const std::string password = evidence.password.value_or("");
    const Attempt attempt{evidence, policy, PeerAddress(evidence.peer), kPassword,
                          policy.FindAccount(user)};
    const bool has_line = attempt.account != nullptr && !attempt.account->password_hash.empty();
    const std::string* line = has_line ? &attempt.account->password_hash : AnyPasswordLine(policy);
    const CredentialMemory::Key key =
        passwords_.KeyOf({attempt.address, user, password, has_line ? *line : absl::string_view()});

    std::unique_lock<std::mutex> lock(mutex_);
    Refusal refusal;
    switch (WaitForTurn(attempt, key, lock, &refusal)) {
      case Verdict::kThrottled:
        return Throttled(attempt, refusal, std::move(lock));
      case Verdict::kTooMany:
        ++refusals_;
        return TooManyAtOnce();
      case Verdict::kRight:
        lock.unlock();
        return AcceptAccount(attempt);
      case Verdict::kOpen:
        break;
    }
    const bool right = Verify(attempt, line, password, lock) && has_line;
    if (right) passwords_.Remember(key, options_.clock());
    EndTurn(attempt, !right);
    lock.unlock();
    if (right) return AcceptAccount(attempt);
    if (attempt.account == nullptr) return Reject(attempt, "unknown account");
    return Reject(attempt, has_line ? "wrong password" : "account without password");
  }

  static bool IsRefused(Throttle& throttle, absl::string_view name, absl::Time now,
                        Refusal* refusal) {
    refusal->wait = throttle.WaitOf(name, now);
    if (refusal->wait <= absl::ZeroDuration()) return false;
    refusal->is_first = throttle.IsFirstRefusal(name);
    return true;
  }

  Verdict WaitForTurn(const Attempt& attempt, const CredentialMemory::Key& key,
                      std::unique_lock<std::mutex>& lock, Refusal* refusal) {
    const std::string& user = *attempt.evidence.user;
    while (true) {
      const absl::Time now = options_.clock();
      if (IsRefused(addresses_, attempt.address, now, refusal)) return Verdict::kThrottled;
      if (passwords_.Knows(key, now)) return Verdict::kRight;
      if (IsRefused(accounts_, user, now, refusal)) return Verdict::kThrottled;
      if (verifications_ < kVerifications && !accounts_.IsBusy(user, now) &&
          !addresses_.IsBusy(attempt.address, now)) {
        ++verifications_;
        accounts_.Begin(user, now);
        addresses_.Begin(attempt.address, now);
        return Verdict::kOpen;
      }
      if (waiting_ >= kWaiting) return Verdict::kTooMany;
      ++waiting_;
      turn_.wait(lock);
      --waiting_;
    }
  }

  bool Verify(const Attempt& attempt, const std::string* line, absl::string_view password,
              std::unique_lock<std::mutex>& lock) {
    if (line == nullptr) return false;
    lock.unlock();
    const bool right = options_.verify(*line, password);
    lock.lock();
    return right;
  }

  void EndTurn(const Attempt& attempt, bool failed) {
    const absl::Time now = options_.clock();
    accounts_.End(*attempt.evidence.user, failed, now);
    addresses_.End(attempt.address, failed, now);
    --verifications_;
    turn_.notify_all();
  }

  absl::StatusOr<Caller> AcceptAccount(const Attempt& attempt) {
    SUDARE_RETURN_IF_ERROR(Accept(attempt));
    return Caller{attempt.account->name, attempt.method, attempt.evidence.peer};
  }

  absl::Status Accept(const Attempt& attempt) {
    const CredentialMemory::Key key = logins_.KeyOf(
        {attempt.method, NameOf(attempt.account), NameOf(attempt.staff), attempt.evidence.peer});
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (logins_.Knows(key, options_.clock())) return absl::OkStatus();
    }
    SUDARE_RETURN_IF_ERROR(Record(attempt, /*accepted=*/true, ""));
    std::lock_guard<std::mutex> lock(mutex_);
    logins_.Remember(key, options_.clock());
    return absl::OkStatus();
  }

  absl::Status Reject(const Attempt& attempt, absl::string_view reason) {
    SUDARE_RETURN_IF_ERROR(Record(attempt, /*accepted=*/false, reason));
    return Unknown();
  }

  absl::Status Throttled(const Attempt& attempt, const Refusal& refusal,
                         std::unique_lock<std::mutex> lock) {
    if (!refusal.is_first) ++refusals_;
    lock.unlock();
    if (refusal.is_first) {
      SUDARE_RETURN_IF_ERROR(Record(attempt, /*accepted=*/false, "too many failures before"));
    }
    return TooManyFailures(refusal.wait);
  }

  // Only who is known to the policy is named: what was typed may be a password in the wrong field.
  absl::Status Record(const Attempt& attempt, bool accepted, absl::string_view reason) {
    sudare::v1::Caller caller;
    if (attempt.account != nullptr) {
      caller.set_account(attempt.account->name);
      caller.set_organization(attempt.account->organization);
      if (attempt.account->role != nullptr) caller.set_role(attempt.account->role->name);
    }
    caller.set_staff(NameOf(attempt.staff));
    caller.set_method(attempt.method);
    caller.set_peer(attempt.evidence.peer);
    const absl::Status status =
        audit_->AppendDurably(audit::MakeLogin(caller, accepted, reason, attempt.policy.hash()));
    return status.ok() ? status : NotAudited();
  }

  // How many refusals are to be reported now; they count as reported.
  uint64_t TakeRefusals(absl::Time now) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (refusals_ == 0 || now < refusals_reported_ + options_.window) return 0;
    refusals_reported_ = now;
    return std::exchange(refusals_, 0);
  }

  void ReportRefusals(uint64_t count, absl::string_view policy_hash) {
    if (count == 0) return;
    const absl::Status status = audit_->AppendDurably(audit::MakeLogin(
        {}, false, absl::StrCat(count, " more attempts refused unheard since the last report"),
        policy_hash));
    if (status.ok()) return;
    std::lock_guard<std::mutex> lock(mutex_);
    refusals_ += count;
  }

  AuthenticatorOptions options_;
  AuditLog* const audit_;

  std::mutex mutex_;
  std::condition_variable turn_;
  // Guarded by mutex_.
  Throttle accounts_;
  Throttle addresses_;
  CredentialMemory passwords_;
  CredentialMemory logins_;
  int verifications_ = 0;
  int waiting_ = 0;
  uint64_t refusals_ = 0;
  absl::Time refusals_reported_ = absl::InfinitePast();
};

}  // namespace

std::unique_ptr<Authenticator> MakeAuthenticator(const AuthenticatorOptions& options,
                                                 AuditLog* audit) {
  return std::make_unique<ThrottlingAuthenticator>(options, audit);
}

}  // namespace sudare
