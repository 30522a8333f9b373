#include "policy/streams/csv_masker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/policy/streams/stream_harness.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::testing::AllOf;
using testing::CountingSink;
using testing::EndlessSource;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::StreamHarness;
using testing::StreamResult;

class CsvMaskerTest : public ::testing::Test {
 protected:
  StreamResult Mask(const std::string& text, const CsvOptions& options = {}) const {
    return harness_.Csv(text, options);
  }

  const StreamHarness harness_;
};

TEST_F(CsvMaskerTest, ShowsEachColumnInItsForm) {
  CsvOptions options;
  options.types["birth_date"] = {SqlType::kDate};
  options.types["gross"] = {SqlType::kInt4};
  const StreamResult done = Mask(
      "employee_no,full_name,personal_number,phone,birth_date,gross,note\n"
      "000123,山田 太郎,123456789018,090-1234-5678,1985-10-17,312345,\"no 1234567, 8\"\n",
      options);
  EXPECT_THAT(done.status, IsOk());
  EXPECT_EQ(done.out,
            absl::StrCat("employee_no,full_name,personal_number,phone,birth_date,gross,note\n"
                         "000123,",
                         harness_.NameToken("山田 太郎"),
                         ",非表示,****78,1985-01-01,310000,\"no [#]\"\n"));
  EXPECT_EQ(done.summary.done.records, 1);
}

TEST_F(CsvMaskerTest, KeepsQuotesLineEndsAndTheByteOrderMark) {
  const StreamResult done = Mask(
      "\xEF\xBB\xBF\"employee_no\",phone\r\n"
      "\"a\r\nb\",\"0901234\"\r\n"
      "\"say \"\"hi\"\"\",0905678");
  EXPECT_THAT(done.status, IsOk());
  EXPECT_EQ(done.out,
            "\xEF\xBB\xBF\"employee_no\",phone\r\n"
            "\"a\r\nb\",\"****34\"\r\n"
            "\"say \"\"hi\"\"\",****78");
}

TEST_F(CsvMaskerTest, NothingIsNullAndEmptyQuotesAreAnEmptyText) {
  CsvOptions options;
  options.types["gross"] = {SqlType::kInt4};
  const StreamResult done = Mask("full_name,personal_number,gross\n,,\n\"\",\"\",\"\"\n", options);
  EXPECT_THAT(done.status, IsOk());
  // A constant hides whether there was a value.
  EXPECT_EQ(done.out, absl::StrCat("full_name,personal_number,gross\n,非表示,\n\"",
                                   harness_.NameToken(""), "\",\"非表示\",\n"));
}

TEST_F(CsvMaskerTest, ColumnsNobodyListedAndHiddenOnesVanish) {
  const std::string text = "unlisted,employee_no,secret,a.b,phone\nx,1,top,y,0901234\n";
  const StreamResult done = Mask(text);
  EXPECT_EQ(done.out, "employee_no,phone\n1,****34\n");
  EXPECT_EQ(done.summary.left_out, 3);
  CsvOptions options;
  options.keep_positions = true;
  EXPECT_EQ(Mask(text, options).out, ",employee_no,,,phone\n,1,,,****34\n");
}

TEST_F(CsvMaskerTest, ColumnsMayBeNamedByPosition) {
  CsvOptions options;
  options.columns = {"employee_no", "phone"};
  options.heading = false;
  EXPECT_EQ(Mask("1,0901234\n", options).out, "1,****34\n");
  EXPECT_THAT(Mask("", options).status, IsOk());
  // A heading may be the first row of somebody's data, so it isn't shown as it is.
  options.heading = true;
  EXPECT_EQ(Mask("職員番号,電話\n1,0901234\n", options).out, "employee_no,phone\n1,****34\n");
  EXPECT_EQ(Mask("1,2,3\n", options).status.message(),
            "line 1: 3 fields where 2 columns are given");
}

TEST_F(CsvMaskerTest, AFileWithoutHeadingShowsNothingAndIsNotQuoted) {
  const StreamResult done = Mask("山田 太郎,taro@example.com\n鈴木 一郎,b\n");
  EXPECT_EQ(done.status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(done.status.message()),
              AllOf(HasSubstr("does the heading hold the names"), Not(HasSubstr("山田")),
                    Not(HasSubstr("taro"))));
  EXPECT_EQ(done.out, "");
  EXPECT_EQ(Mask("山田,山田,employee_no\n").status, absl::OkStatus());
}

