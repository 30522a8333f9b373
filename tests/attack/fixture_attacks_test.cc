// The attacks of corpus/: each leaks when the owner of the database runs it, and gives nothing
// through the pipeline.
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/attack/attack_case.h"
#include "tests/attack/attack_table.h"
#include "tests/attack/secrets.h"
#include "tests/differential/masked_database.h"
#include "tests/support/golden.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::IsEmpty;
using Rows = std::vector<std::vector<Value>>;

// Enough of an answer to see what is wrong.
constexpr size_t kShown = 600;

constexpr char kVictim[] = R"sql(
  SELECT employee_no, personal_number, full_name, phone, split_part(phone, '-', 2), birth_date, password
  FROM payroll.employees
  WHERE full_name LIKE '% %' AND personal_number IS NOT NULL AND phone IS NOT NULL AND password ~ '^[0-9a-f]{3}'
    AND note LIKE '%5678%' AND birth_date < '9999-01-01' AND extract(month FROM birth_date) > 2
    AND extract(day FROM birth_date) > 2 AND employment_kind = 'regular' AND employee_no ~ '[1-9]$'
  ORDER BY employee_no LIMIT 1)sql";

class FixtureAttacksTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = PostgresServer::Start().value().release();
    for (const char* file : {"tests/differential/fixture_data.sql", "tests/attack/odd.sql"}) {
      ASSERT_THAT(server_->Run(ReadTestFile(file)), IsOk());
    }
    MaskedDatabase::Options options;
    options.policies = {"tests/attack/policy.textproto"};
    ASSERT_OK_AND_ASSIGN(auto masked, MaskedDatabase::Create(*server_, options));
    masked_ = masked.release();
    ChooseVictim();
  }

  static void TearDownTestSuite() {
    delete masked_;
    delete server_;
  }

  static std::string One(const std::string& sql) {
    return *server_->Query(sql).value().at(0).at(0);
  }

  static std::string Lines(const std::string& sql) {
    const Rows rows = server_->Query(sql).value();
    return absl::StrJoin(rows, "\n", [](std::string* out, const std::vector<Value>& row) {
      out->append(*row.at(0));
    });
  }

  static void ChooseVictim() {
    const std::vector<Value> victim = server_->Query(kVictim).value().at(0);
    victim_ = new Victim{
        {"employee_no", *victim.at(0)},     {"personal_number", *victim.at(1)},
        {"full_name", *victim.at(2)},       {"phone", *victim.at(3)},
        {"middle_of_phone", *victim.at(4)}, {"birth_date", *victim.at(5)},
        {"password", *victim.at(6)},
    };
    Victim& v = *victim_;
    v["personal_number_hex"] = absl::BytesToHexString(v["personal_number"]);
    v["special_employee_no"] = One(
        "SELECT employee_no FROM payroll.employees JOIN attendance.employees USING (employee_no) "
        "WHERE employment_kind = 'special' AND department_id = 7 AND employee_no IN "
        "(SELECT employee_no FROM payroll.payslips) ORDER BY 1 LIMIT 1");
    v["bank_account"] = One("SELECT max(bank_account) FROM payroll.payslips");
    v["hidden_payslip"] = One("SELECT min(id) FROM payroll.payslips WHERE bank_account < '2'");
    v["smallest_name"] =
        One("SELECT min(full_name COLLATE \"C\") FROM payroll.employees WHERE full_name <> ''");
    const std::string first = "SELECT employee_no FROM payroll.employees ORDER BY ";
    v["order_by_number"] = Lines(first + "personal_number, employee_no LIMIT 5");
    v["order_by_number_list"] = absl::StrReplaceAll(v["order_by_number"], {{"\n", ","}});
    v["order_by_password"] = Lines(first + "password LIMIT 5");
    v["order_by_name"] = Lines(first + "full_name COLLATE \"C\", employee_no LIMIT 5");
    v["order_by_birth"] = Lines(first + "birth_date, employee_no DESC LIMIT 5");
  }

  // Everything hidden from the account, whatever the statement.
  static Secrets SecretsOf(const std::string& account) {
    Secrets secrets;
    const auto add = [&](const char* sql) {
      const Rows rows = server_->Query(sql).value();
      for (const auto& row : rows) secrets.Add(row.at(0).value_or(""));
    };
    add("SELECT personal_number FROM payroll.employees");
    add("SELECT password FROM payroll.employees");
    add("SELECT full_name FROM payroll.employees WHERE length(full_name) > 3");
    add("SELECT phone FROM payroll.employees");
    secrets.AddNumber("123456789012");
    if (account == "vendor") add("SELECT bank_account FROM payroll.payslips");
    if (account != "vendor") {
      add("SELECT employee_no FROM payroll.employees e WHERE employment_kind = 'special' AND NOT "
          "EXISTS (SELECT FROM attendance.employees a WHERE a.employee_no = e.employee_no)");
    }
    return secrets;
  }

  static PostgresServer* server_;
  static MaskedDatabase* masked_;
  static Victim* victim_;
};

