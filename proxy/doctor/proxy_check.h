// What running proxies have in force, against the files.
#ifndef SUDARE_PROXY_DOCTOR_PROXY_CHECK_H_
#define SUDARE_PROXY_DOCTOR_PROXY_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "proxy/doctor/finding.h"

namespace sudare::doctor {

// What a proxy said when it was asked (PolicyService.Status), or why it said nothing.
struct ProxyAnswer {
  std::string address;
  absl::Status status;
  // The rest only if `status` is OK.
  std::string hash;
  absl::Time loaded_at;
  bool last_was_loaded = true;
  absl::Time last_tried_at;
  // Of the policy that it rejected last; empty if it did not.
  std::string first_error;
};

// `files_hash`: of the policy that the configuration names; empty if it has errors: then the
// proxies are compared with each other. Pure. Codes: proxy-…, proxies-differ, no-proxy-named.
void CheckProxies(const std::vector<ProxyAnswer>& answers, const std::string& files_hash,
                  Findings* findings);

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_PROXY_CHECK_H_
