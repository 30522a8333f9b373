// Budgets of rows and of people through real proxies: what is refused, what left until then, and
// what the log says of it.
#include <signal.h>

#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using grpc::StatusCode;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kPolicy[] = R"(
roles {
  name: "counted"
  rules { class: "open" allow {} }
  rules { class: "name" tokenize { domain: "name" scope: ROLE } }
  rules { class: "phone" partial { keep_last: 4 } }
  limits { concurrent_queries: 48 }
  budgets { persons_per_day: 20 }
}
roles { name: "rows" rules { class: "open" allow {} } budgets { rows_per_day: 1500 } }
accounts { name: "counted" role: "counted" kind: PROGRAM password_hash: "{hash}" }
accounts { name: "rows" role: "rows" kind: PROGRAM password_hash: "{hash}" }
accounts {
  name: "engineer" role: "windowed" person: "山田 太郎" organization: "Vendor" password_hash: "{hash}"
  certificate { san: "vendor-engineer@example.com" }
  pledge { document: "誓約書 2020-014" signed: "2020-04-01" expires: "2999-03-31" }
}
organizations { name: "Vendor" security_report { date: "2020-04-01" } overdue_report: WARN }
staff { name: "clerk" duties: [ REQUEST, CONNECT ] certificate { san: "clerk@city.example" } }
staff { name: "head" duties: [ APPROVE ] certificate { san: "head@city.example" } }
)";

std::string Policy() {
  return absl::StrReplaceAll(
             OfficePolicy(),
             {{"columns { name: \"employee_no\" class: \"open\" }",
               "columns { name: \"employee_no\" class: \"open\" person: \"employee\" }"}}) +
         kPolicy;
}

std::string ByNumber(int number) {
  return absl::StrCat("SELECT full_name, gross FROM payroll.employees WHERE employee_no = '",
                      100 + number + 1'000'000, "'");
}

// Of a number that exists.
std::string OneOf(int number) {
  std::string padded = absl::StrCat(1'000'000 + number).substr(1);
  return absl::StrCat("SELECT full_name, gross FROM payroll.employees WHERE employee_no = '",
                      padded, "'");
}

std::string Among(int first, int last) {
  return absl::StrCat("SELECT employee_no, full_name FROM payroll.employees WHERE gross BETWEEN ",
                      200'000 + first, " AND ", 200'000 + last);
}

class BudgetsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "/budgetsXXXXXX";
    ASSERT_NE(mkdtemp(&folder_[0]), nullptr);
    OfficeOptions options;
    options.policy = Policy();
    options.more_config = State();
    ASSERT_OK_AND_ASSIGN(office_, Office::Open(options));
  }

  std::string State() const {
    return absl::StrCat("state { sqlite { file: \"", folder_, "/state.sqlite\" } }");
  }

  // Of the last query's end: people, and new ones.
  std::pair<uint64_t, uint64_t> LastPersons() {
    std::pair<uint64_t, uint64_t> persons;
    // How a query ended is written some hundredths of a second after its answer.
    EXPECT_TRUE(Soon([&] {
      const auto records = office_->AuditRecords();
      EXPECT_THAT(records, IsOk());
      int under_way = 0;
      for (const auto& record : *records) {
        under_way += record.has_intent();
        if (!record.has_outcome()) continue;
        --under_way;
        persons = {record.outcome().persons(), record.outcome().new_persons()};
      }
      return under_way == 0;
    }));
    return persons;
  }

  Reply Ask(const std::string& sql) { return office_->Ask("counted", sql); }

  std::string folder_;
  std::unique_ptr<Office> office_;
};

TEST_F(BudgetsTest, OnePersonAQueryInManySmallQueriesMeetsTheBudget) {
  int answered = 0;
  for (int i = 0; i < 30; ++i) answered += Ask(OneOf(i)).status.ok() ? 1 : 0;
  EXPECT_EQ(answered, 20);
  const Reply refused = Ask(OneOf(40));
  EXPECT_THAT(refused, IsRefused(StatusCode::RESOURCE_EXHAUSTED, "DAY_PERSONS"));
  EXPECT_THAT(refused.status.error_message(),
              AllOf(HasSubstr("20 people in a day"), HasSubstr("1日に")));
  EXPECT_EQ(refused.row_count, 0u);
  // Whom it saw it may see again, in any form.
  EXPECT_THAT(Ask(OneOf(7)), IsAnswered());
  EXPECT_THAT(Ask(Among(0, 19)), IsAnswered());
  // Who isn't there isn't anybody, and who is only counted isn't shown.
  EXPECT_THAT(Ask(ByNumber(1)), IsAnswered());
  EXPECT_THAT(Ask("SELECT count(*) FROM payroll.employees"), IsAnswered());
  // In other words it is no cheaper.
  EXPECT_THAT(Ask("SELECT max(full_name) FROM payroll.employees GROUP BY employee_no"),
              IsRefused(StatusCode::RESOURCE_EXHAUSTED, "DAY_PERSONS"));
  EXPECT_THAT(Ask("SELECT a.employee_no, b.full_name FROM payroll.employees a, payroll.employees b"
                  " WHERE a.employee_no = '000001'"),
              IsRefused(StatusCode::RESOURCE_EXHAUSTED, "DAY_PERSONS"));
  EXPECT_THAT(Ask("SELECT string_agg(full_name, ',') FROM payroll.employees"),
              IsRefused(StatusCode::PERMISSION_DENIED, "PERSONS_NOT_COUNTABLE"));
  // Without a budget nobody is counted.
  EXPECT_THAT(office_->Ask("vendor", "SELECT string_agg(full_name, ',') FROM payroll.employees"),
              IsAnswered());
}