PostgresServer* FixtureAttacksTest::server_ = nullptr;
MaskedDatabase* FixtureAttacksTest::masked_ = nullptr;
Victim* FixtureAttacksTest::victim_ = nullptr;

void ExpectTheTwinsAnswer(const absl::StatusOr<Rows>& twin, Observation proxy) {
  EXPECT_EQ(proxy.status.ok(), twin.ok()) << proxy.Text() << "twin: " << twin.status();
  if (!twin.ok() || !proxy.status.ok()) return;
  Rows expected = *twin;
  std::sort(expected.begin(), expected.end());
  std::sort(proxy.answer.rows.begin(), proxy.answer.rows.end());
  EXPECT_TRUE(proxy.answer.rows == expected)
      << "proxy: " << TextOf(proxy.answer.rows).substr(0, kShown)
      << "twin: " << TextOf(expected).substr(0, kShown);
}

TEST_F(FixtureAttacksTest, LeakOnTheRawDatabaseAndGiveNothingThroughThePipeline) {
  ASSERT_OK_AND_ASSIGN(const auto cases, ReadAttackCases("tests/attack/corpus"));
  const std::map<std::string, Secrets> secrets = {{"vendor", SecretsOf("vendor")},
                                                  {"filtered", SecretsOf("filtered")},
                                                  {"fenced", SecretsOf("fenced")}};
  AttackTable table("channel", Channels(), {"here"});
  for (const AttackCase& one : cases) {
    SCOPED_TRACE(one.attack.name);
    ASSERT_OK_AND_ASSIGN(const Attack attack, Aim(one.attack, *victim_));
    const MaskedDatabase::Raw raw = masked_->AskOwner(attack.sql);
    const bool leaks = Leaked(attack, raw.ok, absl::StripAsciiWhitespace(raw.text));
    EXPECT_TRUE(leaks) << "it proves nothing: " << raw.text.substr(0, kShown);

    const Observation proxy = masked_->AskPipeline(one.account, attack.sql);
    if (one.is_answered) {
      EXPECT_THAT(proxy.status, IsOk());
    } else if (one.refusal.empty()) {
      ExpectTheTwinsAnswer(masked_->AskTwin(one.account, attack.sql), proxy);
    } else {
      EXPECT_EQ(proxy.error.reason(), one.refusal) << proxy.Text();
    }
    const std::vector<std::string> found = secrets.at(one.account).FoundIn(proxy.Text());
    const bool leaks_here =
        !found.empty() || (!attack.pattern.empty() && Leaked(attack, true, proxy.Text()));
    EXPECT_THAT(found, IsEmpty()) << proxy.Text().substr(0, kShown);
    EXPECT_FALSE(leaks_here) << proxy.Text().substr(0, kShown);
    const bool answered = proxy.status.ok() || one.refusal.empty();
    table.Add({one.channel,
               attack,
               raw.text,
               {answered ? "" : proxy.error.reason()},
               leaks,
               leaks_here,
               one.known});
  }
  EXPECT_THAT(table.EmptyGroups(), IsEmpty());
  ExpectGoldenSection("docs/attacks.md", "fixture", table.Text());
}

TEST_F(FixtureAttacksTest, HaveDifferentNames) {
  ASSERT_OK_AND_ASSIGN(const auto cases, ReadAttackCases("tests/attack/corpus"));
  std::set<std::string> names;
  for (const AttackCase& one : cases) names.insert(one.attack.name);
  EXPECT_EQ(names.size(), cases.size());
  EXPECT_GT(names.size(), 150u);
}

}  // namespace
}  // namespace sudare::testing
