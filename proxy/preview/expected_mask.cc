#include "proxy/preview/expected_mask.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/nearest_name.h"
#include "policy/base/quoted.h"
#include "policy/rule_text.h"

namespace sudare::preview {
namespace {

std::vector<std::string> MaskNames() {
  std::vector<std::string> names;
  const auto* masks = v1::Rule::descriptor()->FindOneofByName("mask");
  for (int i = 0; i < masks->field_count(); ++i) names.push_back(masks->field(i)->name());
  return names;
}

bool HasSettings(const std::string& expected) { return absl::StrContains(expected, "{"); }

// The parser would write what it complains about to the standard error.
class Silence final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, google::protobuf::io::ColumnNumber, const std::string&) override {}
};

std::optional<v1::Rule> RuleOf(const std::string& expected) {
  Silence silence;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&silence);
  v1::Rule rule;
  if (!parser.ParseFromString(expected, &rule)) return std::nullopt;
  return rule;
}

}  // namespace

absl::Status CheckExpectedMask(const std::string& expected) {
  if (expected.empty()) return absl::OkStatus();
  if (HasSettings(expected)) {
    const std::optional<v1::Rule> rule = RuleOf(expected);
    if (rule && rule->mask_case() != v1::Rule::MASK_NOT_SET) return absl::OkStatus();
    return absl::InvalidArgumentError(
        "the mask's settings can't be read: write them as in a rule, `partial { keep_last: 3 }`");
  }
  const std::vector<std::string> names = MaskNames();
  if (std::find(names.begin(), names.end(), expected) != names.end()) return absl::OkStatus();
  const std::string advice = DidYouMean(expected, names);
  return absl::InvalidArgumentError(
      absl::StrCat("no mask is called ", Quoted(expected), "; ",
                   advice.empty() ? absl::StrCat("masks: ", QuotedList(names)) : advice));
}

bool IsExpectedMask(const std::string& expected, const std::string& mask, const Rule* rule) {
  if (expected.empty()) return true;
  if (!HasSettings(expected)) return expected == mask;
  const std::optional<v1::Rule> wanted = RuleOf(expected);
  if (!wanted) return false;
  // Without a rule, too, and by a mask that doesn't fit its column.
  if (wanted->has_hide() || mask == "hide") return wanted->has_hide() && mask == "hide";
  return rule != nullptr && MaskText(*wanted) == MaskText(rule->proto);
}

}  // namespace sudare::preview
