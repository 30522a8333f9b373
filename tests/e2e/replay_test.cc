// What a vendor saw on a day, asked again over that day's copy of the database: `sudare audit
// replay`.
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/proxy/audit/replay_keys.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kDeskPolicy[] = R"(
roles {
  name: "desk"
  rules { class: "personal_number" redact {} }
  rules { class: "name" tokenize { domain: "desk_name" scope: WINDOW prefix: "nam" } }
  rules { class: "phone" partial { keep_last: 4 } }
  rules { class: "open" allow {} }
  requires_window: true
}
accounts {
  name: "engineer" role: "desk" person: "山田 太郎" organization: "Vendor" password_hash: "{hash}"
  pledge { document: "誓約書 2020-014" signed: "2020-04-01" expires: "2999-03-31" }
}
staff { name: "clerk" duties: [ REQUEST, CONNECT ] certificate { san: "clerk@city.example" } }
staff { name: "head" duties: [ APPROVE ] certificate { san: "head@city.example" } }
)";
// A literal that nobody but the holder of the replay key may find in the log.
constexpr char kLiteral[] = "鈴木 一郎301";

std::string Folder() {
  const char* const base = std::getenv("TEST_TMPDIR");
  return base != nullptr ? base : "/tmp";
}

std::string KeyFile(const std::string& name, const std::string& pem) {
  const std::string path = absl::StrCat(Folder(), "/", name);
  std::ofstream(path) << pem;
  chmod(path.c_str(), 0600);
  return path;
}

class ReplayTest : public ::testing::Test {
 protected:
  void Open(bool sealed) {
    OfficeOptions options;
    options.policy = OfficePolicy() + kDeskPolicy;
    if (sealed) {
      options.more_audit = absl::StrCat("sealed_statements { public_key: \"",
                                        KeyFile("replay.pub", kReplayPublicKey), "\" }");
    }
    ASSERT_OK_AND_ASSIGN(office_, Office::Open(options));
  }

  void OpenWindow() {
    const std::vector<std::pair<std::string, std::vector<std::string>>> steps = {
        {"clerk",
         {"request", "--person", "engineer", "--purpose", "差額", "--ticket", "26-118",
          "--telephone", "解決せず", "--from", "now", "--to", "+1h", "--class", "open", "--class",
          "name"}},
        {"head", {"approve", "W00001"}},
        {"clerk", {"open", "W00001"}},
    };
    for (auto [person, arguments] : steps) {
      arguments.insert(arguments.begin(), "window");
      const Ended ended = office_->RunCommandAs(person, arguments);
      ASSERT_EQ(ended.code, 0) << ended.text;
    }
  }

  void Ask(const std::string& account, const std::string& sql,
           const std::vector<Value>& parameters = {}) {
    const Reply reply = office_->Ask(account, sql, parameters);
    EXPECT_THAT(reply, IsAnswered()) << sql << "\n" << reply.status.error_message();
    replies_.push_back(reply);
  }

  // That day's backup, made while nobody is connected.
  void CopyDatabase() {
    ASSERT_THAT(office_->proxy().Stop(SIGTERM), IsOk());
    ASSERT_THAT(office_->database().Run("CREATE DATABASE copy TEMPLATE postgres", "template1"),
                IsOk());
  }