TEST_F(CsvMaskerTest, ShiftJisComesAndGoes) {
  CsvOptions options;
  options.encoding = options.output_encoding = TextEncoding::kShiftJis;
  // 表,ソ: characters whose second byte is a backslash.
  EXPECT_EQ(Mask("employee_no,phone\n\x95\x5C\x83\x5C,0901234\n", options).out,
            "employee_no,phone\n\x95\x5C\x83\x5C,****34\n");
  options.output_encoding = TextEncoding::kUtf8;
  EXPECT_EQ(Mask("employee_no,full_name\n\x95\x5C,\x8E\x52\x93\x63\n", options).out,
            absl::StrCat("employee_no,full_name\n表,", harness_.NameToken("山田"), "\n"));
  options.encoding = TextEncoding::kUtf8;
  options.output_encoding = TextEncoding::kShiftJis;
  const StreamResult done = Mask("employee_no\n1\n😀\n", options);
  EXPECT_THAT(std::string(done.status.message()),
              HasSubstr("line 3: a masked value has characters"));
  EXPECT_EQ(done.out, "employee_no\n1\n");
}

struct Malformed {
  std::string text;
  std::string message;
  std::string written;
};

TEST_F(CsvMaskerTest, ErrorsNameTheLineNeverAValueAndWholeRecordsStayWritten) {
  CsvOptions options;
  options.types["gross"] = {SqlType::kInt4};
  const std::string heading = "employee_no,gross\n";
  for (const Malformed& one : std::vector<Malformed>{
           {"1,2\nsecret\"x,3\n", "line 3: a quote inside a field", "1,0\n"},
           {"1,2\n\"secret\" x,3\n", "line 3: something stands between", "1,0\n"},
           {"1,2\n\n2,3\n", "line 3: 1 fields where 2 are expected", "1,0\n"},
           {"\"1\n1\",2\nsecret,3,4\n", "line 4: 3 fields where 2", "\"1\n1\",0\n"},
           {"1,2\nx,secret\n", "line 3: column `gross` holds no value of type `int4`", "1,0\n"},
           {"1,2\n\"secret,3\n4,5\n", "line 3: the quote opened here is never closed", "1,0\n"},
           {"1,2\nsecret\xFF,3\n", "line 3: bytes that are no text in UTF-8", "1,0\n"},
           {"1,2\n\"a\n\xFF\",3\n", "line 3: bytes that are no text in UTF-8", "1,0\n"},
           {"1,2\nsecret\r3,4\n", "line 3: a carriage return without", "1,0\n"},
       }) {
    const StreamResult done = Mask(heading + one.text, options);
    EXPECT_EQ(done.status.code(), absl::StatusCode::kInvalidArgument) << one.text;
    EXPECT_THAT(std::string(done.status.message()),
                AllOf(HasSubstr(one.message), Not(HasSubstr("secret"))));
    EXPECT_EQ(done.out, heading + one.written) << one.text;
  }
}

TEST_F(CsvMaskerTest, WhatMasksDoNotReadNeedsNoForm) {
  CsvOptions options;
  options.types["secret"] = {SqlType::kDate};
  EXPECT_EQ(Mask("employee_no,secret\n1,no date\n", options).out, "employee_no\n1\n");
}

TEST_F(CsvMaskerTest, OptionsThatDoNotFitAreRefusedBeforeAnythingIsWritten) {
  const std::string text = "employee_no,birth_date\n1,1985-10-17\n";
  CsvOptions options;
  EXPECT_THAT(std::string(Mask(text, options).status.message()),
              HasSubstr("column `payroll.employees.birth_date`: `generalize` doesn't fit"));
  options.types["birth_date"] = {SqlType::kDate};
  options.types["other"] = {SqlType::kDate};
  EXPECT_EQ(Mask(text, options).status.message(),
            "a type is given for `other`, which is no column of the input");
  options.types.erase("other");
  EXPECT_EQ(Mask("employee_no,employee_no\n1,2\n").status.message(),
            "column `employee_no` occurs twice");
  for (const char delimiter : {'"', '\n', 'a', '7', '_', '\0', '\x80'}) {
    options.delimiter = delimiter;
    EXPECT_EQ(Mask(text, options).status.code(), absl::StatusCode::kInvalidArgument);
  }
  options.delimiter = ',';
  options.table = "employees";
  EXPECT_FALSE(Mask(text, options).status.ok());
  EXPECT_EQ(Mask("").status.message(), "the input is empty: it has to begin with a heading");
  EXPECT_EQ(Mask(text, options).out, "");
}

