// Who may have the ledger through a proxy, and that it is on record.
#include "proxy/ledger/ledger_desk.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "tests/proxy/audit/log_folder.h"
#include "tests/support/fake_policy.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::AuditRecord;
using sudare::v1::LogAccess;
using sudare::v1::Staff;
using ::testing::HasSubstr;

constexpr auto kDenied = absl::StatusCode::kPermissionDenied;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class LedgerDeskTest : public ::testing::Test {
 protected:
  LedgerDeskTest() {
    for (const auto& [name, duty] :
         {std::make_pair("auditor", Staff::AUDIT), std::make_pair("head", Staff::APPROVE),
          std::make_pair("clerk", Staff::CONNECT), std::make_pair("other", Staff::DETOKENIZE)}) {
      StaffMember member;
      member.name = name;
      member.duties = {duty};
      policy_.mutable_staff().push_back(std::move(member));
    }
    auto log = OpenAuditLog(folder_.options());
    EXPECT_THAT(log, IsOk());
    log_ = *std::move(log);
    readers_ = std::make_unique<LogReaders>(log_.get());
    desk_ = std::make_unique<LedgerDesk>(folder_.path(), readers_.get());
    request_.set_month("2026-11");
  }

  AuditRecord LastRecord() const {
    AuditRecord last;
    EXPECT_THAT(
        VerifyAuditLog(folder_.path(), "", [&](const AuditRecord& record) { last = record; }),
        IsOk());
    return last;
  }

  LogFolder folder_;
  FakePolicy policy_;
  std::unique_ptr<AuditLog> log_;
  std::unique_ptr<LogReaders> readers_;
  std::unique_ptr<LedgerDesk> desk_;
  sudare::v1::LedgerRequest request_;
};

TEST_F(LedgerDeskTest, WhoRunsWindowsAndWhoReviewsThemHaveItAndAreOnRecordFirst) {
  for (const char* const name : {"auditor", "head", "clerk"}) {
    const auto answer = desk_->Ledger(policy_, {name, "", "192.0.2.1:1"}, request_);
    ASSERT_THAT(answer, IsOk());
    EXPECT_THAT(answer->document(), HasSubstr("保守接続台帳"));
    const AuditRecord last = LastRecord();
    EXPECT_EQ(last.log_access().kind(), LogAccess::LEDGER);
    EXPECT_EQ(last.log_access().caller().staff(), name);
    EXPECT_EQ(last.log_access().period(), "2026-11-01 - 2026-11-30");
    EXPECT_EQ(last.log_access().status(), "OK");
    // The record of the access is the last that was read.
    EXPECT_EQ(answer->last_record(), last.sequence());
  }
}

TEST_F(LedgerDeskTest, OthersReachNothingAndAreOnRecord) {
  sudare::v1::ClosingReportRequest closing;
  closing.set_window("W00001");
  const StaffCaller other = {"other", "", "192.0.2.1:1"};
  const StaffCaller vendor = {"", "vendor", "192.0.2.1:2"};
  for (const StaffCaller& caller : {other, vendor}) {
    EXPECT_THAT(desk_->Ledger(policy_, caller, request_), StatusIs(kDenied));
    EXPECT_EQ(LastRecord().log_access().status(), "PERMISSION_DENIED");
    EXPECT_THAT(desk_->ClosingReport(policy_, caller, closing), StatusIs(kDenied));
    EXPECT_EQ(LastRecord().log_access().kind(), LogAccess::CLOSING_REPORT);
    EXPECT_EQ(LastRecord().log_access().caller().account(), caller.account);
    EXPECT_EQ(LastRecord().log_access().period(), "W00001");
  }
}

TEST_F(LedgerDeskTest, WhatIsNoRequestIsTold) {
  const StaffCaller auditor = {"auditor", "", "192.0.2.1:1"};
  request_.set_month("November");
  EXPECT_THAT(desk_->Ledger(policy_, auditor, request_), StatusIs(kInvalid, HasSubstr("no month")));
  request_.set_month("2026-11");
  request_.set_format("pdf");
  EXPECT_THAT(desk_->Ledger(policy_, auditor, request_), StatusIs(kInvalid, HasSubstr("`pdf`")));
  sudare::v1::ClosingReportRequest closing;
  closing.set_window("W00001");
  const auto unknown = desk_->ClosingReport(policy_, auditor, closing);
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kNotFound));
  closing.set_language("fr");
  EXPECT_THAT(desk_->ClosingReport(policy_, auditor, closing),
              StatusIs(kInvalid, HasSubstr("`fr`")));
}

TEST_F(LedgerDeskTest, OnlySoManyReadAtOnce) {
  const LogReaders::Place first(readers_.get());
  const LogReaders::Place second(readers_.get());
  const auto refused = desk_->Ledger(policy_, {"auditor", "", "192.0.2.1:1"}, request_);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(DetailOf(refused.status()).reason(), "LOG_READERS_AT_ONCE");
}

}  // namespace
}  // namespace sudare::testing
