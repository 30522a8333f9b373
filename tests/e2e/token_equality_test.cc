// One value has one token, whoever makes it: the proxy for a query, the library for a value, a
// message, a line of CSV or of JSON; and SQL takes the token back.
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/keyring.h"
#include "policy/loader.h"
#include "policy/masker.h"
#include "policy/messages/message_masker.h"
#include "policy/streams/csv_masker.h"
#include "policy/streams/json_lines_masker.h"
#include "sudare/masker.h"
#include "tests/e2e/office.h"
#include "tests/e2e/token_equality.pb.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Optional;

constexpr char kTable[] = "payroll.insured";

// Opaque tokens of text, of char(n) and of a date; tokens of digits of a text and of an integer.
constexpr char kMorePolicy[] = R"(
classes { name: "insured_text" }
classes { name: "insured_id" }
tables {
  name: "payroll.insured"
  columns { name: "full_name" class: "name" }
  columns { name: "code" class: "name" }
  columns { name: "since" class: "name" }
  columns { name: "insured_no" class: "insured_text" }
  columns { name: "insured_id" class: "insured_id" }
}
roles {
  name: "insurer"
  rules { class: "name" tokenize { domain: "name" scope: ROLE prefix: "nam" } }
  rules { class: "insured_text" tokenize { domain: "insured_text" digits {} } }
  rules { class: "insured_id" tokenize { domain: "insured_id" digits {} } }
}
accounts { name: "insurer" role: "insurer" kind: PROGRAM password_hash: "{hash}" }
)";

constexpr char kColumns[] = "full_name, code, since, insured_no, insured_id";

class TokenEqualityTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    OfficeOptions options;
    options.policy = OfficePolicy() + kMorePolicy;
    ASSERT_OK_AND_ASSIGN(auto office, Office::Open(options));
    office_ = office.release();
    ASSERT_THAT(office_->database().Run(
                    "CREATE TABLE payroll.insured (full_name text, code char(6), since date, "
                    "insured_no text, insured_id int4);"
                    "INSERT INTO payroll.insured VALUES ('山田 \"太郎\", 様', 'ab', '2001-02-03', "
                    "'00123456', 7654321), ('', 'cd', '1999-12-31', '12', -42)"),
                IsOk());
    // The catalog is read again every few seconds.
    ASSERT_TRUE(Soon([] { return Ask("").status.ok(); }));
  }
  static void TearDownTestSuite() { delete office_; }

  void SetUp() override {
    ASSERT_NE(office_, nullptr);
    ASSERT_OK_AND_ASSIGN(const auto keyring,
                         Keyring::Load(office_->proxy().folder() + "/keyring", Passphrase()));
    policy_ = LoadPolicy(office_->proxy().policy_path()).policy;
    ASSERT_NE(policy_, nullptr);
    ASSERT_OK_AND_ASSIGN(masker_, Masker::Create(policy_, keyring, "insurer", absl::Now()));
    const Reply reply = Ask("");
    ASSERT_EQ(reply.rows.size(), 2u);
    tokens_ = reply.rows[reply.rows[0][4]->at(0) == '-' ? 1 : 0];
    empty_tokens_ = reply.rows[reply.rows[0][4]->at(0) == '-' ? 0 : 1];
  }

  // Of the proxy's own keyring (tests/support/proxy_process.cc).
  static std::string Passphrase() { return "of the test"; }

  static Reply Ask(const std::string& condition) {
    return office_->Ask("insurer",
                        absl::StrCat("SELECT ", kColumns, " FROM payroll.insured ", condition));
  }

  StreamOptions Types() const {
    StreamOptions options;
    options.table = kTable;
    options.types = {{"code", {SqlType::kBpchar}},
                     {"since", {SqlType::kDate}},
                     {"insured_id", {SqlType::kInt4}}};
    return options;
  }

  static inline Office* office_ = nullptr;
  std::shared_ptr<const Policy> policy_;
  std::shared_ptr<const Masker> masker_;
  // What the proxy shows, over gRPC.
  std::vector<Value> tokens_;
  std::vector<Value> empty_tokens_;
};

TEST_F(TokenEqualityTest, ValuesOfTheLibrary) {
  const std::vector<std::pair<Masker::NamedColumn, Value>> values = {
      {{"payroll.insured.full_name", {SqlType::kText}}, "山田 \"太郎\", 様"},
      {{"payroll.insured.code", {SqlType::kBpchar}}, "ab    "},
      {{"payroll.insured.since", {SqlType::kDate}}, "2001-02-03"},
      {{"payroll.insured.insured_no", {SqlType::kText}}, "00123456"},
      {{"payroll.insured.insured_id", {SqlType::kInt4}}, "7654321"}};
  std::vector<Masker::NamedColumn> columns;
  std::vector<Value> row;
  for (const auto& [column, value] : values) {
    columns.push_back(column);
    row.push_back(value);
  }
  const auto masked = masker_->Row(columns, row);
  ASSERT_THAT(masked.status(), IsOk());
  EXPECT_EQ(*masked, tokens_);
}