  Ended Replay(const std::string& database, const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {
        "audit",      "replay",
        "--config",   office_->proxy().folder() + "/sudare.textproto",
        "--database", office_->database().ConnectionString("sudare", database)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return office_->RunCommand(arguments);
  }
  Ended ReplayWithKey(const std::string& database, std::vector<std::string> more = {}) {
    more.push_back("--replay-key");
    more.push_back(KeyFile("replay.key", kReplayPrivateKey));
    return Replay(database, more);
  }

  // Of the query that ended as this one of those on record.
  std::string QueryIdOf(size_t number) {
    const auto records = office_->AuditRecords();
    EXPECT_THAT(records, IsOk());
    for (const auto& record : *records) {
      if (record.has_outcome() && number-- == 0) return record.outcome().query_id();
    }
    return "";
  }

  std::unique_ptr<Office> office_;
  std::vector<Reply> replies_;
};

TEST_F(ReplayTest, ADaysQueriesShowTheSameOverThatDaysCopyAndDifferencesOverAnother) {
  Open(/*sealed=*/true);
  OpenWindow();
  // Tokens of the window at egress, compared by value, and through a map in a snapshot; a
  // parameter; a class that the window hides; an order left open.
  Ask("engineer", "SELECT employee_no, full_name, gross FROM payroll.employees");
  const std::string token = *replies_.back().rows[301][1];
  Ask("engineer", "SELECT full_name, count(*) FROM payroll.employees GROUP BY full_name");
  Ask("engineer", "SELECT full_name FROM payroll.employees ORDER BY full_name DESC LIMIT 7");
  Ask("engineer", "SELECT gross FROM payroll.employees WHERE full_name = $1", {token});
  Ask("engineer", "SELECT gross FROM payroll.employees WHERE employee_no = '000007'");
  Ask("hr", absl::StrCat("SELECT * FROM payroll.employees WHERE full_name = '", kLiteral, "'"));
  Ask("vendor",
      "SELECT a.full_name, b.gross FROM payroll.employees a JOIN payroll.employees b "
      "USING (employee_no) WHERE b.gross > 200990");
  EXPECT_FALSE(
      office_->Ask("vendor", "SELECT 1 / (gross - 200000) FROM payroll.employees").status.ok());
  // Refused before they ran: nothing to replay.
  EXPECT_FALSE(office_->Ask("engineer", "SELECT phone FROM payroll.employees").status.ok());
  EXPECT_FALSE(office_->Ask("vendor", "DELETE FROM payroll.employees").status.ok());
  CopyDatabase();
  EXPECT_THAT(office_->AuditBytes(),
              AllOf(Not(HasSubstr(kLiteral)), Not(HasSubstr(token)), Not(HasSubstr("000007"))));

  const Ended same = ReplayWithKey("copy");
  EXPECT_EQ(same.code, 0) << same.text;
  EXPECT_THAT(same.text, AllOf(HasSubstr("queries / 照会 8"), HasSubstr("Every query shows"),
                               HasSubstr("すべての照会が同じ結果"), HasSubstr("WAL 0/")));

  // The live database goes on.
  ASSERT_THAT(
      office_->database().Run("UPDATE payroll.employees SET gross = 1 WHERE employee_no = '000301';"
                              "DELETE FROM payroll.employees WHERE employee_no = '000007'"),
      IsOk());
  const Ended changed = ReplayWithKey("postgres");
  EXPECT_EQ(changed.code, 1) << changed.text;
  EXPECT_THAT(changed.text,
              AllOf(HasSubstr("another number of rows: 1000 → 999"), HasSubstr("行数が異なります"),
                    HasSubstr("another number of rows: 1 → 0"),
                    HasSubstr("as many rows, but not the same: 1"),
                    HasSubstr("  3  another number of rows / 行数が異なる")))
      << changed.text;
  EXPECT_THAT(changed.text, AllOf(Not(HasSubstr(kLiteral)), Not(HasSubstr(token))));
  const Ended one = ReplayWithKey("postgres", {"--query-id", QueryIdOf(0), "--format", "json"});
  EXPECT_EQ(one.code, 1);
  EXPECT_THAT(one.text, AllOf(HasSubstr("\"verdict\":\"OTHER_ROW_COUNT\""),
                              HasSubstr("\"queries\":\"1\""), Not(HasSubstr("\"all_same\":true"))));
  EXPECT_EQ(ReplayWithKey("copy", {"--day", "2020-01-01"}).code, 1) << "nothing was asked then";

  // Another key, none, one that others may read, no key at all.
  const Ended wrong =
      Replay("copy", {"--replay-key", KeyFile("other.key", kOtherReplayPrivateKey)});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.text,
              AllOf(HasSubstr("sealed to another replay key"), HasSubstr("別の鍵で封印")));
  const Ended none = Replay("copy", {});
  EXPECT_EQ(none.code, 1);
  EXPECT_THAT(none.text, HasSubstr("give the private key by `--replay-key`"));
  EXPECT_EQ(Replay("copy", {"--replay-key", KeyFile("no.key", kReplayPublicKey)}).code, 2);
  const std::string open_key = KeyFile("open.key", kReplayPrivateKey);
  chmod(open_key.c_str(), 0644);
  EXPECT_EQ(Replay("copy", {"--replay-key", open_key}).code, 2);
}

