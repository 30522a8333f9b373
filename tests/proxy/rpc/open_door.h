// A gRPC door on a FakePipeline, and clients for it.
#ifndef SUDARE_TESTS_PROXY_RPC_OPEN_DOOR_H_
#define SUDARE_TESTS_PROXY_RPC_OPEN_DOOR_H_

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/grpcpp.h"
#include "proto/query.grpc.pb.h"
#include "proxy/identity/authenticator.h"
#include "proxy/query/pipeline.h"
#include "proxy/rpc/door.h"
#include "tests/support/fake_pipeline.h"

namespace sudare::testing {

// Knows one certificate and one password, both of account "vendor-01".
class TwoKeyAuthenticator : public Authenticator {
 public:
  static constexpr char kSan[] = "01@payroll-vendor.example";
  static constexpr char kUser[] = "vendor-01";
  static constexpr char kPassword[] = "open: sesame";

  absl::StatusOr<Caller> Authenticate(const PeerEvidence& evidence, const Policy& policy) override;
  // Knows no staff.
  absl::StatusOr<StaffCaller> AuthenticateStaff(const PeerEvidence& evidence,
                                                const Policy& policy) override;
  PeerEvidence last_evidence() const;

 private:
  mutable absl::Mutex mutex_;
  PeerEvidence evidence_ ABSL_GUARDED_BY(mutex_);
};

// The smallest policy there is.
class FixedPolicy : public PolicySource {
 public:
  FixedPolicy();
  std::shared_ptr<const Policy> Current() const override { return policy_; }

 private:
  std::shared_ptr<const Policy> policy_;
};

// What stands behind a door. Outlives it.
struct DoorParts {
  FakePipeline pipeline;
  TwoKeyAuthenticator authenticator;
  FixedPolicy policy;

  QueryServiceParts ForService();
};

// Plain text with passwords on a port of the loopback.
DoorOptions LoopbackDoor();

// A client's own connection, not shared with others of this process.
std::shared_ptr<grpc::Channel> Connect(const std::string& address,
                                       const std::shared_ptr<grpc::ChannelCredentials>&
                                           credentials = grpc::InsecureChannelCredentials());

// Adds the password that TwoKeyAuthenticator knows.
void LogIn(grpc::ClientContext& context);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_RPC_OPEN_DOOR_H_
