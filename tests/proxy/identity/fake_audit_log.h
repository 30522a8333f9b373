// FakeAuditLog: keeps records in memory; can be told that it can't be written.
#ifndef SUDARE_TESTS_PROXY_IDENTITY_FAKE_AUDIT_LOG_H_
#define SUDARE_TESTS_PROXY_IDENTITY_FAKE_AUDIT_LOG_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proxy/audit/audit_log.h"

namespace sudare::testing {

// Thread-safety: internally locked.
class FakeAuditLog : public AuditLog {
 public:
  void set_broken(bool broken) {
    std::lock_guard<std::mutex> lock(mutex_);
    broken_ = broken;
  }

  std::vector<sudare::v1::AuditRecord> records() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return records_;
  }

  // Log-ins as "account method peer: accepted" or "account method peer: <reason>"; staff as
  // "staff:name".
  std::vector<std::string> Logins() const {
    std::vector<std::string> lines;
    for (const auto& record : records()) {
      const sudare::v1::Login& login = record.login();
      const sudare::v1::Caller& caller = login.caller();
      const std::string name =
          caller.staff().empty() ? caller.account() : "staff:" + caller.staff();
      lines.push_back(absl::StrCat(name.empty() ? "-" : name, " ", caller.method(), " ",
                                   caller.peer(), ": ",
                                   login.accepted() ? "accepted" : login.reason()));
    }
    return lines;
  }

  std::unique_ptr<Ticket> Append(sudare::v1::AuditRecord record) override {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!broken_) records_.push_back(std::move(record));
    return std::make_unique<Done>(broken_);
  }

  absl::Status Health() const override { return absl::OkStatus(); }

 private:
  class Done : public Ticket {
   public:
    explicit Done(bool broken) : broken_(broken) {}
    absl::Status Wait() override {
      return broken_ ? absl::UnavailableError("broken") : absl::OkStatus();
    }

   private:
    const bool broken_;
  };

  mutable std::mutex mutex_;
  bool broken_ = false;
  std::vector<sudare::v1::AuditRecord> records_;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_IDENTITY_FAKE_AUDIT_LOG_H_
