#include "proxy/query/egress.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/keyring.h"
#include "proxy/error.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::IsOk;

class RecordingSink : public RowSink {
 public:
  absl::Status OnHeader(const sudare::v1::Header& header) override {
    events.push_back("header");
    last_header = header;
    return absl::OkStatus();
  }
  absl::Status OnBatch(sudare::v1::RowBatch& batch) override {
    events.push_back("batch");
    rows += batch.row_count();
    data += batch.data();
    lengths.insert(lengths.end(), batch.lengths().begin(), batch.lengths().end());
    return absl::OkStatus();
  }
  absl::Status OnSummary(const sudare::v1::Summary&) override { return absl::OkStatus(); }

  std::vector<std::string> events;
  sudare::v1::Header last_header;
  uint64_t rows = 0;
  std::string data;
  std::vector<int> lengths;
};

class EgressTest : public ::testing::Test {
 protected:
  EgressTest() {
    sql::ResultColumnPlan plain;
    plain.name = "id";
    sql::ResultColumnPlan token;
    token.name = "name";
    token.mask = MaskKind::kTokenize;
    token.tokenizer = (*Keyring::FromKey(1, "0123456789abcdef0123456789abcdef"))
                          ->MakeTokenizer({"name", "global"}, "");
    token.raw_type = {SqlType::kBpchar};
    token.shown_type = {SqlType::kText};
    tokenizer_ = token.tokenizer;
    masked_.columns = {plain, token};
  }

  absl::Status Send(Egress& egress, const std::string& id, const char* name) {
    const FieldView row[] = {{id.data(), id.size()}, {name, name == nullptr ? 0 : strlen(name)}};
    return egress.OnRow(row);
  }

  static std::vector<ResultField> Fields() {
    return {{"id", 23, "int4"}, {"name", 1042, "bpchar"}};
  }

  sql::MaskedSql masked_;
  std::shared_ptr<const Tokenizer> tokenizer_;
  RecordingSink sink_;
};

TEST_F(EgressTest, TokenizesRawValuesAndNothingElse) {
  Egress egress(
      masked_, "q", {100, 10000}, [] { return absl::OkStatus(); }, sink_);
  ASSERT_THAT(egress.OnFields(Fields()), IsOk());
  ASSERT_THAT(Send(egress, "7", "山田  "), IsOk());
  ASSERT_THAT(Send(egress, "8", nullptr), IsOk());
  ASSERT_THAT(egress.Finish(), IsOk());
  const std::string token = tokenizer_->Tokenize("山田");
  EXPECT_EQ(sink_.data, "7" + token + "8");
  EXPECT_EQ(sink_.lengths, (std::vector<int>{1, static_cast<int>(token.size()), 1, -1}));
  EXPECT_EQ(sink_.last_header.columns(1).type(), "text");
  EXPECT_EQ(sink_.last_header.columns(1).mask(), "tokenize");
}

TEST_F(EgressTest, TokensOfIntegersAreIntegers) {
  sql::ResultColumnPlan& plan = masked_.columns[1];
  plan.tokenizer = (*Keyring::FromKey(1, "0123456789abcdef0123456789abcdef"))
                       ->MakeDigitTokenizer({"name", "global"}, DigitForm::kInteger);
  plan.raw_type = {SqlType::kInt2};
  plan.shown_type = {SqlType::kInt4};
  Egress egress(
      masked_, "q", {100, 10000}, [] { return absl::OkStatus(); }, sink_);
  ASSERT_THAT(egress.OnFields({{"id", 23, "int4"}, {"name", 21, "int2"}}), IsOk());
  ASSERT_THAT(Send(egress, "7", "-12"), IsOk());
  ASSERT_THAT(egress.Finish(), IsOk());
  EXPECT_EQ(sink_.data, "7" + plan.tokenizer->Tokenize("-12"));
  EXPECT_EQ(sink_.data.find_first_not_of("0123456789-"), std::string::npos);
  EXPECT_EQ(sink_.last_header.columns(1).type(), "int4");
}

