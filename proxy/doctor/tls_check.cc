#include "proxy/doctor/tls_check.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/doctor/certificate_file.h"
#include "proxy/identity/certificate.h"

namespace sudare::doctor {
namespace {

// More than these in one file is a list of public authorities.
constexpr size_t kOwnAuthorities = 5;

std::string Day(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d", time, absl::LocalTimeZone());
}

// Whether it is valid now, and for some time.
bool CheckTimes(const std::string& where, const CertificateFacts& facts, absl::Time now,
                Findings* findings) {
  if (facts.ends < now) {
    findings->Add("certificate-expired", where, {Day(facts.ends)});
  } else if (facts.begins > now) {
    findings->Add("certificate-not-yet-valid", where, {Day(facts.begins)});
  } else if (facts.ends < now + kSoon) {
    findings->Add("certificate-ends-soon", where,
                  {Day(facts.ends), absl::StrCat((facts.ends - now) / absl::Hours(24))});
  } else {
    return true;
  }
  return false;
}

bool CheckOne(const std::string& where, const CertificateFacts& facts, absl::Time now,
              Findings* findings) {
  bool is_good = CheckTimes(where, facts, now, findings);
  if (facts.names.empty()) {
    findings->Add("certificate-no-name", where);
    is_good = false;
  }
  if (!facts.weakness.empty()) {
    findings->Add("certificate-weak", where, {facts.weakness});
    is_good = false;
  }
  return is_good;
}

void CheckServer(const sudare::v1::Tls& tls, absl::Time now, Findings* findings) {
  const auto file = CertificateFile::Read(tls.certificate());
  if (!file.ok()) {
    findings->Add("certificate-unreadable", tls.certificate(),
                  {std::string(file.status().message())});
    return;
  }
  if (CheckOne(tls.certificate(), file->first(), now, findings)) {
    findings->Add("certificate-ok", tls.certificate(),
                  {Day(file->first().ends), absl::StrJoin(file->first().names, ", ")});
  }
  const absl::StatusOr<bool> fits = file->IsKeyIn(tls.private_key());
  if (!fits.ok()) {
    findings->Add("key-unreadable", tls.private_key());
  } else if (!*fits) {
    findings->Add("key-mismatch", tls.private_key(), {tls.certificate()});
  }
}

void CheckAuthorities(const std::string& path, absl::Time now, Findings* findings) {
  const auto file = CertificateFile::Read(path);
  if (!file.ok()) {
    findings->Add("certificate-unreadable", path, {std::string(file.status().message())});
    return;
  }
  if (file->all().size() > kOwnAuthorities) {
    findings->Add("client-ca-wide", path, {absl::StrCat(file->all().size())});
    return;
  }
  bool is_good = true;
  absl::Time ends = absl::InfiniteFuture();
  for (const CertificateFacts& facts : file->all()) {
    ends = std::min(ends, facts.ends);
    is_good = CheckTimes(path, facts, now, findings) && is_good;
    if (!facts.weakness.empty()) findings->Add("certificate-weak", path, {facts.weakness});
    if (!facts.is_authority) findings->Add("client-ca-not-authority", path, {facts.subject});
    is_good = is_good && facts.weakness.empty() && facts.is_authority;
  }
  if (is_good) {
    findings->Add("client-ca-ok", path, {absl::StrCat(file->all().size()), Day(ends)});
  }
}

std::set<std::string> AuthorityPaths(const sudare::v1::Config& config) {
  std::set<std::string> paths;
  for (const sudare::v1::Listener& listener : config.listeners()) {
    if (!listener.tls().client_ca().empty()) paths.insert(listener.tls().client_ca());
  }
  return paths;
}

// Whether a door takes it.
bool CheckIssuer(const std::string& path, const CertificateFile& certificate,
                 const sudare::v1::Config& config, Findings* findings) {
  const std::set<std::string> authorities = AuthorityPaths(config);
  for (const std::string& authority : authorities) {
    const auto file = CertificateFile::Read(authority);
    if (file.ok() && certificate.IsIssuedBy(*file)) return true;
  }
  findings->Add("client-certificate-foreign", path, {absl::StrJoin(authorities, ", ")});
  return false;
}

// The one whose it is; empty, and told, if there is none or there are several.
std::string HolderOf(const std::string& path, const CertificateFile& certificate,
                     const Policy& policy, Findings* findings) {
  const CertificateHolders holders =
      HoldersOfCertificate(policy, certificate.first().names, certificate.pem());
  std::vector<std::string> names;
  for (const Account* account : holders.accounts) names.push_back(account->name);
  for (const StaffMember* member : holders.staff) names.push_back(member->name);
  if (names.size() == 1) return names[0];
  if (names.empty()) {
    findings->Add("client-certificate-unknown", path,
                  {absl::StrJoin(certificate.first().names, ", ")});
  } else {
    findings->Add("client-certificate-ambiguous", path, {absl::StrJoin(names, ", ")});
  }
  return "";
}

}  // namespace

void CheckTls(const sudare::v1::Config& config, absl::Time now, Findings* findings) {
  std::set<std::string> seen;
  for (const sudare::v1::Listener& listener : config.listeners()) {
    if (!listener.has_tls()) continue;
    const sudare::v1::Tls& tls = listener.tls();
    if (seen.insert(absl::StrCat(tls.certificate(), "\n", tls.private_key())).second) {
      CheckServer(tls, now, findings);
    }
  }
  for (const std::string& path : AuthorityPaths(config)) CheckAuthorities(path, now, findings);
}

void CheckClientCertificates(const std::vector<std::string>& paths,
                             const sudare::v1::Config& config, const Policy* policy, absl::Time now,
                             Findings* findings) {
  for (const std::string& path : paths) {
    const auto file = CertificateFile::Read(path);
    if (!file.ok()) {
      findings->Add("certificate-unreadable", path, {std::string(file.status().message())});
      continue;
    }
    bool is_good = CheckOne(path, file->first(), now, findings);
    is_good = CheckIssuer(path, *file, config, findings) && is_good;
    if (policy == nullptr || file->first().names.empty()) continue;
    const std::string holder = HolderOf(path, *file, *policy, findings);
    if (is_good && !holder.empty()) {
      findings->Add("client-certificate-ok", path, {holder, Day(file->first().ends)});
    }
  }
}

}  // namespace sudare::doctor
