#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/nearest_name.h"
#include "policy/base/quoted.h"
#include "policy/checks/checks.h"
#include "policy/checks/name_rules.h"

namespace sudare::checks {
namespace {

// Who holds which certificate: it must say who is calling. Nobody is both an account and staff, for
// an account's tokens are not to be looked up by who was shown them.
class CertificateHolders {
 public:
  explicit CertificateHolders(Findings* findings) : findings_(findings) {}

  // `what` is "account" or "staff member".
  void Add(const v1::Certificate& certificate, absl::string_view what, const std::string& holder) {
    CheckSha256(certificate);
    const Spot san = {certificate, v1::Certificate::kSanFieldNumber};
    if (certificate.san().empty()) {
      findings_->Missing("incomplete", san,
                         absl::StrCat("certificate without a name in ", what, " ", Quoted(holder)),
                         "add `san: \"…\"`, a subject alternative name of the certificate");
      return;
    }
    const auto [found, is_new] = holders_.emplace(absl::AsciiStrToLower(certificate.san()),
                                                  Holder{std::string(what), holder});
    if (is_new || (found->second.what == what && found->second.name == holder)) return;
    findings_->Error("shared-certificate", san,
                     absl::StrCat("certificate ", Quoted(certificate.san()), " belongs to ",
                                  found->second.what, " ", Quoted(found->second.name), " already"),
                     "a certificate stands for one person or program");
  }

 private:
  struct Holder {
    std::string what;
    std::string name;
  };

  void CheckSha256(const v1::Certificate& certificate) {
    const std::string& sha256 = certificate.sha256();
    if (sha256.empty()) return;
    const bool hexadecimal =
        sha256.size() == 64 && std::all_of(sha256.begin(), sha256.end(),
                                           [](unsigned char c) { return absl::ascii_isxdigit(c); });
    if (hexadecimal) return;
    findings_->Error("bad-value", {certificate, v1::Certificate::kSha256FieldNumber},
                     "`sha256` is not 64 hexadecimal digits",
                     "the SHA-256 fingerprint of the certificate, without colons");
  }

  Findings* const findings_;
  absl::flat_hash_map<std::string, Holder> holders_;
};

void CheckPledge(const v1::Pledge& pledge, Findings* findings) {
  if (pledge.document().empty()) {
    findings->Missing("incomplete", {pledge}, "pledge without a document",
                      "add `document: \"…\"`, by which the signed paper is found");
  }
  const auto first = CheckDate({pledge, v1::Pledge::kSignedFieldNumber}, "pledge", "signed",
                               pledge.signed_(), findings);
  const auto last = CheckDate({pledge, v1::Pledge::kExpiresFieldNumber}, "pledge", "expires",
                              pledge.expires(), findings);
  if (first && last && *last < *first) {
    findings->Error("bad-value", {pledge, v1::Pledge::kExpiresFieldNumber},
                    absl::StrCat("this pledge expires on ", pledge.expires(),
                                 ", before it is signed on ", pledge.signed_()));
  }
}

void CheckLogin(const v1::Account& account, Findings* findings) {
  if (!account.password_hash().empty() &&
      !absl::StartsWith(account.password_hash(), "$argon2id$")) {
    findings->Error("bad-value", {account, v1::Account::kPasswordHashFieldNumber},
                    "`password_hash` is not an Argon2id hash",
                    "paste the line that `sudare password` prints, never a password");
  }
  if (account.certificate().empty() && account.password_hash().empty() && findings->complete()) {
    findings->Warning("no-login", {account},
                      absl::StrCat("account ", Quoted(account.name()),
                                   " has neither a certificate nor a password"),
                      "nobody can log in as it");
  }
}

void CheckAccount(const v1::Account& account, const KnownNames& names, Findings* findings) {
  CheckFreeName({account, v1::Account::kNameFieldNumber}, "account", account.name(), findings);
  const Spot role = {account, v1::Account::kRoleFieldNumber};
  if (account.role().empty()) {
    findings->Missing("incomplete", role,
                      absl::StrCat("account ", Quoted(account.name()), " has no role"),
                      "add `role: \"…\"`");
  } else if (names.roles.Find(account.role()) == nullptr && !findings->Full()) {
    findings->Missing("unknown-name", role, absl::StrCat("unknown role ", Quoted(account.role())),
                      DidYouMean(account.role(), names.roles.names()));
  }
  CheckLogin(account, findings);
  for (const v1::Pledge& pledge : account.pledge()) CheckPledge(pledge, findings);
  if (account.pledge().empty() && account.kind() == v1::Account::PERSON && findings->complete()) {
    findings->Warning(
        "no-pledge", {account},
        absl::StrCat("account ", Quoted(account.name()), " has no pledge: it will be refused"),
        "add `pledge { document signed expires }`, or `kind: PROGRAM` if no person "
        "stands behind it");
  }
}

void CheckStaff(const v1::Staff& staff, Findings* findings) {
  CheckFreeName({staff, v1::Staff::kNameFieldNumber}, "staff member", staff.name(), findings);
  if (staff.duties().empty() && findings->complete()) {
    findings->Warning("no-duty", {staff},
                      absl::StrCat("staff member ", Quoted(staff.name()), " has no duty"),
                      "add `duties: [ … ]` of REQUEST, APPROVE, CONNECT, DETOKENIZE, AUDIT, "
                      "ADMINISTER");
  }
  for (int i = 0; i < staff.duties_size(); ++i) {
    if (staff.duties(i) != v1::Staff::DUTY_UNSPECIFIED || !findings->complete()) continue;
    findings->Error("bad-value", {staff, v1::Staff::kDutiesFieldNumber, i},
                    "`DUTY_UNSPECIFIED` is no duty",
                    "use REQUEST, APPROVE, CONNECT, DETOKENIZE, AUDIT or ADMINISTER");
  }
}

}  // namespace

void CheckAccounts(const v1::Policy& policy, const KnownNames& names, Findings* findings) {
  CertificateHolders holders(findings);
  Duplicates accounts("account", findings);
  for (const v1::Account& account : policy.accounts()) {
    accounts.Add({account, v1::Account::kNameFieldNumber}, account.name());
    CheckAccount(account, names, findings);
    for (const v1::Certificate& certificate : account.certificate()) {
      holders.Add(certificate, "account", account.name());
    }
  }
  Duplicates staff_members("staff member", findings);
  for (const v1::Staff& staff : policy.staff()) {
    staff_members.Add({staff, v1::Staff::kNameFieldNumber}, staff.name());
    CheckStaff(staff, findings);
    for (const v1::Certificate& certificate : staff.certificate()) {
      holders.Add(certificate, "staff member", staff.name());
    }
  }
}

}  // namespace sudare::checks
