#include "proxy/cli/result_writer.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

using sudare::v1::Header;
using sudare::v1::RowBatch;
using sudare::v1::Summary;
using ::testing::HasSubstr;
using ::testing::Not;

struct Column {
  std::string name;
  std::string type = "text";
  std::string mask = "allow";
};

Header HeaderOf(const std::vector<Column>& columns) {
  Header header;
  header.set_query_id("q-1");
  for (const Column& column : columns) {
    auto* result = header.add_columns();
    result->set_name(column.name);
    result->set_type(column.type);
    result->set_mask(column.mask);
  }
  return header;
}

std::string Written(const std::string& format, const std::vector<Column>& columns,
                    const std::vector<std::vector<Cell>>& rows, const OutputOptions& options = {}) {
  std::ostringstream out;
  const auto writer = MakeResultWriter(format, out, options);
  writer->Begin(HeaderOf(columns));
  for (const auto& row : rows) writer->Row(row);
  Summary summary;
  summary.set_rows(rows.size());
  summary.set_elapsed_micros(1500);
  writer->End(summary);
  return out.str();
}

TEST(TableWriterTest, AlignsJapaneseByDisplayWidthAndShowsMasks) {
  EXPECT_EQ(
      Written(
          "table", {{"employee_no", "text", "tokenize"}, {"氏名", "text"}, {"pay", "int4"}},
          {{"emp_a", "簾 太郎", "312450"},
           {"emp_bb", "ｶﾅ", "7"},
           // 葛 with an ideographic variation selector, か with a combining mark: two columns each.
           {"emp_c", "葛\xF3\xA0\x84\x80\xE3\x81\x8B\xE3\x82\x99", std::nullopt}}),
      " employee_no  | 氏名    |    pay\n"
      " 〔tokenize〕 |         |\n"
      "--------------+---------+--------\n"
      " emp_a        | 簾 太郎 | 312450\n"
      " emp_bb       | ｶﾅ      |      7\n"
      " emp_c        | 葛\xF3\xA0\x84\x80\xE3\x81\x8B\xE3\x82\x99    |   NULL\n"
      "(3 rows, 1.5 ms)\n");
}

TEST(TableWriterTest, LeavesOutTheMaskLineWhereNothingIsMasked) {
  EXPECT_EQ(Written("table", {{"a"}}, {{"x"}}), " a\n---\n x\n(1 row, 1.5 ms)\n");
}

TEST(TableWriterTest, AValueCannotMoveTheCursor) {
  const std::string out =
      Written("table", {{"a\x1b[2J"}}, {{"one\ntwo\r\t\x1b[31mred\x07\xff\xC2\x9B\xE2\x80\xAE"}});
  EXPECT_THAT(out, HasSubstr("one\\ntwo\\r\\t\\x1b[31mred\\x07\\xff\\x9b\\u202e"));
  EXPECT_THAT(out, Not(HasSubstr("\x1b")));
}

TEST(TableWriterTest, StartsWritingAfterAThousandRows) {
  std::ostringstream out;
  const auto writer = MakeTableWriter(out, {});
  writer->Begin(HeaderOf({{"a"}, {"b"}}));
  for (int i = 0; i < 999; ++i) writer->Row({Cell("x"), Cell("y")});
  EXPECT_EQ(out.str(), "");
  writer->Row({Cell("xxx"), Cell("y")});
  EXPECT_THAT(out.str(), HasSubstr(" xxx | y\n"));
  // What is wider than all measured ones juts out, and the next line is aligned again.
  writer->Row({Cell("xxxxxx"), Cell("y")});
  writer->Row({Cell("x"), Cell("y")});
  EXPECT_THAT(out.str(), HasSubstr(" xxxxxx | y\n x   | y\n"));
}

TEST(TableWriterTest, WritesWhatCameBeforeAnAnswerBrokeOff) {
  std::ostringstream out;
  const auto writer = MakeTableWriter(out, {});
  writer->Begin(HeaderOf({{"a"}}));
  writer->Row({Cell("x")});
  writer->Abandon();
  EXPECT_EQ(out.str(), " a\n---\n x\n");
}

TEST(ExpandedWriterTest, WritesALineAColumn) {
  EXPECT_EQ(Written("expanded", {{"no", "text", "tokenize"}, {"氏名"}}, {{"emp_a", "簾 太郎"}}),
            "--- row 1 ---\n"
            "no〔tokenize〕 | emp_a\n"
            "氏名           | 簾 太郎\n"
            "(1 row, 1.5 ms)\n");
}

