// A policy as it is when everybody may work: pledges valid, maintenance windows open. What a column
// shows and which rows exist is the policy's own.
#ifndef SUDARE_PROXY_PROVE_READY_POLICY_H_
#define SUDARE_PROXY_PROVE_READY_POLICY_H_

#include <memory>

#include "policy/policy.h"

namespace sudare::prove {

// Keeps `policy` alive.
std::shared_ptr<const Policy> MakeReadyPolicy(std::shared_ptr<const Policy> policy);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_READY_POLICY_H_