TEST_F(CsvMaskerTest, RowFiltersHaveToBeAnsweredFor) {
  CsvOptions options;
  options.table = "payroll.filtered";
  const StreamResult refused = Mask("employee_no\n900001\n", options);
  EXPECT_EQ(refused.status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(refused.out, "");
  options.rows_are_filtered = true;
  EXPECT_EQ(Mask("employee_no\n1\n", options).out, "employee_no\n1\n");
}

TEST_F(CsvMaskerTest, AnyNumberOfThreadsGivesTheSame) {
  std::string text = "employee_no,full_name,phone\n";
  for (int i = 0; i < 60000; ++i) {
    absl::StrAppend(&text, i, ",\"name ", i % 5000, i % 7 == 0 ? "\n" : "", "\",0", i * 7919, "\n");
  }
  CsvOptions options;
  options.threads = 1;
  const StreamResult one = Mask(text, options);
  ASSERT_THAT(one.status, IsOk());
  EXPECT_EQ(one.summary.done.records, 60000);
  options.threads = 4;
  EXPECT_EQ(Mask(text, options).out, one.out);
  // The first error counts, wherever the threads are.
  const StreamResult broken = Mask(absl::StrCat(text, "x\"y,2,3\n", text, "x\"y,2,3\n"), options);
  const auto lines = std::count(text.begin(), text.end(), '\n');
  EXPECT_THAT(std::string(broken.status.message()),
              HasSubstr(absl::StrCat("line ", lines + 1, ": a quote inside")));
  EXPECT_EQ(broken.out, one.out);
}

TEST_F(CsvMaskerTest, ARecordOfMoreThanSixteenMegabytesIsAnError) {
  const std::string start = "employee_no,phone\n1,0901234\n";
  const std::string large(kMaxRecordBytes - 1000, 'x');
  EXPECT_THAT(Mask(absl::StrCat(start, "\"", large, "\",2\n")).status, IsOk());
  const StreamResult done =
      Mask(absl::StrCat(start, "\"", large, std::string(2000, 'y'), "\",2\n"));
  EXPECT_EQ(done.status.message(),
            "line 3: the record has more than 16 MiB: is a quote never closed?");
  EXPECT_EQ(done.out, "employee_no,phone\n1,****34\n");
}

// Gives what it has, then waits until it is told to go on.
class SlowSource final : public ByteSource {
 public:
  explicit SlowSource(const CountingSink& sink) : sink_(sink) {}
  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    const std::string parts[] = {"employee_no\n", "1\n2", "\n"};
    if (part_ == 3) return 0;
    // What was whole before is written when the next part is asked for.
    written_before_.push_back(sink_.written());
    parts[part_].copy(buffer, size);
    return parts[part_++].size();
  }
  bool WouldWait() override { return true; }
  const std::vector<size_t>& written_before() const { return written_before_; }

 private:
  const CountingSink& sink_;
  size_t part_ = 0;
  std::vector<size_t> written_before_;
};

TEST_F(CsvMaskerTest, SlowInputIsMaskedAsItComes) {
  CsvOptions options;
  options.table = "payroll.employees";
  CountingSink sink;
  SlowSource source(sink);
  EXPECT_THAT(MaskCsv(source, sink, harness_.masker(), options).status(), IsOk());
  EXPECT_THAT(source.written_before(), ::testing::ElementsAre(0, 12, 14));
}

class FailingSink final : public ByteSink {
 public:
  absl::Status Write(absl::string_view) override { return absl::UnavailableError("disk full"); }
};

TEST_F(CsvMaskerTest, AnOutputThatFailsEndsIt) {
  CsvOptions options;
  options.table = "payroll.employees";
  EndlessSource source(int64_t{1} << 40);
  FailingSink sink;
  EXPECT_EQ(MaskCsv(source, sink, harness_.masker(), options).status().message(), "disk full");
}

}  // namespace
}  // namespace sudare
