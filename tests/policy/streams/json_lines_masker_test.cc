#include "policy/streams/json_lines_masker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/policy/streams/stream_harness.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::StreamHarness;
using testing::StreamResult;

class JsonLinesMaskerTest : public ::testing::Test {
 protected:
  StreamResult Mask(const std::string& text, const StreamOptions& options = {}) const {
    return harness_.Json(text, options);
  }

  const StreamHarness harness_;
};

TEST_F(JsonLinesMaskerTest, ShowsEachMemberInItsForm) {
  StreamOptions options;
  options.types["birth_date"] = {SqlType::kDate};
  const StreamResult done = Mask(
      "{\"employee_no\": \"1\", \"full_name\": \"\\u5c71\\u7530\", \"phone\": \"0901234\", "
      "\"birth_date\": \"1985/10/17\", \"gross\": 312345.50, \"personal_number\": 123456789018, "
      "\"note\": \"call 123-4567\", \"slip\": {\"name\": \"x\", \"form_version\": 7}}\n",
      options);
  EXPECT_THAT(done.status, IsOk());
  EXPECT_EQ(done.out,
            absl::StrCat("{\"employee_no\":\"1\",\"full_name\":\"", harness_.NameToken("山田"),
                         "\",\"phone\":\"****34\",\"birth_date\":\"1985/01/01\","
                         "\"gross\":310000,\"personal_number\":\"非表示\","
                         "\"note\":\"call [#]\",\"slip\":{\"form_version\":7}}\n"));
}

TEST_F(JsonLinesMaskerTest, MembersThatAreNotShownVanishWithAllInThem) {
  const StreamResult done = Mask(
      "{\"employee_no\":1,\"unlisted\":{\"full_name\":\"山田\"},\"secret\":[1],\"a.b\":2,"
      "\"\\ud800\":3}\n\n  \n{}\n");
  EXPECT_THAT(done.status, IsOk());
  EXPECT_EQ(done.out, "{\"employee_no\":1}\n{}\n");
  EXPECT_EQ(done.summary.left_out, 4);
  EXPECT_EQ(done.summary.done.records, 2);
}

TEST_F(JsonLinesMaskerTest, ANameInEscapesIsTheSameName) {
  EXPECT_EQ(Mask("{\"p\\u0068one\":\"0901234\",\"phone\":\"0905678\"}").out,
            "{\"p\\u0068one\":\"****34\",\"phone\":\"****78\"}\n");
}

TEST_F(JsonLinesMaskerTest, NullIsMaskedAsNull) {
  EXPECT_EQ(Mask("{\"full_name\":null,\"gross\":null,\"slip\":null,\"birth_date\":null}").out,
            "{\"full_name\":null,\"gross\":null,\"slip\":null,\"birth_date\":null}\n");
}

TEST_F(JsonLinesMaskerTest, ErrorsNameTheLineNeverAValue) {
  StreamOptions options;
  options.types["birth_date"] = {SqlType::kDate};
  const std::string good = "{\"employee_no\":1}\n";
  for (const auto& [line, message] : std::vector<std::pair<std::string, std::string>>{
           {"{\"employee_no\":\"secret\"", "line 2: this is no JSON"},
           {"[\"secret\"]", "line 2: this is no JSON object"},
           {"{\"birth_date\":\"secret\"}", "line 2: column `birth_date` holds no value of type"},
           {"{\"phone\":\"secret\\u0000\"}", "line 2: column `phone` holds no value of type"},
           {"{\"phone\":[\"secret\"]}", "line 2: column `payroll.employees.phone`: `partial`"},
           {"{\"phone\":\"secret\xFF\"}", "line 2: bytes that are no text in UTF-8"},
       }) {
    const StreamResult done = Mask(good + line + "\n" + good, options);
    EXPECT_EQ(done.status.code(), absl::StatusCode::kInvalidArgument) << line;
    EXPECT_THAT(std::string(done.status.message()),
                AllOf(HasSubstr(message), Not(HasSubstr("secret"))));
    EXPECT_EQ(done.out, good) << line;
  }
}

TEST_F(JsonLinesMaskerTest, AnyNumberOfThreadsGivesTheSame) {
  std::string text;
  for (int i = 0; i < 40000; ++i) {
    absl::StrAppend(&text, "{\"full_name\":\"name ", i, "\",\"gross\":", i * 37, "}\n");
  }
  StreamOptions options;
  options.threads = 1;
  const StreamResult one = Mask(text, options);
  ASSERT_THAT(one.status, IsOk());
  options.threads = 3;
  EXPECT_EQ(Mask(text, options).out, one.out);
}

TEST_F(JsonLinesMaskerTest, ALineOfMoreThanSixteenMegabytesIsAnError) {
  const StreamResult done =
      Mask(absl::StrCat("{}\n{\"phone\":\"", std::string(kMaxRecordBytes, 'x'), "\"}\n"));
  EXPECT_THAT(std::string(done.status.message()), HasSubstr("line 2: the record has more than"));
  EXPECT_EQ(done.out, "{}\n");
}

TEST_F(JsonLinesMaskerTest, RowFiltersHaveToBeAnsweredFor) {
  StreamOptions options;
  options.table = "payroll.filtered";
  EXPECT_EQ(Mask("{\"employee_no\":1}\n", options).status.code(),
            absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace sudare
