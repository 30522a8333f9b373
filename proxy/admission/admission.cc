#include "proxy/admission/admission.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"

namespace sudare {
namespace {

constexpr uint32_t kServerQueries = 64;

absl::Status Refuse(absl::StatusCode code, absl::string_view reason, absl::string_view message,
                    absl::string_view advice) {
  ErrorFields fields;
  fields.reason = std::string(reason);
  fields.advice = std::string(advice);
  return MakeError(code, message, fields);
}

// The day in Japan, where the pledges were signed. Japan has had no summer time since 1951.
absl::CivilDay DayInJapan(absl::Time now) {
  return absl::ToCivilDay(now, absl::FixedTimeZone(9 * 60 * 60));
}

// Requires an account that may not work on `day`.
absl::Status PledgeError(const Account& account, absl::CivilDay day) {
  constexpr auto kCode = absl::StatusCode::kFailedPrecondition;
  if (account.pledges.empty()) {
    return Refuse(kCode, "PLEDGE_MISSING",
                  absl::StrCat("account `", account.name, "` has no pledge of secrecy on file"),
                  "sign one, and have the city enter it in the policy");
  }
  const Pledge* next = nullptr;
  const Pledge* last = &account.pledges.front();
  for (const Pledge& pledge : account.pledges) {
    if (pledge.signed_on > day && (next == nullptr || pledge.signed_on < next->signed_on)) {
      next = &pledge;
    }
    if (pledge.expires_on > last->expires_on) last = &pledge;
  }
  if (next != nullptr) {
    return Refuse(kCode, "PLEDGE_NOT_YET_VALID",
                  absl::StrCat("the pledge of account `", account.name, "` is valid from ",
                               absl::FormatCivilTime(next->signed_on), " on; today is ",
                               absl::FormatCivilTime(day), " in Japan"),
                  "wait for that day, or have the city correct the date in the policy");
  }
  return Refuse(kCode, "PLEDGE_EXPIRED",
                absl::StrCat("the pledge of account `", account.name, "` expired on ",
                             absl::FormatCivilTime(last->expires_on), "; today is ",
                             absl::FormatCivilTime(day), " in Japan"),
                "sign a new one, and have the city enter it in the policy");
}

// Requires an account that may not work on `day` because of its organization.
absl::Status ReportError(const Account& account, absl::CivilDay day) {
  const std::optional<absl::CivilDay> due = account.registered->ReportDue(day);
  return Refuse(absl::StatusCode::kFailedPrecondition, "SECURITY_REPORT_OVERDUE",
                absl::StrCat("organization `", account.organization, "` of account `", account.name,
                             "` owes its report on security",
                             due.has_value() ? " since " : "; none was ever handed in",
                             due.has_value() ? absl::FormatCivilTime(*due + 1) : "", " / 所属組織`",
                             account.organization, "`のセキュリティ監査報告書が提出されていません"),
                "hand it in, and have the city enter its date in the policy / "
                "報告書を提出し、市にポリシーへの登録を依頼してください");
}

class CountingAdmission : public Admission {
 public:
  CountingAdmission(const sudare::v1::Defaults& defaults, WindowGate* gate)
      : defaults_(defaults),
        gate_(gate),
        server_queries_(defaults.server_queries() != 0 ? defaults.server_queries()
                                                       : kServerQueries) {}

  absl::StatusOr<std::unique_ptr<AdmissionLease>> Admit(const Account& account,
                                                        absl::Time now) override {
    SUDARE_RETURN_IF_ERROR(CheckStanding(account, now));
    std::unique_ptr<WindowPass> pass;
    if (gate_ != nullptr) {
      SUDARE_ASSIGN_OR_RETURN(pass, gate_->Enter(account));
    }
    return Take(account, std::move(pass));
  }

 private:
  class Lease : public AdmissionLease {
   public:
    Lease(CountingAdmission* admission, std::string account, std::unique_ptr<WindowPass> pass)
        : admission_(admission), account_(std::move(account)), pass_(std::move(pass)) {}
    ~Lease() override { admission_->Free(account_); }

    WindowPass* pass() override { return pass_.get(); }

   private:
    CountingAdmission* const admission_;
    const std::string account_;
    const std::unique_ptr<WindowPass> pass_;
  };

  absl::Status CheckStanding(const Account& account, absl::Time now) {
    if (account.role == nullptr) {
      return Refuse(absl::StatusCode::kPermissionDenied, "NO_ROLE",
                    absl::StrCat("account `", account.name, "` has no role"),
                    "have the city give it one in the policy");
    }
    const absl::CivilDay day = DayInJapan(now);
    if (account.IsBlockedByReport(day)) return ReportError(account, day);
    if (!account.MayWorkOn(day)) return PledgeError(account, day);
    if (account.role->requires_window && gate_ == nullptr) {
      return Refuse(absl::StatusCode::kFailedPrecondition, "NO_OPEN_WINDOW",
                    absl::StrCat("role `", account.role->name,
                                 "` works in maintenance windows only, and there are none here"),
                    "name a `state` in the configuration of the proxy");
    }
    if (account.role->has_budgets() && gate_ == nullptr) {
      return Refuse(
          absl::StatusCode::kFailedPrecondition, "NO_BUDGETS_HERE",
          absl::StrCat("role `", account.role->name, "` has budgets, and nothing here keeps them"),
          "name a `state` in the configuration of the proxy");
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::unique_ptr<AdmissionLease>> Take(const Account& account,
                                                       std::unique_ptr<WindowPass> pass) {
    const uint32_t most = LimitsOf(*account.role, defaults_).concurrent_queries;
    std::lock_guard<std::mutex> lock(mutex_);
    const auto running = running_.find(account.name);
    if (running != running_.end() && running->second >= most) {
      return Refuse(absl::StatusCode::kResourceExhausted, "ACCOUNT_QUERIES_AT_ONCE",
                    absl::StrCat("account `", account.name, "` already runs ", most,
                                 " queries, as many as it may at once"),
                    "wait until one of them ends, or cancel one");
    }
    if (all_running_ >= server_queries_) {
      return Refuse(absl::StatusCode::kResourceExhausted, "SERVER_QUERIES_AT_ONCE",
                    "the proxy already runs as many queries as it may at once",
                    "try again in a moment");
    }
    ++running_[account.name];
    ++all_running_;
    return std::make_unique<Lease>(this, account.name, std::move(pass));
  }

  void Free(const std::string& account) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto running = running_.find(account);
    if (--running->second == 0) running_.erase(running);
    --all_running_;
  }

  const sudare::v1::Defaults defaults_;
  WindowGate* const gate_;
  const uint32_t server_queries_;
  std::mutex mutex_;
  // Guarded by mutex_: queries of each account that runs any, and their sum.
  absl::flat_hash_map<std::string, uint32_t> running_;
  uint32_t all_running_ = 0;
};

}  // namespace

std::unique_ptr<Admission> MakeAdmission(const sudare::v1::Defaults& defaults, WindowGate* gate) {
  return std::make_unique<CountingAdmission>(defaults, gate);
}

}  // namespace sudare