TEST_F(TokenEqualityTest, SqlTakesThemAllWays) {
  // Look-up by the token, the sorted way through a token map, and grouping on raw values.
  const std::string name = *tokens_[0];
  const Reply found =
      Ask(absl::StrCat("WHERE full_name = '", name, "' AND insured_id = ", *tokens_[4],
                       " AND insured_no = '", *tokens_[3], "'"));
  ASSERT_THAT(found, IsAnswered());
  EXPECT_THAT(found.rows, ElementsAre(tokens_));
  const Reply sorted = Ask(absl::StrCat("WHERE full_name || '' = '", name, "' ORDER BY full_name"));
  ASSERT_THAT(sorted, IsAnswered());
  EXPECT_THAT(sorted.rows, ElementsAre(tokens_));
  const Reply grouped =
      office_->Ask("insurer", "SELECT full_name, count(*) FROM payroll.insured GROUP BY full_name");
  ASSERT_THAT(grouped, IsAnswered());
  EXPECT_THAT(grouped.rows, Contains(ElementsAre(Optional(name), Optional(std::string("1")))));
}

TEST_F(TokenEqualityTest, LinesOfCsv) {
  CsvOptions options;
  static_cast<StreamOptions&>(options) = Types();
  std::istringstream in(
      "full_name,code,since,insured_no,insured_id\n\"山田 \"\"太郎\"\", "
      "様\",ab,2001-02-03,00123456,7654321\n\"\",cd,1999-12-31,12,-42\n");
  std::ostringstream out;
  ASSERT_THAT(MaskCsv(*SourceFrom(in), *SinkTo(out), *masker_, options).status(), IsOk());
  std::string expected = "full_name,code,since,insured_no,insured_id\n";
  absl::StrAppend(&expected, "\"", *tokens_[0], "\",", *tokens_[1], ",", *tokens_[2], ",",
                  *tokens_[3], ",", *tokens_[4], "\n");
  absl::StrAppend(&expected, "\"", *empty_tokens_[0], "\",", *empty_tokens_[1], ",",
                  *empty_tokens_[2], ",", *empty_tokens_[3], ",", *empty_tokens_[4], "\n");
  EXPECT_EQ(out.str(), expected);
}

TEST_F(TokenEqualityTest, LinesOfJson) {
  std::istringstream in(
      "{\"full_name\":\"山田 \\\"太郎\\\", "
      "様\",\"code\":\"ab\",\"since\":\"2001-02-03\",\"insured_no\":\"00123456\","
      "\"insured_id\":7654321}\n");
  std::ostringstream out;
  ASSERT_THAT(MaskJsonLines(*SourceFrom(in), *SinkTo(out), *masker_, Types()).status(), IsOk());
  EXPECT_EQ(out.str(), absl::StrCat("{\"full_name\":\"", *tokens_[0], "\",\"code\":\"", *tokens_[1],
                                    "\",\"since\":\"", *tokens_[2], "\",\"insured_no\":\"",
                                    *tokens_[3], "\",\"insured_id\":", *tokens_[4], "}\n"));
}

TEST_F(TokenEqualityTest, FieldsOfMessages) {
  Insured message;
  message.set_full_name("山田 \"太郎\", 様");
  message.set_since("2001/02/03");
  message.set_insured_no("00123456");
  message.set_insured_id(7654321);
  ASSERT_THAT(MessageMasker(masker_).Mask(&message), IsOk());
  EXPECT_EQ(message.full_name(), *tokens_[0]);
  EXPECT_EQ(message.since(), *tokens_[2]);
  EXPECT_EQ(message.insured_no(), *tokens_[3]);
  EXPECT_EQ(absl::StrCat(message.insured_id()), *tokens_[4]);
}

TEST_F(TokenEqualityTest, TheHeaderForApplications) {
  app::Options options;
  options.policy = office_->proxy().policy_path();
  options.keyring = office_->proxy().folder() + "/keyring";
  options.passphrase = Passphrase();
  options.account = "insurer";
  const auto masker = app::Masker::Open(options);
  ASSERT_TRUE(masker) << masker.error();
  const auto name = (*masker)->FindColumn("payroll.insured.full_name");
  ASSERT_TRUE(name) << name.error();
  EXPECT_EQ((*name)->Mask("山田 \"太郎\", 様"), tokens_[0]);
  const auto number = (*masker)->FindClass("insured_id", "int4");
  ASSERT_TRUE(number) << number.error();
  EXPECT_EQ((*number)->Mask("7654321"), tokens_[4]);
}

}  // namespace
}  // namespace sudare::testing
