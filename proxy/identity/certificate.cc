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

// `Person` is Account or StaffMember.
template <typename Person>
void AddHolders(const std::vector<Person>& people, const std::vector<std::string>& comparable_sans,
                absl::string_view pem, std::vector<const Person*>* holders) {
  for (const Person& person : people) {
    const bool matches = std::any_of(
        person.certificates.begin(), person.certificates.end(),
        [&](const sudare::v1::Certificate& entry) { return Matches(entry, comparable_sans, pem); });
    if (matches) holders->push_back(&person);
  }
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

CertificateHolders HoldersOfCertificate(const Policy& policy, const std::vector<std::string>& sans,
                                        absl::string_view pem) {
  std::vector<std::string> comparable;
  for (const std::string& san : sans) comparable.push_back(ComparableSan(san));
  CertificateHolders holders;
  AddHolders(policy.accounts(), comparable, pem, &holders.accounts);
  AddHolders(policy.staff(), comparable, pem, &holders.staff);
  return holders;
}

}  // namespace sudare
