#include "policy/streams/csv_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sudare {
namespace {

using ::testing::ElementsAre;

struct Read {
  std::vector<std::vector<std::string>> records;
  CsvError error = CsvError::kNone;
  int64_t line = 0;
};

Read ReadAll(absl::string_view text) {
  Read read;
  CsvCursor cursor(text, ',', 1);
  std::vector<CsvField> fields;
  std::string buffer;
  while (!cursor.AtEnd()) {
    read.error = cursor.Next(&fields);
    read.line = cursor.line();
    if (read.error != CsvError::kNone) break;
    std::vector<std::string>& record = read.records.emplace_back();
    for (const CsvField& field : fields) record.emplace_back(FieldText(field, &buffer));
  }
  return read;
}

TEST(CsvRecordTest, ReadsFieldsQuotesAndLineEnds) {
  const Read read = ReadAll("a,b\r\n\"x,\"\"y\"\"\nz\",\n,\"\"\nlast,1");
  EXPECT_EQ(read.error, CsvError::kNone);
  EXPECT_THAT(read.records, ElementsAre(ElementsAre("a", "b"), ElementsAre("x,\"y\"\nz", ""),
                                        ElementsAre("", ""), ElementsAre("last", "1")));
  EXPECT_EQ(read.line, 5);
}

TEST(CsvRecordTest, KeepsHowARecordEnds) {
  CsvCursor cursor("a\r\nb\nc", ',', 7);
  std::vector<CsvField> fields;
  for (const char* end : {"\r\n", "\n", ""}) {
    ASSERT_EQ(cursor.Next(&fields), CsvError::kNone);
    EXPECT_EQ(cursor.record_end(), end);
  }
  EXPECT_EQ(cursor.line(), 9);
  EXPECT_TRUE(cursor.AtEnd());
}

TEST(CsvRecordTest, WhatCouldBeReadInTwoWaysIsAnErrorWithItsLine) {
  struct Case {
    std::string text;
    CsvError error;
    int64_t line;
  };
  for (const Case& one : std::vector<Case>{
           {"a\nb\"c\n", CsvError::kStrayQuote, 2},
           {"a\n\"b\nc\"d,e\n", CsvError::kAfterQuote, 3},
           {"a\n\"b\" ,c\n", CsvError::kAfterQuote, 2},
           {"a\rb\n", CsvError::kStrayReturn, 1},
           {"a\n\"b\"\rc", CsvError::kAfterQuote, 2},
           {"a\n\nb,\"c\nd\n", CsvError::kOpenQuote, 3},
           {std::string("a\nb\0c\n", 6), CsvError::kNul, 2},
           {std::string("\"a\nb\0c\"\n", 8), CsvError::kNul, 2},
       }) {
    const Read read = ReadAll(one.text);
    EXPECT_EQ(read.error, one.error) << one.text;
    EXPECT_EQ(read.line, one.line) << one.text;
    EXPECT_NE(CsvErrorText(one.error), "");
  }
}

TEST(CsvRecordTest, WrittenFieldsAreReadBack) {
  for (const char* text : {"a", "", "a,b", "\"", "a\nb", "a\rb", " a ", "日本語"}) {
    for (const bool quoted : {false, true}) {
      std::string record;
      AppendCsvField(text, quoted, ',', &record);
      const Read read = ReadAll(record);
      EXPECT_EQ(read.error, CsvError::kNone) << text;
      EXPECT_THAT(read.records, ElementsAre(ElementsAre(text)));
    }
  }
}

TEST(CsvRecordTest, WholeRecordsAreFoundFromBehind) {
  for (const auto& [text, length] : std::vector<std::pair<std::string, size_t>>{
           {"", 0},
           {"a", 0},
           {"a\n", 2},
           {"a\nb", 2},
           {"a\n\"b\n", 2},
           {"a\n\"b\nc\"\nd", 8},
           {"\"a\n", 0},
           {"\"\"\"\n\"\n", 6},
       }) {
    EXPECT_EQ(CompleteCsvRecords(text), length) << text;
  }
  EXPECT_EQ(FirstCsvRecord("\"a\nb\"\nc\n"), 6u);
  EXPECT_EQ(FirstCsvRecord("abc"), 3u);
}

}  // namespace
}  // namespace sudare
