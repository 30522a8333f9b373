// Files to mask: whatever comes in, what goes out are whole records in which every column has its
// form, up to the first error and no further.

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "policy/base/utf8.h"
#include "policy/keyring.h"
#include "policy/loader.h"
#include "policy/masker.h"
#include "policy/streams/csv_masker.h"
#include "policy/streams/csv_record.h"
#include "policy/streams/json_lines_masker.h"
#include "policy/transforms/json_text.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"

namespace sudare::fuzz {
namespace {

constexpr char kPolicy[] = R"(
classes { name: "open" }
classes { name: "redacted" }
classes { name: "name" }
classes { name: "day" }
tables {
  name: "f.t"
  columns { name: "open" class: "open" }
  columns { name: "redacted" class: "redacted" }
  columns { name: "name" class: "name" }
  columns { name: "day" class: "day" }
}
roles {
  name: "r"
  rules { class: "redacted" redact { constant: "R" } }
  rules { class: "name" tokenize { domain: "name" prefix: "nam" } }
  rules { class: "day" generalize { date_to: YEAR } }
  rules { class: "open" allow {} }
}
accounts { name: "a" role: "r" kind: PROGRAM certificate { san: "q@x" } }
)";

const Masker& TheMasker() {
  static const Masker* masker = [] {
    const auto keyring = *Keyring::FromKey(1, "0123456789abcdef0123456789abcdef");
    const auto policy = LoadPolicyFromSources({{"f.textproto", kPolicy}}).policy;
    return Masker::Create(policy, keyring, "a", absl::Now())->release();
  }();
  return *masker;
}

bool IsTokenOrNothing(absl::string_view text) {
  return text.empty() || absl::StartsWith(text, "nam_");
}

bool IsYearOrNothing(absl::string_view text) {
  return text.empty() || absl::EndsWith(text, "-01-01") || absl::EndsWith(text, "/01/01") ||
         absl::EndsWith(text, "0101") || absl::EndsWith(text, "infinity") ||
         absl::EndsWith(text, "-01-01 BC");
}

template <typename Options, typename Mask>
absl::Status Run(absl::string_view text, const Options& options, const Mask& mask,
                 std::string* out) {
  std::istringstream in{std::string(text)};
  std::ostringstream written;
  const absl::Status status =
      mask(*SourceFrom(in), *SinkTo(written), TheMasker(), options).status();
  *out = written.str();
  Expect(FindInvalidUtf8(status.message()) == absl::string_view::npos, "messages are text");
  return status;
}

// By position: open, redacted, name, unlisted, day.
void CheckCsv(absl::string_view text, const CsvOptions& options) {
  std::string out;
  const absl::Status status = Run(text, options, MaskCsv, &out);
  if (options.output_encoding != TextEncoding::kUtf8) return;
  absl::string_view shown = out;
  if (absl::StartsWith(shown, "\xEF\xBB\xBF")) shown.remove_prefix(3);
  CsvCursor cursor(shown, options.delimiter, 1);
  std::vector<CsvField> fields;
  std::string buffer;
  while (!cursor.AtEnd()) {
    Expect(cursor.Next(&fields) == CsvError::kNone, "what is written can be read", out);
    Expect(fields.size() == 4, "every record has the columns that are shown", out);
    Expect(FieldText(fields[1], &buffer) == "R", "a redacted column holds its constant", out);
    Expect(IsTokenOrNothing(FieldText(fields[2], &buffer)), "a name is a token", out);
    Expect(IsYearOrNothing(FieldText(fields[3], &buffer)), "a day is a year", out);
    Expect(status.ok() || !cursor.record_end().empty(), "what stays of an error is whole", out);
  }
}

void CheckJson(absl::string_view text) {
  StreamOptions options;
  options.table = "f.t";
  options.types["day"] = {SqlType::kDate};
  options.threads = 1;
  std::string out;
  Run(text, options, MaskJsonLines, &out).IgnoreError();
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) {
    Expect(IsJson(line), "what is written is JSON", out);
    for (const JsonMember& member : JsonMembers(TrimJson(line))) {
      const std::string name = UnescapeJsonString(member.key);
      Expect(name == "open" || name == "redacted" || name == "name" || name == "day",
             "only columns of the policy are shown", out);
      Expect(name != "redacted" || member.value == "\"R\"", "redacted is the constant", out);
      Expect(name != "name" || member.value == "null" || absl::StartsWith(member.value, "\"nam_"),
             "a name is a token", out);
    }
  }
}

}  // namespace
}  // namespace sudare::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sudare::fuzz;
  const ExpectFast fast;
  Input input(data, size);
  // 'c': CSV, 's': Shift_JIS to UTF-8, 'b': Shift_JIS both ways, 't': with tabs, 'j': JSON lines.
  const uint8_t mode = input.Byte();
  if (mode == 'j') {
    CheckJson(input.Rest());
    return 0;
  }
  sudare::CsvOptions options;
  options.table = "f.t";
  options.columns = {"open", "redacted", "name", "unlisted", "day"};
  options.heading = false;
  options.types["day"] = {sudare::SqlType::kDate};
  options.threads = 1;
  if (mode == 't') options.delimiter = '\t';
  if (mode == 's' || mode == 'b') options.encoding = sudare::TextEncoding::kShiftJis;
  if (mode == 'b') options.output_encoding = sudare::TextEncoding::kShiftJis;
  CheckCsv(input.Rest(), options);
  return 0;
}
