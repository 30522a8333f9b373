// Packs: read from a folder, scored by what an account sees.
#include "proxy/prove/pack.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "proxy/prove/report.h"
#include "tests/support/status_matchers.h"

namespace sudare::prove {
namespace {

using sudare::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class CannedSubject : public Subject {
 public:
  Observation Ask(const std::string&, const std::string& sql) override { return answers_[sql]; }

  void Answer(const std::string& sql, const std::vector<std::vector<Value>>& rows) {
    answers_[sql].rows = rows;
  }
  void Refuse(const std::string& sql) {
    const absl::Status status =
        MakeError(absl::StatusCode::kPermissionDenied, "no", {"COLUMN_NOT_FOUND"});
    answers_[sql].status = status;
    answers_[sql].error = DetailOf(status);
  }

 private:
  std::map<std::string, Observation> answers_;
};

class PackTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::string(std::getenv("TEST_TMPDIR")) + "/pack";
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ + "/errors");
    std::filesystem::create_directories(folder_ + "/attacks");
  }
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name) << text;
  }

  std::string folder_;
};

TEST_F(PackTest, CountsErrorsThatAreFoundExactly) {
  for (const char* name : {"right", "fewer", "more", "refused"}) {
    Write(std::string("errors/") + name + ".sql", std::string("SELECT ") + name + ";\n");
    Write(std::string("errors/") + name + ".expected", "100001\n100002\n");
  }
  ASSERT_OK_AND_ASSIGN(const Pack pack, ReadPack(folder_));
  CannedSubject subject;
  subject.Answer("SELECT right", {{"100002", "x"}, {"100001  ", "y"}, {"100001", "z"}});
  subject.Answer("SELECT fewer", {{"100001"}});
  subject.Answer("SELECT more", {{"100001"}, {"100002"}, {"100003"}});
  subject.Refuse("SELECT refused");
  const PackScore score = ScorePack(pack, "vendor", &subject);
  EXPECT_EQ(score.ErrorsFound(), 1u);
  EXPECT_THAT(score.errors, SizeIs(4));
  EXPECT_EQ(score.errors[0].remark, "1 keys missing, 0 too many");
  EXPECT_EQ(score.errors[1].remark, "0 keys missing, 1 too many");
  EXPECT_THAT(score.errors[2].remark, HasSubstr("COLUMN_NOT_FOUND"));
  EXPECT_TRUE(score.errors[3].happened);
}

TEST_F(PackTest, CountsAttacksThatLeak) {
  for (const char* name : {"shows", "spelled", "masked", "refused"}) {
    Write(std::string("attacks/") + name + ".sql", std::string("SELECT ") + name);
    Write(std::string("attacks/") + name + ".secret", "123456789012\n佐藤　匠\n");
  }
  Write("attacks/oracle.sql", "-- leaks: rows\nSELECT oracle");
  Write("attacks/silent.sql", "-- leaks: rows\nSELECT silent");
  Write("attacks/pattern.sql", "-- leaks: output /^f$/\nSELECT pattern");
  ASSERT_OK_AND_ASSIGN(const Pack pack, ReadPack(folder_));
  CannedSubject subject;
  subject.Answer("SELECT shows", {{"no. 123456789012"}});
  subject.Answer("SELECT spelled", {{"１２３４-5678-9012"}});
  subject.Answer("SELECT masked", {{"name_AQAAAQ"}});
  subject.Refuse("SELECT refused");
  subject.Answer("-- leaks: rows\nSELECT oracle", {{"100001"}});
  subject.Answer("-- leaks: rows\nSELECT silent", {});
  subject.Answer("-- leaks: output /^f$/\nSELECT pattern", {{"t"}, {"f"}});
  const PackScore score = ScorePack(pack, "vendor", &subject);
  std::map<std::string, bool> leaks;
  for (const PackResult& result : score.attacks) leaks[result.name] = result.happened;
  EXPECT_EQ(leaks, (std::map<std::string, bool>{{"shows", true},
                                                {"spelled", true},
                                                {"masked", false},
                                                {"refused", false},
                                                {"oracle", true},
                                                {"silent", false},
                                                {"pattern", true}}));
  Verdict verdict;
  verdict.scores = {score};
  EXPECT_FALSE(verdict.IsProved());
  EXPECT_THAT(TextReport(verdict), HasSubstr("errors still found 0/0, attacks that leak 4/7\n"));
  EXPECT_THAT(JsonReport(verdict), HasSubstr("\"attacks_that_leak\":4,\"attacks_total\":7"));
  // The report tells of values, and doesn't show them.
  EXPECT_THAT(TextReport(verdict), Not(HasSubstr("123456789012")));
}

TEST_F(PackTest, RefusesQueriesThatDoNotSayWhatIsExpected) {
  EXPECT_THAT(ReadPack(folder_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no queries in")));
  Write("errors/a.sql", "SELECT 1");
  EXPECT_THAT(ReadPack(folder_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("a.expected is missing")));
  Write("errors/a.expected", "1");
  Write("attacks/b.sql", "SELECT 1");
  EXPECT_THAT(ReadPack(folder_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("b.secret")));
  Write("attacks/b.sql", "-- leaks: output /[/\nSELECT 1");
  EXPECT_THAT(ReadPack(folder_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("malformed")));
}

TEST(VerdictTest, NothingAskedIsNothingProved) {
  ProofReport report;
  Verdict verdict;
  verdict.proof = &report;
  EXPECT_FALSE(verdict.IsProved());
  report.accounts.emplace_back().queries = 1;
  EXPECT_TRUE(verdict.IsProved());
  report.accounts[0].order_only = 1;
  EXPECT_TRUE(verdict.IsProved());
  verdict.strict_order = true;
  EXPECT_FALSE(verdict.IsProved());
  verdict.strict_order = false;
  report.accounts[0].leaks = 1;
  EXPECT_FALSE(verdict.IsProved());
  EXPECT_THAT(TextReport(verdict),
              HasSubstr("prove: 1 queries, 0 answered (0.0 %), 0 differences, 1 leaks\n"));
}

}  // namespace
}  // namespace sudare::prove