TEST_F(BudgetsTest, TheLogTellsHowManyAndHowManyAreNew) {
  EXPECT_THAT(Ask(Among(0, 4)), IsAnswered());
  EXPECT_EQ(LastPersons(), std::make_pair(uint64_t{5}, uint64_t{5}));
  EXPECT_THAT(Ask(Among(3, 6)), IsAnswered());
  EXPECT_EQ(LastPersons(), std::make_pair(uint64_t{4}, uint64_t{2}));
  EXPECT_THAT(Ask("SELECT full_name FROM payroll.employees LIMIT 2"), IsAnswered());
  EXPECT_EQ(LastPersons(), std::make_pair(uint64_t{2}, uint64_t{2}));
}

TEST_F(BudgetsTest, AnAnswerIsCutBeforeTheRowThatIsTooMuchLeaves) {
  // One person's rows fill batches; then come the others.
  const Reply reply =
      Ask("SELECT employee_no, full_name, i FROM payroll.employees, generate_series(1, 20000) i"
          " WHERE employee_no < '000030' ORDER BY employee_no, i");
  EXPECT_THAT(reply, IsRefused(StatusCode::RESOURCE_EXHAUSTED, "DAY_PERSONS"));
  EXPECT_GT(reply.row_count, 0u);
  std::set<Value> shown;
  for (const auto& row : reply.rows) shown.insert(row[0]);
  EXPECT_LE(shown.size(), 20u);
  EXPECT_EQ(LastPersons().first, shown.size());
}

TEST_F(BudgetsTest, TwoProxiesTogetherShowNoMoreThanTheBudget) {
  ProxyOptions options;
  options.connection = office_->database().ConnectionString("sudare");
  options.policy = Policy();
  options.more_config = State();
  ASSERT_OK_AND_ASSIGN(const auto other, ProxyProcess::Start(options));
  const auto stub = sudare::v1::QueryService::NewStub(other->PlainChannel());
  int answered = 0;
  for (int i = 0; i < 30; ++i) {
    answered += Ask(OneOf(i)).status.ok() ? 1 : 0;
    answered += RunQuery(*stub, "counted", OneOf(500 + i)).status.ok() ? 1 : 0;
  }
  EXPECT_EQ(answered, 20);
  uint64_t rows = 0;
  for (int i = 0; i < 20; ++i) {
    const Reply here = office_->Ask("rows", "SELECT gross FROM payroll.employees LIMIT 100");
    const Reply there = RunQuery(*stub, "rows", "SELECT gross FROM payroll.employees LIMIT 100");
    rows += here.row_count + there.row_count;
  }
  EXPECT_LE(rows, 1500u);
  EXPECT_GE(rows, 1000u);
}

TEST_F(BudgetsTest, AKilledProxyForgetsNobody) {
  EXPECT_THAT(Ask(Among(0, 14)), IsAnswered());
  ASSERT_OK_AND_ASSIGN(const int ended, office_->proxy().Stop(SIGKILL));
  EXPECT_NE(ended, 0);
  ASSERT_THAT(office_->proxy().Restart(), IsOk());
  Reply reply;
  EXPECT_TRUE(Soon([&] {
    reply = Ask(Among(100, 110));
    return reply.status.error_code() != StatusCode::UNAVAILABLE;
  }));
  EXPECT_THAT(reply, IsRefused(StatusCode::RESOURCE_EXHAUSTED, "DAY_PERSONS"));
  EXPECT_THAT(Ask(Among(0, 19)), IsAnswered());
}

TEST_F(BudgetsTest, AWindowIsNarrowedToSoManyPeopleAndWarnsOfTheVendorsReport) {
  const auto window = [&](const std::string& person, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "window");
    return office_->RunCommandAs(person, std::move(arguments));
  };
  const Ended requested =
      window("clerk",
             {"request", "--person", "engineer", "--purpose", "住民税の差額", "--ticket", "26-118",
              "--telephone", "解決せず", "--from", "now", "--to", "+1h", "--persons", "3"});
  ASSERT_EQ(requested.code, 0) << requested.text;
  EXPECT_THAT(requested.text, AllOf(HasSubstr("見た人数 / persons"), HasSubstr("0 / 3"),
                                    HasSubstr("注意 / warning"), HasSubstr("2021-04-01")));
  EXPECT_THAT(window("head", {"approve", "W00001"}).text, HasSubstr("OVERRIDE_NEEDED"));
  ASSERT_EQ(window("head", {"approve", "W00001", "--remark", "来週提出"}).code, 0);
  ASSERT_EQ(window("clerk", {"open", "W00001"}).code, 0);
  for (int i = 0; i < 3; ++i) EXPECT_THAT(office_->Ask("engineer", OneOf(i)), IsAnswered());
  EXPECT_THAT(office_->Ask("engineer", OneOf(9)),
              IsRefused(StatusCode::RESOURCE_EXHAUSTED, "WINDOW_PERSONS"));
  EXPECT_THAT(window("head", {"show", "W00001"}).text, HasSubstr("3 / 3"));
  // Nobody of a vendor that owes its report works where the policy says so.
  office_->ReplacePolicy(
      absl::StrReplaceAll(Policy(), {{"overdue_report: WARN", "overdue_report: BLOCK"}}));
  EXPECT_TRUE(Soon([&] {
    return office_->Ask("engineer", OneOf(0)).detail.reason() == "SECURITY_REPORT_OVERDUE";
  }));
}

}  // namespace
}  // namespace sudare::testing
