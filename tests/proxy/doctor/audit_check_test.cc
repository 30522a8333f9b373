#include "proxy/doctor/audit_check.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/audit/audit_log.h"
#include "tests/proxy/doctor/codes.h"
#include "tests/proxy/doctor/folder.h"
#include "tests/support/status_matchers.h"

namespace sudare::doctor {
namespace {

using ::sudare::testing::IsOk;
using ::testing::AllOf;
using ::testing::ElementsAre;

const absl::Time kFirst = absl::FromUnixSeconds(1'800'000'000);

class AuditCheckTest : public ::testing::Test {
 protected:
  void SetUp() override { config_.set_folder(folder_.path() + "/audit"); }

  std::unique_ptr<AuditLog> Open() {
    AuditLogOptions options;
    options.folder = config_.folder();
    options.clock = [this] { return now_; };
    return OpenAuditLog(options).value();
  }

  void Append(AuditLog& log) {
    sudare::v1::AuditRecord record;
    record.mutable_server()->set_detail("a day");
    ASSERT_THAT(log.AppendDurably(record), IsOk());
    now_ += absl::Hours(24);
  }

  Findings Check() {
    Findings findings;
    outline_ = CheckAuditLog(config_, &findings);
    return findings;
  }

  std::string Segment() const { return config_.folder() + "/00000001.audit"; }

  const Folder folder_;
  sudare::v1::Audit config_;
  absl::Time now_ = kFirst;
  std::optional<audit::LogOutline> outline_;
};

TEST_F(AuditCheckTest, ALogThatIsNotYetThereIsGood) {
  EXPECT_THAT(Codes(Check()), ElementsAre("audit-new"));
}

TEST_F(AuditCheckTest, ALogInUseAndAtRestIsTold) {
  {
    const auto log = Open();
    for (int i = 0; i < 3; ++i) Append(*log);
    EXPECT_THAT(Codes(Check()), ElementsAre("audit-in-use", "audit-ok"));
  }
  EXPECT_THAT(Check(), AllOf(Tells("audit-not-in-use", "audit"),
                             Tells("audit-ok", "3 records in 1 segments")));
  ASSERT_TRUE(outline_.has_value());
  EXPECT_EQ(outline_->oldest, kFirst);
  EXPECT_EQ(outline_->newest, kFirst + absl::Hours(48));
  EXPECT_GT(outline_->bytes, 3u * 40);
  EXPECT_LT(outline_->bytes, 1000u);
}

TEST_F(AuditCheckTest, AnAlteredEndIsTold) {
  { Append(*Open()); }
  std::fstream file(Segment(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(90);
  file.put('\x55');
  file.close();
  EXPECT_THAT(Check(), AllOf(Tells("audit-damaged", "00000001.audit"), DoesNotTell("audit-ok")));
}

TEST_F(AuditCheckTest, AnUnfinishedRecordIsNoted) {
  {
    const auto log = Open();
    Append(*log);
    Append(*log);
  }
  ASSERT_TRUE(Check().all().size() == 2 && outline_.has_value());
  // All but the last byte of the second record.
  ASSERT_EQ(truncate(Segment().c_str(), static_cast<off_t>(outline_->bytes - 1)), 0);
  EXPECT_THAT(Check(),
              AllOf(Tells("audit-torn", "unfinished record"), Tells("audit-ok", "1 records")));
}

TEST_F(AuditCheckTest, AFolderThatOthersReadIsTold) {
  { Append(*Open()); }
  ASSERT_EQ(chmod(config_.folder().c_str(), 0750), 0);
  EXPECT_THAT(Check(), Tells("audit-readable", "chmod go= "));
}

TEST_F(AuditCheckTest, AFolderThatCannotBeWrittenIsTold) {
  // For root, who may write everywhere, the folder would have to be on /proc.
  config_.set_folder("/proc/sudare/audit");
  EXPECT_THAT(Codes(Check()), ElementsAre("audit-not-writable"));
}

TEST_F(AuditCheckTest, WhatIsNoFolderCannotBeChecked) {
  config_.set_folder(folder_.Write("file", "", 0700));
  EXPECT_THAT(Check(), Tells("audit-not-checked", "no such folder"));
}

}  // namespace
}  // namespace sudare::doctor
