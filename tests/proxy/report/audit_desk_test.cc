// Who may read the log and sign it off, and that it is on record.
#include "proxy/report/audit_desk.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "proxy/report/period.h"
#include "tests/proxy/audit/log_folder.h"
#include "tests/support/fake_policy.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::AuditRecord;
using sudare::v1::LogAccess;
using sudare::v1::Staff;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kDenied = absl::StatusCode::kPermissionDenied;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;
const StaffCaller kAuditor = {"auditor", "", "192.0.2.1:1"};
const StaffCaller kBoth = {"both", "", "192.0.2.1:2"};
const StaffCaller kClerk = {"clerk", "", "192.0.2.1:3"};
const StaffCaller kVendor = {"", "vendor", "192.0.2.1:4"};

StaffMember Member(const std::string& name, std::vector<Staff::Duty> duties) {
  StaffMember member;
  member.name = name;
  member.duties = std::move(duties);
  return member;
}

class AuditDeskTest : public ::testing::Test {
 protected:
  AuditDeskTest() : calendar_({}) {
    policy_.mutable_staff() = {Member("auditor", {Staff::AUDIT}),
                               Member("both", {Staff::AUDIT, Staff::DETOKENIZE}),
                               Member("clerk", {Staff::DETOKENIZE})};
    AuditLogOptions options = folder_.options();
    options.clock = [this] { return now_; };
    auto log = OpenAuditLog(options);
    EXPECT_THAT(log, IsOk());
    log_ = *std::move(log);
    AuditRecord call;
    call.mutable_detokenization()->mutable_caller()->set_staff("both");
    call.mutable_detokenization()->set_kind(sudare::v1::Detokenization::VALUE);
    call.mutable_detokenization()->set_status("OK");
    EXPECT_THAT(log_->AppendDurably(call), IsOk());
    now_ = absl::FromCivil(absl::CivilDay(2026, 11, 4), report::Tokyo());
    readers_ = std::make_unique<LogReaders>(log_.get());
    AuditDeskParts parts;
    parts.readers = readers_.get();
    parts.folder = folder_.path();
    parts.audit = log_.get();
    parts.calendar = &calendar_;
    parts.clock = [this] { return now_; };
    desk_ = std::make_unique<AuditDesk>(std::move(parts));
  }

  std::vector<AuditRecord> Records() const {
    std::vector<AuditRecord> records;
    EXPECT_THAT(VerifyAuditLog(folder_.path(), "",
                               [&](const AuditRecord& record) { records.push_back(record); }),
                IsOk());
    return records;
  }

  std::string DigestOf(const std::string& month) {
    sudare::v1::AuditReportRequest request;
    request.set_month(month);
    const auto report = desk_->Report(policy_, kAuditor, request);
    EXPECT_THAT(report, IsOk());
    return report.ok() ? report->digest() : "";
  }

  absl::StatusOr<sudare::v1::SignOffResponse> SignOff(const StaffCaller& caller,
                                                      const std::string& month,
                                                      const std::string& digest) {
    sudare::v1::SignOffRequest request;
    request.set_month(month);
    request.set_report_digest(digest);
    request.set_remarks("read");
    return desk_->SignOff(policy_, caller, request);
  }

  LogFolder folder_;
  FakePolicy policy_;
  report::ReviewCalendar calendar_;
  absl::Time now_ = absl::FromCivil(absl::CivilDay(2026, 10, 20), report::Tokyo());
  std::unique_ptr<AuditLog> log_;
  std::unique_ptr<LogReaders> readers_;
  std::unique_ptr<AuditDesk> desk_;
};

