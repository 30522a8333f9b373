#include "proxy/identity/certificate.h"

#include <sodium.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace sudare {
namespace {

constexpr absl::string_view kBegin = "-----BEGIN CERTIFICATE-----";
constexpr absl::string_view kEnd = "-----END CERTIFICATE-----";

// Pins are written with colons by some tools, and in either case.
std::string ComparablePin(absl::string_view pin) {
  return absl::AsciiStrToLower(absl::StrReplaceAll(pin, {{":", ""}}));
}

bool Matches(const sudare::v1::Certificate& entry, const std::vector<std::string>& comparable_sans,
             absl::string_view pem) {
  if (entry.san().empty()) return false;
  const std::string san = ComparableSan(entry.san());
  if (std::find(comparable_sans.begin(), comparable_sans.end(), san) == comparable_sans.end()) {
    return false;
  }
  if (entry.sha256().empty()) return true;
  return CertificateSha256(pem) == ComparablePin(entry.sha256());
}

}  // namespace

std::string ComparableSan(absl::string_view san) {
  // URIs have a scheme; their case may mean something.
  const size_t colon = san.find(':');
  const size_t at = san.rfind('@');
  if (at != san.npos && (colon == san.npos || colon > at)) {
    return absl::StrCat(san.substr(0, at), absl::AsciiStrToLower(san.substr(at)));
  }
  return colon == san.npos ? absl::AsciiStrToLower(san) : std::string(san);
}

std::optional<std::string> CertificateSha256(absl::string_view pem) {
  const size_t begin = pem.find(kBegin);
  if (begin == pem.npos) return std::nullopt;
  absl::string_view base64 = pem.substr(begin + kBegin.size());
  const size_t end = base64.find(kEnd);
  if (end == base64.npos) return std::nullopt;
  base64 = base64.substr(0, end);
  std::vector<unsigned char> der(base64.size());
  size_t size = 0;
  if (sodium_base642bin(der.data(), der.size(), base64.data(), base64.size(), " \t\r\n", &size,
                        nullptr, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      size == 0) {
    return std::nullopt;
  }
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(&digest[0]), der.data(), size);
  return absl::BytesToHexString(digest);
}

std::vector<const Account*> AccountsOfCertificate(const Policy& policy,
                                                  const std::vector<std::string>& sans,
                                                  absl::string_view pem) {
  std::vector<std::string> comparable;
  for (const std::string& san : sans) comparable.push_back(ComparableSan(san));
  std::vector<const Account*> accounts;
  for (const Account& account : policy.accounts()) {
    const bool matches = std::any_of(
        account.certificates.begin(), account.certificates.end(),
        [&](const sudare::v1::Certificate& entry) { return Matches(entry, comparable, pem); });
    if (matches) accounts.push_back(&account);
  }
  return accounts;
}

}  // namespace sudare
