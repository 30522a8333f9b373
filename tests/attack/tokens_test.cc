// Tokens as literals and parameters: what is no token of the account's own domain matches nothing,
// NULL stays NULL, and a token matches in every column what it matches among tokens.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/differential/masked_database.h"
#include "tests/support/golden.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using Rows = std::vector<std::vector<Value>>;

class TokensTest : public ::testing::Test {
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
    const auto name = server_->Query(
        "SELECT full_name FROM attendance.employees JOIN payroll.employees USING (employee_no, "
        "full_name) WHERE full_name LIKE '% %' LIMIT 1");
    ASSERT_THAT(name, IsOk());
    name_ = *name->at(0).at(0);
  }

  static void TearDownTestSuite() {
    delete masked_;
    delete server_;
  }

  static std::string Token(const std::string& account, const std::string& table,
                           const std::string& column, const std::string& value) {
    return masked_->SchemaOf(account)
        .Find("payroll", table)
        ->FindColumn(column)
        ->tokenizer->Tokenize(value);
  }

  static std::string NameToken(const std::string& account, const std::string& name) {
    return Token(account, "employees", "full_name", name);
  }

  // Rows of the account's answer, sorted.
  static Rows Ask(const std::string& sql, const std::vector<Value>& parameters = {},
                  const std::string& account = "vendor") {
    Observation seen = masked_->AskPipeline(account, sql, parameters);
    EXPECT_THAT(seen.status, IsOk()) << seen.Text() << sql;
    std::sort(seen.answer.rows.begin(), seen.answer.rows.end());
    return seen.answer.rows;
  }

  struct Counts {
    int answered = 0;
    int with_rows = 0;
  };

  // The vendor's answers are the twin's, and so are errors.
  static Counts ExpectTheTwinsAnswers(const std::vector<std::string>& queries) {
    Counts counts;
    auto expected = masked_->AskTwinEach("vendor", queries);
    EXPECT_THAT(expected, IsOk());
    for (size_t i = 0; expected.ok() && i < queries.size(); ++i) {
      absl::StatusOr<Rows>& rows = (*expected)[i];
      Observation seen = masked_->AskPipeline("vendor", queries[i]);
      EXPECT_EQ(seen.status.ok(), rows.ok()) << queries[i] << "\n" << seen.Text();
      if (!rows.ok() || !seen.status.ok()) continue;
      std::sort(rows->begin(), rows->end());
      std::sort(seen.answer.rows.begin(), seen.answer.rows.end());
      EXPECT_EQ(seen.answer.rows, *rows) << queries[i];
      ++counts.answered;
      if (!rows->empty()) ++counts.with_rows;
    }
    return counts;
  }

  static PostgresServer* server_;
  static MaskedDatabase* masked_;
  // Somebody who is in both systems.
  static std::string name_;
};

PostgresServer* TokensTest::server_ = nullptr;
MaskedDatabase* TokensTest::masked_ = nullptr;
std::string TokensTest::name_;

TEST_F(TokensTest, OwnTokenFindsThePerson) {
  const std::string token = NameToken("vendor", name_);
  EXPECT_FALSE(
      Ask(absl::StrCat("SELECT employee_no FROM payroll.employees WHERE full_name = '", token, "'"))
          .empty());
  EXPECT_FALSE(
      Ask("SELECT employee_no FROM payroll.employees WHERE full_name = $1", {token}).empty());
}