TEST_F(ReplayTest, SaysWhichPolicyAndKeysItNeeds) {
  Open(/*sealed=*/true);
  Ask("vendor", "SELECT full_name FROM payroll.employees WHERE employee_no = '000003'");
  CopyDatabase();
  const std::string folder = office_->proxy().folder();

  // Tokens and digests are those of the key that was the primary one.
  ASSERT_EQ(office_
                ->RunCommand({"keys", "rotate", "--file", folder + "/keyring", "--passphrase-file",
                              folder + "/passphrase"})
                .code,
            0);
  const Ended rotated = ReplayWithKey("copy");
  EXPECT_EQ(rotated.code, 0) << rotated.text;

  std::ofstream(folder + "/policy.textproto", std::ios::app) << "classes { name: \"more\" }\n";
  const Ended other = ReplayWithKey("copy");
  EXPECT_EQ(other.code, 1);
  ASSERT_OK_AND_ASSIGN(const auto records, office_->AuditRecords());
  std::string hash;
  for (const auto& record : records) {
    if (record.has_intent()) hash = record.intent().policy_hash();
  }
  EXPECT_THAT(other.text, AllOf(HasSubstr(absl::StrCat("answered under the policy ", hash)),
                                HasSubstr(absl::StrCat("needs policy / 必要なポリシー ", hash))));
}

TEST_F(ReplayTest, NothingOfAnAlteredLogIsReplayed) {
  Open(/*sealed=*/true);
  Ask("vendor", "SELECT employee_no FROM payroll.employees");
  CopyDatabase();
  const std::string segment = office_->proxy().audit_folder() + "/00000001.audit";
  std::fstream file(segment, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(200);
  file.put('X');
  file.close();
  const Ended ended = ReplayWithKey("copy");
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.text, AllOf(HasSubstr("altered or damaged: nothing of it is replayed"),
                                HasSubstr("改ざん"), Not(HasSubstr("queries / 照会"))));
}

TEST_F(ReplayTest, WithoutSealedStatementsThoseWithoutLiteralsAreReplayed) {
  Open(/*sealed=*/false);
  Ask("vendor", "SELECT employee_no, full_name FROM payroll.employees ORDER BY employee_no");
  Ask("vendor", "SELECT gross FROM payroll.employees WHERE employee_no = '000003'");
  Ask("vendor", "SELECT gross FROM payroll.employees WHERE employee_no = $1", {"000003"});
  CopyDatabase();
  const Ended ended = Replay("copy", {});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.text, AllOf(HasSubstr("  1  the same / 一致\n"),
                                HasSubstr("  2  not replayable: literals weren't kept / "),
                                HasSubstr("set `sealed_statements` in `audit`")));
}

// Digests must not let who reads the log, and may ask the proxy too, try values out.
TEST_F(ReplayTest, EqualAnswersHaveUnequalDigests) {
  Open(/*sealed=*/false);
  for (int i = 0; i < 2; ++i) Ask("vendor", "SELECT gross FROM payroll.employees");
  ASSERT_THAT(office_->proxy().Stop(SIGTERM), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto records, office_->AuditRecords());
  std::vector<sudare::v1::Outcome> outcomes;
  for (const auto& record : records) {
    if (record.has_outcome()) outcomes.push_back(record.outcome());
  }
  ASSERT_EQ(outcomes.size(), 2u);
  EXPECT_EQ(outcomes[0].digest_key(), 1u);
  EXPECT_EQ(outcomes[0].result_digest().size(), 32u);
  EXPECT_NE(outcomes[0].result_digest(), outcomes[1].result_digest());
  EXPECT_NE(outcomes[0].row_set_digest(), outcomes[1].row_set_digest());
  EXPECT_FALSE(outcomes[0].snapshot().empty());
  EXPECT_FALSE(outcomes[0].wal_position().empty());
}

}  // namespace
}  // namespace sudare::testing
