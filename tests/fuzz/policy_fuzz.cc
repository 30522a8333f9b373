// The policy loader: any text is a policy or has issues that say where; and a policy that loads
// keeps the promises that no policy may break.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "policy/base/utf8.h"
#include "policy/evaluator.h"
#include "policy/loader.h"
#include "tests/fuzz/expect.h"

namespace sudare::fuzz {
namespace {

// Parts of an input that begin with this line are files of their own.
constexpr char kNextFile[] = "\n=== next file\n";

bool IsOneLine(absl::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  }
  return FindInvalidUtf8(text) == absl::string_view::npos;
}

void CheckIssue(const Issue& issue, const std::vector<PolicyText>& sources) {
  Expect(IsOneLine(issue.message), "a message is one line of text", issue.message);
  Expect(!issue.message.empty(), "a message says something");
  Expect(IsOneLine(issue.advice), "advice is one line of text", issue.advice);
  int lines = 0;
  for (const PolicyText& source : sources) {
    if (source.file != issue.place.file) continue;
    lines = 1 + static_cast<int>(std::count(source.text.begin(), source.text.end(), '\n'));
  }
  Expect(issue.place.line <= lines, "an issue's line is in its file", issue.ToString());
  Expect(FindInvalidUtf8(issue.ToString()) == absl::string_view::npos, "issues are UTF-8");
}

// Whoever it is and whatever the rules say: a class that may not be converted is never shown, nor
// anything made of it.
void CheckDecisions(const Policy& policy) {
  const DecisionContext context{absl::FromUnixSeconds(1'790'000'000)};
  for (const Account& account : policy.accounts()) {
    for (const PolicyTable& table : policy.tables()) {
      for (const PolicyColumn& column : table.columns) {
        const Decision decision =
            Decide(policy, account, {table.schema, table.name, column.name}, context);
        Expect(column.data_class != nullptr, "every listed column has a class");
        if (column.data_class->convertible) continue;
        Expect(decision.kind == MaskKind::kHide || decision.kind == MaskKind::kRedact ||
                   decision.kind == MaskKind::kPresence,
               "what may not be converted is hidden, redacted or told to be there", column.name);
      }
      const Decision unlisted =
          Decide(policy, account, {table.schema, table.name, "no such column"}, context);
      Expect(unlisted.kind == MaskKind::kHide, "what isn't listed is hidden");
    }
  }
}

}  // namespace
}  // namespace sudare::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sudare;
  using namespace sudare::fuzz;
  const ExpectFast fast;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<PolicyText> sources;
  for (absl::string_view part : absl::StrSplit(text, kNextFile)) {
    sources.push_back({"file" + std::to_string(sources.size()), std::string(part)});
  }
  const LoadResult result = LoadPolicyFromSources(sources);
  Expect((result.policy != nullptr) == !HasErrors(result.issues),
         "there is a policy or an error, never both or neither");
  for (const Issue& issue : result.issues) CheckIssue(issue, sources);
  if (result.policy != nullptr) {
    CheckDecisions(*result.policy);
    const LoadResult again = LoadPolicyFromSources(sources);
    Expect(again.policy != nullptr && again.policy->hash() == result.policy->hash(),
           "the same text is the same policy");
  }
  return 0;
}
