// OneUserBackend: sessions that all act as the connection's own user, whatever role is asked for;
// for databases that lack the policy's roles.
#ifndef SUDARE_PROXY_BACKEND_ONE_USER_BACKEND_H_
#define SUDARE_PROXY_BACKEND_ONE_USER_BACKEND_H_

#include <memory>
#include <utility>

#include "proxy/backend/backend.h"

namespace sudare {

class OneUserBackend : public Backend {
 public:
  explicit OneUserBackend(std::unique_ptr<Backend> backend) : backend_(std::move(backend)) {}
  absl::StatusOr<std::unique_ptr<BackendSession>> Lease(absl::string_view,
                                                        const ExecuteOptions& options) override {
    return backend_->Lease("", options);
  }

 private:
  const std::unique_ptr<Backend> backend_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_ONE_USER_BACKEND_H_