TEST_F(AuditDeskTest, AMonthIsSignedOffByWhoDidNotActInIt) {
  const std::string digest = DigestOf("2026-10");
  ASSERT_THAT(SignOff(kAuditor, "2026-10", digest.substr(0, 16)), IsOk());
  const AuditRecord last = Records().back();
  EXPECT_EQ(last.sign_off().month(), "2026-10");
  EXPECT_EQ(last.sign_off().reviewer().staff(), "auditor");
  EXPECT_EQ(last.sign_off().report_digest(), digest);
  EXPECT_EQ(last.sign_off().remarks(), "read");
  // Not twice; and the sign-off doesn't change what was signed.
  EXPECT_EQ(DigestOf("2026-10"), digest);
  EXPECT_THAT(SignOff(kAuditor, "2026-10", digest), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(AuditDeskTest, WhoActedInTheMonthMayNotSignItOff) {
  const auto refused = SignOff(kBoth, "2026-10", DigestOf("2026-10"));
  EXPECT_THAT(refused, StatusIs(kDenied, HasSubstr("acted in `2026-10`")));
  EXPECT_EQ(DetailOf(refused.status()).reason(), "OPERATOR_MAY_NOT_SIGN");
  const AuditRecord last = Records().back();
  EXPECT_EQ(last.log_access().kind(), LogAccess::SIGN_OFF);
  EXPECT_EQ(last.log_access().reason(), "OPERATOR_MAY_NOT_SIGN");
  EXPECT_THAT(calendar_.Unsigned(now_), IsEmpty());
}

TEST_F(AuditDeskTest, OnlyAReportThatWasReadOfAMonthThatIsOverIsSigned) {
  EXPECT_THAT(SignOff(kAuditor, "2026-11", std::string(64, 'a')),
              StatusIs(kPrecondition, HasSubstr("isn't over")));
  EXPECT_THAT(SignOff(kAuditor, "2026-10", std::string(64, 'a')),
              StatusIs(kPrecondition, HasSubstr("not that of the month's report")));
  EXPECT_THAT(SignOff(kAuditor, "2026-10", ""), StatusIs(kInvalid, HasSubstr("digest")));
  EXPECT_THAT(SignOff(kAuditor, "2026-10", DigestOf("2026-10").substr(0, 15)), StatusIs(kInvalid));
  EXPECT_THAT(SignOff(kAuditor, "2026-09", DigestOf("2026-09")),
              StatusIs(kInvalid, HasSubstr("begins after")));
  EXPECT_THAT(SignOff(kAuditor, "October", ""), StatusIs(kInvalid, HasSubstr("no month")));
}

TEST_F(AuditDeskTest, AnOrganizationsPartIsOnRecordAndItsDigestIsNeverSigned) {
  AuditRecord refusal;
  refusal.mutable_refusal()->mutable_caller()->set_account("vendor-01");
  refusal.mutable_refusal()->mutable_caller()->set_organization("vendor");
  now_ = absl::FromCivil(absl::CivilDay(2026, 10, 21), report::Tokyo());
  ASSERT_THAT(log_->AppendDurably(refusal), IsOk());
  now_ = absl::FromCivil(absl::CivilDay(2026, 11, 4), report::Tokyo());
  sudare::v1::AuditReportRequest request;
  request.set_month("2026-10");
  request.mutable_options()->set_organization("vendor");
  const auto part = desk_->Report(policy_, kAuditor, request);
  ASSERT_THAT(part, IsOk());
  EXPECT_EQ(Records().back().log_access().period(), "2026-10-01 - 2026-10-31, only vendor");
  const auto refused = SignOff(kAuditor, "2026-10", part->digest());
  EXPECT_THAT(refused, StatusIs(kPrecondition));
  EXPECT_EQ(DetailOf(refused.status()).reason(), "OTHER_REPORT");
  EXPECT_THAT(SignOff(kAuditor, "2026-10", DigestOf("2026-10")), IsOk());

  request.mutable_options()->set_organization("vender");
  EXPECT_THAT(desk_->Report(policy_, kAuditor, request),
              StatusIs(kInvalid, HasSubstr("`vender`; it has: `vendor`")));
  // What is on record stays text, however long the name is.
  request.mutable_options()->set_organization(std::string(400, 'x') + "業者");
  EXPECT_THAT(desk_->Report(policy_, kAuditor, request), StatusIs(kInvalid));
  EXPECT_THAT(Records().back().log_access().period(), ::testing::EndsWith("x…"));
}

TEST_F(AuditDeskTest, ASearchByOrganizationFindsItsWindows) {
  AuditRecord change;
  change.mutable_window_change()->mutable_caller()->set_staff("clerk");
  change.mutable_window_change()->set_window("W00001");
  change.mutable_window_change()->mutable_after()->add_persons()->set_organization("vendor");
  ASSERT_THAT(log_->AppendDurably(change), IsOk());
  sudare::v1::SearchAuditRequest request;
  request.mutable_filter()->set_organization("vendor");
  std::vector<std::string> windows;
  EXPECT_THAT(desk_->Search(policy_, kAuditor, request,
                            [&](const sudare::v1::AuditEntry& entry) {
                              windows.push_back(entry.caller().window());
                              return true;
                            }),
              IsOk());
  EXPECT_THAT(windows, ::testing::ElementsAre("W00001"));
}

TEST_F(AuditDeskTest, OthersReachNothingAndAreOnRecord) {
  const auto no_entry = [](const sudare::v1::AuditEntry&) {
    ADD_FAILURE() << "an entry leaves";
    return true;
  };
  const auto no_record = [](const AuditRecord&) {
    ADD_FAILURE() << "a record leaves";
    return true;
  };
  for (const StaffCaller& caller : {kVendor, kClerk}) {
    const size_t before = Records().size();
    sudare::v1::AuditReportRequest request;
    request.set_month("2026-10");
    EXPECT_THAT(desk_->Search(policy_, caller, {}, no_entry), StatusIs(kDenied));
    EXPECT_THAT(desk_->Export(policy_, caller, {}, no_record), StatusIs(kDenied));
    EXPECT_THAT(desk_->Report(policy_, caller, request), StatusIs(kDenied));
    EXPECT_THAT(desk_->Status(policy_, caller, {}), StatusIs(kDenied));
    EXPECT_THAT(desk_->Verify(policy_, caller, {}), StatusIs(kDenied));
    EXPECT_THAT(SignOff(caller, "2026-10", "x"), StatusIs(kDenied));
    const auto records = Records();
    ASSERT_EQ(records.size(), before + 6);
    for (size_t i = before; i < records.size(); ++i) {
      EXPECT_EQ(records[i].log_access().status(), "PERMISSION_DENIED");
      EXPECT_EQ(records[i].log_access().caller().account(), caller.account);
    }
  }
}

TEST_F(AuditDeskTest, WhatIsReadIsOnRecordFirst) {
  std::vector<sudare::v1::AuditEntry> entries;
  EXPECT_THAT(desk_->Search(policy_, kAuditor, {},
                            [&](const sudare::v1::AuditEntry& entry) {
                              entries.push_back(entry);
                              return true;
                            }),
              IsOk());
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[1].kind(), sudare::v1::AuditEntry::LOG_ACCESS);
  EXPECT_EQ(entries[1].caller().staff(), "auditor");
  // Monitoring may ask for the status all day.
  const size_t before = Records().size();
  EXPECT_THAT(desk_->Status(policy_, kAuditor, {}), IsOk());
  EXPECT_EQ(Records().size(), before);
}

TEST_F(AuditDeskTest, ASearchEndsAtItsLimitAndWhenNobodyTakesMore) {
  int taken = 0;
  sudare::v1::SearchAuditRequest request;
  request.set_limit(1);
  const auto take = [&taken](const sudare::v1::AuditEntry&) { return ++taken > 0; };
  EXPECT_THAT(desk_->Search(policy_, kAuditor, request, take), IsOk());
  EXPECT_EQ(taken, 1);
  taken = 0;
  EXPECT_THAT(desk_->Search(policy_, kAuditor, {},
                            [&taken](const sudare::v1::AuditEntry&) { return ++taken < 0; }),
              IsOk());
  EXPECT_EQ(taken, 1);
}

TEST_F(AuditDeskTest, StatusSaysWhichMonthsWait) {
  for (const AuditRecord& record : Records()) calendar_.Add(record);
  auto status = desk_->Status(policy_, kAuditor, {});
  ASSERT_THAT(status, IsOk());
  EXPECT_THAT(status->unsigned_months(), ::testing::ElementsAre("2026-10"));
  EXPECT_THAT(status->overdue_months(), IsEmpty());
  now_ += absl::Hours(24 * 10);
  EXPECT_THAT(desk_->Status(policy_, kAuditor, {})->overdue_months(),
              ::testing::ElementsAre("2026-10"));
  EXPECT_THAT(SignOff(kAuditor, "2026-10", DigestOf("2026-10")), IsOk());
  EXPECT_THAT(desk_->Status(policy_, kAuditor, {})->unsigned_months(), IsEmpty());
}

TEST_F(AuditDeskTest, AnAlteredLogIsNotSigned) {
  const std::string digest = DigestOf("2026-10");
  std::string bytes = folder_.Read(1);
  // Within the first record: after the segment's header of 64 bytes.
  bytes[64 + 12] ^= 1;
  folder_.Overwrite(1, bytes);
  EXPECT_THAT(SignOff(kAuditor, "2026-10", digest), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(desk_->Verify(policy_, kAuditor, {}), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace sudare::testing