TEST_F(EgressTest, MasksRawValuesAndHoldsRowsToTheirShownSize) {
  sudare::v1::Rule rule;
  rule.mutable_partial()->set_keep_last(2);
  sql::ResultColumnPlan& plan = masked_.columns[1];
  plan.tokenizer = nullptr;
  plan.masker = *MakeMask(rule, {SqlType::kBpchar});
  plan.mask = MaskKind::kPartial;
  EgressLimits limits{100, 10000};
  limits.row_bytes = 22;
  Egress egress(
      masked_, "q", limits, [] { return absl::OkStatus(); }, sink_);
  EXPECT_EQ(egress.HiddenRowBytes(), size_t{sql::kLongestUnmasked});
  ASSERT_THAT(egress.OnFields(Fields()), IsOk());
  ASSERT_THAT(Send(egress, "7", "0901234567890123  "), IsOk());
  ASSERT_THAT(Send(egress, "8", nullptr), IsOk());
  ASSERT_THAT(egress.Finish(), IsOk());
  EXPECT_EQ(DetailOf(Send(egress, "1234567", "09012345")).reason(), "ROW_TOO_LARGE");
  EXPECT_EQ(sink_.data, "7****238");
  EXPECT_EQ(sink_.lengths, (std::vector<int>{1, 6, 1, -1}));
  EXPECT_EQ(sink_.last_header.columns(1).type(), "text");
  EXPECT_EQ(sink_.last_header.columns(1).mask(), "partial");
}

TEST_F(EgressTest, NothingLeavesBeforeItMay) {
  Egress egress(
      masked_, "q", {100, 10000}, [] { return absl::UnavailableError("no log"); }, sink_);
  ASSERT_THAT(egress.OnFields(Fields()), IsOk());
  ASSERT_THAT(Send(egress, "7", "x"), IsOk());
  EXPECT_EQ(egress.Finish().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(sink_.events.empty());
}

TEST_F(EgressTest, AnEmptyAnswerHasItsHeader) {
  Egress egress(
      masked_, "q", {100, 10000}, [] { return absl::OkStatus(); }, sink_);
  ASSERT_THAT(egress.OnFields(Fields()), IsOk());
  ASSERT_THAT(egress.Finish(), IsOk());
  EXPECT_EQ(sink_.events, std::vector<std::string>{"header"});
}

TEST_F(EgressTest, StopsAtTheLimitOfRowsAfterDeliveringThem) {
  Egress egress(
      masked_, "q", {2, 10000}, [] { return absl::OkStatus(); }, sink_);
  ASSERT_THAT(egress.OnFields(Fields()), IsOk());
  ASSERT_THAT(Send(egress, "1", nullptr), IsOk());
  ASSERT_THAT(Send(egress, "2", nullptr), IsOk());
  const absl::Status third = Send(egress, "3", nullptr);
  EXPECT_EQ(third.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailOf(third).reason(), "ROW_LIMIT");
  EXPECT_EQ(sink_.rows, 2u);
  EXPECT_EQ(egress.rows(), 2u);
}

TEST_F(EgressTest, StopsAtTheLimitOfBytes) {
  Egress egress(
      masked_, "q", {100, 5}, [] { return absl::OkStatus(); }, sink_);
  ASSERT_THAT(egress.OnFields(Fields()), IsOk());
  EXPECT_EQ(DetailOf(Send(egress, "123456", nullptr)).reason(), "BYTE_LIMIT");
}

TEST_F(EgressTest, OtherColumnsThanWereAskedForAreAnError) {
  Egress egress(
      masked_, "q", {100, 5}, [] { return absl::OkStatus(); }, sink_);
  EXPECT_EQ(egress.OnFields({{"id", 23, "int4"}}).code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace sudare
