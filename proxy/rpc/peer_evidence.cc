#include "proxy/rpc/peer_evidence.h"

#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "grpc/grpc_security_constants.h"

namespace sudare {
namespace {

void AddCertificate(const grpc::AuthContext& auth, PeerEvidence& evidence) {
  // The doors accept only verified certificates (door.cc), and gRPC calls a peer authenticated if
  // it has shown one.
  if (!auth.IsPeerAuthenticated()) return;
  for (const grpc::string_ref& san : auth.FindPropertyValues(GRPC_X509_SAN_PROPERTY_NAME)) {
    evidence.sans.emplace_back(san.data(), san.size());
  }
  for (const grpc::string_ref& pem : auth.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME)) {
    evidence.certificate_pem.assign(pem.data(), pem.size());
  }
}

}  // namespace

std::string ReadablePeer(absl::string_view uri) {
  if (absl::StartsWith(uri, "unix")) return "unix socket";
  if (!absl::ConsumePrefix(&uri, "ipv4:")) absl::ConsumePrefix(&uri, "ipv6:");
  return absl::StrReplaceAll(uri, {{"%5B", "["}, {"%5D", "]"}, {"%25", "%"}});
}

std::optional<std::pair<std::string, std::string>> ParseBasic(absl::string_view authorization) {
  constexpr absl::string_view kScheme = "basic ";
  if (!absl::StartsWithIgnoreCase(authorization, kScheme)) return std::nullopt;
  authorization.remove_prefix(kScheme.size());
  std::string plain;
  if (!absl::Base64Unescape(absl::StripAsciiWhitespace(authorization), &plain)) return std::nullopt;
  const size_t colon = plain.find(':');
  if (colon == std::string::npos) return std::nullopt;
  return std::make_pair(plain.substr(0, colon), plain.substr(colon + 1));
}

PeerEvidence EvidenceOf(const grpc::ServerContext& context, bool passwords) {
  PeerEvidence evidence;
  evidence.peer = ReadablePeer(context.peer());
  if (const auto auth = context.auth_context(); auth != nullptr) AddCertificate(*auth, evidence);
  if (!passwords) return evidence;
  const auto header = context.client_metadata().find("authorization");
  if (header == context.client_metadata().end()) return evidence;
  auto basic = ParseBasic(absl::string_view(header->second.data(), header->second.size()));
  if (!basic) return evidence;
  evidence.user = std::move(basic->first);
  evidence.password = std::move(basic->second);
  return evidence;
}

}  // namespace sudare