TEST_F(TokensTest, OfOthersRawForgedAndAlteredOnesMatchNothing) {
  const std::string own = NameToken("vendor", name_);
  std::vector<std::string> wrong = {
      name_,
      "",
      "nam_",
      NameToken("filtered", name_),
      Token("vendor", "payslips", "bank_account", name_),
      absl::StrCat("acc", own.substr(3)),
      absl::StrCat("NAM", own.substr(3)),
      absl::StrCat(own, " "),
      absl::StrCat(" ", own),
      absl::StrCat(own, "="),
      absl::StrCat(own, "A"),
      own.substr(4),
      own.substr(0, own.size() - 1),
      "nam_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  };
  for (size_t i = 4; i < own.size(); i += 3) {
    std::string altered = own;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    wrong.push_back(altered);
  }
  // Spellings of the last character that decode to the same bits, if a decoder is careless.
  for (const char c :
       std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/")) {
    std::string altered = own;
    altered.back() = c;
    if (altered != own) wrong.push_back(altered);
  }
  for (const std::string& token : wrong) {
    SCOPED_TRACE(token);
    const std::string literal = absl::StrCat("'", token, "'");
    for (const char* condition :
         {"full_name = $", "full_name IN ($, NULL)", "full_name = ANY (ARRAY[$])", "$ = full_name",
          "full_name IS NOT DISTINCT FROM $"}) {
      const std::string where = absl::StrReplaceAll(condition, {{"$", literal}});
      EXPECT_THAT(Ask(absl::StrCat("SELECT employee_no FROM payroll.employees WHERE ", where)),
                  ::testing::IsEmpty())
          << where;
    }
    EXPECT_THAT(Ask("SELECT employee_no FROM payroll.employees WHERE full_name = $1", {token}),
                ::testing::IsEmpty());
    // NULL for a NULL, else different.
    const Rows counts = Ask(absl::StrCat(
        "SELECT count(*) FILTER (WHERE x IS NULL), count(*) FILTER (WHERE NOT x), count(full_name) "
        "FROM (SELECT full_name, full_name = ",
        literal, " AS x FROM payroll.employees) AS s"));
    EXPECT_EQ(counts.at(0).at(1), counts.at(0).at(2));
    EXPECT_EQ(
        Ask(absl::StrCat("SELECT employee_no FROM payroll.employees WHERE full_name <> ", literal)),
        Ask("SELECT employee_no FROM payroll.employees WHERE full_name IS NOT NULL"));
  }
}

TEST_F(TokensTest, OfAnAccountScopeMeanNothingToItsColleague) {
  const std::string token = NameToken("filtered", name_);
  const std::string sql = "SELECT employee_no FROM payroll.employees WHERE full_name = $1";
  EXPECT_FALSE(
      Ask("SELECT employee_no FROM attendance.employees WHERE full_name = $1", {token}, "filtered")
          .empty());
  EXPECT_TRUE(Ask("SELECT employee_no FROM attendance.employees WHERE full_name = $1", {token},
                  "filtered-2")
                  .empty());
  EXPECT_TRUE(Ask(sql, {token}, "vendor").empty());
}

// A token's value may be no number, no date, or another spelling of one.
TEST_F(TokensTest, MatchInColumnsOfOtherTypesWhatTheyMatchAmongTokens) {
  const std::vector<std::string> columns = {"as_text",   "as_varchar", "as_char", "as_int",
                                            "as_bigint", "as_date",    "as_uuid", "as_loose"};
  const auto values = server_->Query("SELECT as_text FROM payroll.codes WHERE as_text IS NOT NULL");
  ASSERT_THAT(values, IsOk());
  std::vector<std::string> tokens;
  for (const auto& row : *values) tokens.push_back(Token("vendor", "codes", "as_text", *row.at(0)));
  tokens.push_back(Token("vendor", "codes", "as_text", "99999999999999999999"));
  tokens.push_back(Token("vendor", "codes", "as_text", "2020-13-45"));
  tokens.push_back(Token("vendor", "codes", "as_text", "infinity"));
  tokens.push_back(Token("vendor", "codes", "as_text", std::string("7\0", 2)));
  tokens.push_back(Token("vendor", "codes", "as_text", "7\xFF"));
  std::vector<std::string> queries;
  for (const std::string& column : columns) {
    for (const std::string& token : tokens) {
      for (const char* condition :
           {"# = '$'", "# <> '$'", "# IN ('$', 'cod_x')", "(# = '$') IS NOT TRUE"}) {
        queries.push_back(
            absl::StrCat("SELECT id FROM payroll.codes WHERE ",
                         absl::StrReplaceAll(condition, {{"#", column}, {"$", token}})));
      }
    }
  }
  EXPECT_EQ(ExpectTheTwinsAnswers(queries).answered, static_cast<int>(queries.size()));
}

TEST_F(TokensTest, AreTheSameInEveryWayOfReachingTheClient) {
  for (const char* column : {"as_text", "as_varchar", "as_char", "as_int", "as_bigint", "as_date",
                             "as_uuid", "as_loose"}) {
    for (const char* sql :
         {"SELECT id, # FROM payroll.codes", "SELECT id, # || '' FROM payroll.codes",
          "SELECT #, count(*) FROM payroll.codes GROUP BY #",
          "SELECT DISTINCT # FROM payroll.codes",
          "SELECT a.id, b.id FROM payroll.codes AS a JOIN payroll.codes AS b USING (#)",
          "SELECT a.id, b.id FROM payroll.codes AS a JOIN payroll.codes AS b ON a.as_text = b.#"}) {
      const std::string query = absl::StrReplaceAll(sql, {{"#", column}});
      ASSERT_OK_AND_ASSIGN(Rows expected, masked_->AskTwin("vendor", query));
      std::sort(expected.begin(), expected.end());
      EXPECT_EQ(Ask(query), expected) << query;
    }
  }
}

// Raw values, tokens of other columns, and numbers in every spelling: an oracle would answer to
// them otherwise than the twin does.
TEST_F(TokensTest, OfDigitsMatchOnlyWhatTheyMatchAmongTokens) {
  for (const char* column : {"id", "insured_no", "branch", "amount"}) {
    const auto values = server_->Query(absl::StrCat("SELECT DISTINCT ", column,
                                                    "::text FROM payroll.insured WHERE ", column,
                                                    " IS NOT NULL ORDER BY 1 LIMIT 8"));
    ASSERT_THAT(values, IsOk());
    std::vector<std::string> literals = {"0",
                                         "-0",
                                         "007",
                                         "+5",
                                         " 5 ",
                                         "5.0",
                                         "5e0",
                                         "x",
                                         "",
                                         "2147483648",
                                         "99999",
                                         "-5",
                                         "170385::int8",
                                         "'5'::bigint",
                                         "99999999999999999999",
                                         "NULL",
                                         "5 + 0",
                                         "'5'::text",
                                         "5::numeric",
                                         "5::int2"};
    for (const auto& row : *values) {
      const std::string token = Token("vendor", "insured", column, *row.at(0));
      for (const std::string& text :
           {*row.at(0), token, Token("vendor", "insured", "id", *row.at(0)),
            Token("vendor", "codes", "as_text", *row.at(0)), absl::StrCat("0", token)}) {
        literals.push_back(text);
        literals.push_back(absl::StrCat("'", text, "'"));
      }
    }
    std::vector<std::string> queries;
    for (const std::string& literal : literals) {
      for (const char* condition : {"# = $", "$ <> #", "# IN ($, NULL)", "# = ANY (ARRAY[$])"}) {
        queries.push_back(
            absl::StrCat("SELECT employee_no FROM payroll.insured WHERE ",
                         absl::StrReplaceAll(condition, {{"#", column}, {"$", literal}})));
      }
    }
    EXPECT_GT(ExpectTheTwinsAnswers(queries).with_rows, 10) << column;
  }
}

}  // namespace
}  // namespace sudare::testing
