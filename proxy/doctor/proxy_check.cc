#include "proxy/doctor/proxy_check.h"

namespace sudare::doctor {
namespace {

std::string Shown(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S %z", time, absl::LocalTimeZone());
}

// Hashes are told by their beginning; JSON's `policy` has the files' whole one.
std::string Short(const std::string& hash) { return hash.substr(0, 12); }

void TellSilence(const ProxyAnswer& answer, Findings* findings) {
  // It is there, and doesn't tell this caller.
  const bool refused = absl::IsPermissionDenied(answer.status) ||
                       absl::IsUnauthenticated(answer.status) ||
                       absl::IsInvalidArgument(answer.status);
  findings->Add(refused ? "proxy-not-checked" : "proxy-unreachable", answer.address,
                {std::string(answer.status.message())});
}

}  // namespace

void CheckProxies(const std::vector<ProxyAnswer>& answers, const std::string& files_hash,
                  Findings* findings) {
  if (answers.empty()) findings->Add("no-proxy-named", "");
  const ProxyAnswer* first = nullptr;
  for (const ProxyAnswer& answer : answers) {
    if (!answer.status.ok()) {
      TellSilence(answer, findings);
      continue;
    }
    if (!answer.last_was_loaded) {
      findings->Add("proxy-reload-failed", answer.address,
                    {Shown(answer.last_tried_at), answer.first_error, answer.address});
    }
    if (files_hash.empty()) {
      if (first != nullptr && first->hash != answer.hash) {
        findings->Add("proxies-differ", answer.address,
                      {Short(answer.hash), first->address, Short(first->hash)});
      }
    } else if (answer.hash != files_hash) {
      findings->Add("proxy-other-policy", answer.address,
                    {Short(answer.hash), Short(files_hash), answer.address});
    } else if (answer.last_was_loaded) {
      findings->Add("proxy-ok", answer.address, {Shown(answer.loaded_at)});
    }
    if (first == nullptr) first = &answer;
  }
}

}  // namespace sudare::doctor
