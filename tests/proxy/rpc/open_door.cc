#include "tests/proxy/rpc/open_door.h"

#include <algorithm>
#include <iostream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "policy/loader.h"

namespace sudare::testing {

absl::StatusOr<Caller> TwoKeyAuthenticator::Authenticate(const PeerEvidence& evidence,
                                                         const Policy& policy) {
  {
    absl::MutexLock lock(&mutex_);
    evidence_ = evidence;
  }
  Caller caller;
  caller.account = kUser;
  caller.peer = evidence.peer;
  if (std::find(evidence.sans.begin(), evidence.sans.end(), kSan) != evidence.sans.end()) {
    caller.method = "certificate";
    return caller;
  }
  if (evidence.user == kUser && evidence.password == kPassword) {
    caller.method = "password";
    return caller;
  }
  return absl::UnauthenticatedError("nobody known");
}

absl::StatusOr<StaffCaller> TwoKeyAuthenticator::AuthenticateStaff(const PeerEvidence& evidence,
                                                                   const Policy& policy) {
  return absl::UnauthenticatedError("nobody known");
}

PeerEvidence TwoKeyAuthenticator::last_evidence() const {
  absl::MutexLock lock(&mutex_);
  return evidence_;
}

FixedPolicy::FixedPolicy() {
  const LoadResult loaded =
      LoadPolicyFromSources({{"smallest.textproto", R"pb(
                                classes { name: "pay" }
                                tables {
                                  name: "payroll.payslips"
                                  columns { name: "gross" class: "pay" }
                                }
                                roles {
                                  name: "vendor"
                                  rules {
                                    class: "pay"
                                    allow {}
                                  }
                                  database_role: "vendor"
                                }
                                accounts { name: "vendor-01" role: "vendor" kind: PROGRAM }
                              )pb"}});
  for (const Issue& issue : loaded.issues) std::cerr << issue.ToString() << "\n";
  policy_ = loaded.policy;
}

QueryServiceParts DoorParts::ForService() {
  QueryServiceParts parts;
  parts.pipeline = &pipeline;
  parts.authenticator = &authenticator;
  parts.policy = &policy;
  return parts;
}

DoorOptions LoopbackDoor() {
  DoorOptions options;
  options.listener.set_address("127.0.0.1:0");
  options.listener.set_plaintext_on_loopback(true);
  options.listener.set_passwords(true);
  return options;
}

std::shared_ptr<grpc::Channel> Connect(
    const std::string& address, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

void LogIn(grpc::ClientContext& context) {
  context.AddMetadata(
      "authorization",
      absl::StrCat("Basic ", absl::Base64Escape(absl::StrCat(TwoKeyAuthenticator::kUser, ":",
                                                             TwoKeyAuthenticator::kPassword))));
}

}  // namespace sudare::testing
