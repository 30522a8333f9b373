// From a client's text to the statement that is sent: whatever the text, what is sent keeps every
// promise that can be read off it, and what isn't sent is refused in words that hold nothing of the
// client's data.
//
// An input may begin with lines "account: NAME" and "parameter: VALUE", as the golden cases do.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proxy/error.h"
#include "proxy/sql/compile.h"
#include "proxy/sql/deparse.h"
#include "proxy/sql/parse.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/statement_checker.h"
#include "tests/fuzz/statement_tree.h"
#include "tests/proxy/sql/fixture.h"

namespace sudare::fuzz {
namespace {

struct Statement {
  std::string account = "vendor";
  std::vector<Value> parameters;
  std::string sql;
};

Statement ReadInput(absl::string_view text) {
  Statement statement;
  while (absl::StartsWith(text, "account: ") || absl::StartsWith(text, "parameter: ")) {
    const size_t end = text.find('\n');
    absl::string_view line = text.substr(0, end);
    if (absl::ConsumePrefix(&line, "account: ") && line == "filtered") {
      statement.account = "filtered";
    }
    if (absl::ConsumePrefix(&line, "parameter: ")) {
      statement.parameters.emplace_back(std::string(line));
    }
    text.remove_prefix(end == absl::string_view::npos ? text.size() : end + 1);
  }
  statement.sql = std::string(text);
  return statement;
}

void ExpectNoneIn(const std::vector<std::string>& literals, const std::string& text,
                  const char* what) {
  for (const std::string& literal : literals) {
    Expect(!absl::StrContains(text, literal), what, absl::StrCat(literal, "\nin ", text));
  }
}

void CheckRefusal(const absl::Status& status, const std::vector<std::string>& literals) {
  const v1::ErrorDetail detail = DetailOf(status);
  Expect(!detail.reason().empty(), "a refusal has a reason", status.ToString());
  Expect(!detail.advice().empty(), "a refusal says what to do", status.ToString());
  Expect(detail.reason() != "NOT_MASKED", "the last check never finds anything");
  ExpectNoneIn(literals, absl::StrCat(detail.message(), " ", detail.advice()),
               "a refusal holds no literal of the client");
  Expect(!absl::IsInternal(status), "no text brings about an error of our own", status.ToString());
}

}  // namespace
}  // namespace sudare::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sudare;
  using namespace sudare::fuzz;
  const ExpectFast fast;
  const Statement statement =
      ReadInput(absl::string_view(reinterpret_cast<const char*>(data), size));
  const VisibleSchema& schema = testing::SchemaOf(statement.account);
  absl::StatusOr<sql::ParsedSql> parsed = sql::Parse(statement.sql, sql::ParseLimits());
  if (!parsed.ok()) {
    CheckRefusal(parsed.status(), {});
    return 0;
  }
  const std::vector<std::string> literals = LiteralsIn(statement.sql);
  ExpectNoneIn(literals, sql::DeparseWithoutLiterals(parsed->tree(), [](auto) { return false; }),
               "a statement without literals has none");
  const absl::StatusOr<sql::MaskedSql> masked =
      sql::Compile(*std::move(parsed), schema, statement.parameters);
  if (!masked.ok()) {
    CheckRefusal(masked.status(), literals);
    return 0;
  }
  const std::string wrong = CheckStatement(*masked, schema);
  Expect(wrong.empty(), wrong, masked->sql);
  return 0;
}