TEST(CsvWriterTest, QuotesWhatNeedsIt) {
  EXPECT_EQ(Written("csv", {{"a", "text", "partial"}, {"b,c"}},
                    {{"plain", "with \"quotes\""},
                     {"two\nlines", "comma, here"},
                     {std::nullopt, ""},
                     {"氏名", " blank "}}),
            "a〔partial〕,\"b,c\"\n"
            "plain,\"with \"\"quotes\"\"\"\n"
            "\"two\nlines\",\"comma, here\"\n"
            ",\"\"\n"
            "氏名, blank \n");
}

TEST(CsvWriterTest, HeadingsCanBeTheBareNames) {
  OutputOptions options;
  options.plain_headings = true;
  EXPECT_EQ(Written("csv", {{"a", "text", "partial"}}, {}, options), "a\n");
}

TEST(JsonWriterTest, WritesColumnsRowsAndSummary) {
  EXPECT_EQ(
      Written("json", {{"no", "text", "tokenize"}, {"n", "int4"}, {"n", "numeric"}, {"b", "bool"}},
              {{"a", "1", "-0.50", "t"}, {std::nullopt, "007", "NaN", "f"}}),
      "{\"columns\":[{\"name\":\"no\",\"type\":\"text\",\"mask\":\"tokenize\"},"
      "{\"name\":\"n\",\"type\":\"int4\",\"mask\":\"allow\"},"
      "{\"name\":\"n_2\",\"type\":\"numeric\",\"mask\":\"allow\"},"
      "{\"name\":\"b\",\"type\":\"bool\",\"mask\":\"allow\"}],\n"
      "\"rows\":[\n"
      "{\"no\":\"a\",\"n\":1,\"n_2\":-0.50,\"b\":true},\n"
      "{\"no\":null,\"n\":\"007\",\"n_2\":\"NaN\",\"b\":false}\n"
      "],\n"
      "\"summary\":{\"rows\":2,\"bytes\":0,\"elapsed_micros\":1500,\"query_id\":\"q-1\"}}\n");
}

TEST(JsonWriterTest, EscapesEveryText) {
  EXPECT_THAT(Written("json", {{"a\"b"}}, {{"q\"b\\n\n\x01\xff簾/"}}),
              HasSubstr("{\"a\\\"b\":\"q\\\"b\\\\n\\u000a\\u0001\xEF\xBF\xBD簾/\"}"));
}

TEST(JsonWriterTest, OnlyNumbersOfJsonAreNumbers) {
  for (const char* text : {"0", "-1", "10.25", "1e5", "1E-05", "123456789012345678901234567890"}) {
    EXPECT_THAT(Written("json", {{"n", "numeric"}}, {{text}}),
                HasSubstr(absl::StrCat("{\"n\":", text, "}")));
  }
  for (const char* text : {"", "-", "01", "+1", "1.", ".5", "1e", "Infinity", "0x1", "1 "}) {
    EXPECT_THAT(Written("json", {{"n", "numeric"}}, {{text}}),
                HasSubstr(absl::StrCat("{\"n\":\"", text, "\"}")));
  }
}

// Remembers rows as text.
class RowsAsText : public ResultWriter {
 public:
  void Begin(const Header& header) override {}
  void Row(absl::Span<const Cell> cells) override {
    for (const Cell& cell : cells) absl::StrAppend(&text, cell ? *cell : "NULL", "|");
    text += "\n";
  }
  void End(const Summary& summary) override {}
  std::string text;
};

TEST(WriteBatchTest, CutsABatchIntoRows) {
  RowBatch batch;
  batch.set_row_count(2);
  for (const int length : {1, -1, 0, 3}) batch.add_lengths(length);
  batch.set_data("abcd");
  RowsAsText rows;
  EXPECT_TRUE(WriteBatch(batch, 2, rows).ok());
  EXPECT_EQ(rows.text, "a|NULL|\n|bcd|\n");
}

TEST(WriteBatchTest, RefusesADamagedBatch) {
  const auto code = [](uint32_t count, const std::vector<int>& lengths, const std::string& data) {
    RowBatch batch;
    batch.set_row_count(count);
    for (const int length : lengths) batch.add_lengths(length);
    batch.set_data(data);
    RowsAsText rows;
    return WriteBatch(batch, 2, rows).code();
  };
  EXPECT_EQ(code(1, {1, 1}, "ab"), absl::StatusCode::kOk);
  EXPECT_EQ(code(2, {1, 1}, "ab"), absl::StatusCode::kDataLoss);
  EXPECT_EQ(code(1, {1, 2}, "ab"), absl::StatusCode::kDataLoss);
  EXPECT_EQ(code(1, {1, 1}, "abc"), absl::StatusCode::kDataLoss);
  EXPECT_EQ(code(1, {1, -2}, "a"), absl::StatusCode::kDataLoss);
  EXPECT_EQ(code(1, {0x7fffffff, 0x7fffffff}, "ab"), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace sudare
