#include "proxy/review/issue_report.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "policy/base/json_string.h"
#include "policy/base/utf8.h"

namespace sudare::review {
namespace {

// Names and files may hold bytes that are no UTF-8.
std::string Utf8(absl::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    absl::StrAppend(&clean, character.valid ? text.substr(0, character.length) : "\xEF\xBF\xBD");
    text.remove_prefix(character.length);
  }
  return clean;
}

void AppendField(absl::string_view name, absl::string_view value, std::string* out) {
  absl::StrAppend(out, "\"", name, "\":");
  AppendJsonString(Utf8(value), out);
}

void AppendIssue(const Issue& issue, std::string* out) {
  *out += "{";
  AppendField("severity", SeverityName(issue.severity), out);
  *out += ",";
  AppendField("code", issue.code, out);
  *out += ",";
  AppendField("file", issue.place.file, out);
  absl::StrAppend(out, ",\"line\":", issue.place.line, ",\"column\":", issue.place.column, ",");
  AppendField("role", issue.role, out);
  *out += ",";
  AppendField("object", issue.object, out);
  *out += ",";
  AppendField("message", issue.message, out);
  *out += ",";
  AppendField("advice", issue.advice, out);
  *out += "}";
}

}  // namespace

std::string IssueCounts::ToString() const {
  std::string text = absl::StrCat(errors, " errors, ", warnings, " warnings");
  if (notes > 0) absl::StrAppend(&text, ", ", notes, " notes");
  return text;
}

IssueCounts CountIssues(const std::vector<Issue>& issues) {
  IssueCounts counts;
  for (const Issue& issue : issues) {
    switch (issue.severity) {
      case Issue::Severity::kError:
        ++counts.errors;
        break;
      case Issue::Severity::kWarning:
        ++counts.warnings;
        break;
      case Issue::Severity::kNote:
        ++counts.notes;
        break;
    }
  }
  return counts;
}

void MakeStrict(std::vector<Issue>* issues) {
  for (Issue& issue : *issues) {
    if (issue.severity == Issue::Severity::kWarning) issue.severity = Issue::Severity::kError;
  }
}

std::string IssuesAsText(const std::vector<Issue>& issues) {
  std::string text;
  for (const Issue& issue : issues) absl::StrAppend(&text, issue.ToString(), "\n");
  return text;
}

std::string IssuesAsJson(const std::vector<Issue>& issues, const std::string& policy) {
  const IssueCounts counts = CountIssues(issues);
  std::string json = absl::StrCat("{\"errors\":", counts.errors, ",\"warnings\":", counts.warnings,
                                  ",\"notes\":", counts.notes, ",");
  AppendField("policy", policy, &json);
  json += ",\"findings\":[";
  for (size_t i = 0; i < issues.size(); ++i) {
    json += i == 0 ? "\n" : ",\n";
    AppendIssue(issues[i], &json);
  }
  return json + "\n]}\n";
}

}  // namespace sudare::review
