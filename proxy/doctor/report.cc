#include "proxy/doctor/report.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "policy/base/display_width.h"
#include "policy/base/json_field.h"
#include "policy/base/utf8.h"

namespace sudare::doctor {
namespace {

constexpr size_t kIndent = 4;
// Of the words below each finding.
constexpr size_t kLabelIndent = 14;

struct Label {
  const char* english;
  const char* japanese;
  const char* colour;
};

Label LabelOf(State state) {
  switch (state) {
    case State::kOk:
      return {"ok", "良", "\033[32m"};
    case State::kNote:
      return {"note", "参考", "\033[36m"};
    case State::kWarning:
      return {"WARNING", "警告", "\033[33m"};
    case State::kError:
      return {"ERROR", "異常", "\033[31m"};
    case State::kNotChecked:
      return {"UNCHECKED", "未確認", "\033[35m"};
  }
  return {"ERROR", "異常", ""};
}

State ShownState(const Finding& finding, bool strict) {
  const State state = FindWords(finding.code).words->state;
  return strict && state == State::kWarning ? State::kError : state;
}

// Control characters and malformed bytes become "?".
std::string Printable(absl::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    const bool is_control = character.code_point < 0x20 ||
                            (character.code_point >= 0x7f && character.code_point < 0xa0) ||
                            (character.code_point >= 0x202a && character.code_point <= 0x202e) ||
                            (character.code_point >= 0x2066 && character.code_point <= 0x2069);
    absl::StrAppend(&clean,
                    character.valid && !is_control ? text.substr(0, character.length) : "?");
    text.remove_prefix(character.length);
  }
  return clean;
}

// The bytes of `text` that fit into `width` columns: up to a blank, or within Japanese, which has
// none, between any two characters.
size_t BytesThatFit(absl::string_view text, size_t width) {
  size_t bytes = 0;
  size_t columns = 0;
  size_t good = 0;
  bool was_wide = false;
  while (bytes < text.size()) {
    const Utf8Character character = FirstCharacter(text.substr(bytes));
    const size_t wide = DisplayWidth(text.substr(bytes, character.length));
    // A Japanese full stop or comma never begins a line.
    const bool is_stop = character.code_point == U'。' || character.code_point == U'、' ||
                         character.code_point == U')' || character.code_point == U'」';
    if (text[bytes] == ' ' || ((was_wide || wide == 2) && bytes > 0 && !is_stop)) good = bytes;
    if (columns + wide > width) return good > 0 ? good : std::max<size_t>(bytes, 1);
    columns += wide;
    bytes += character.length;
    was_wide = wide == 2;
  }
  return bytes;
}

// `text` after `columns` that are already written, folded to hang at `indent`.
void AppendFolded(absl::string_view text, size_t columns, size_t indent, size_t width,
                  std::string* out) {
  size_t room = width > columns + 20 ? width - columns : 20;
  const size_t later = width > indent + 20 ? width - indent : 20;
  while (true) {
    const size_t bytes = BytesThatFit(text, room);
    absl::StrAppend(out, text.substr(0, bytes), "\n");
    text.remove_prefix(bytes);
    while (!text.empty() && text[0] == ' ') text.remove_prefix(1);
    if (text.empty()) return;
    out->append(indent, ' ');
    room = later;
  }
}

class TextReport {
 public:
  explicit TextReport(const ReportOptions& options) : options_(options) {}

  std::string Write(const Findings& findings) {
    for (const TopicWords& topic : AllWords()) WriteTopic(topic, findings);
    WriteCounts(Count(findings, options_.strict));
    return std::move(out_);
  }

 private:
  bool is_japanese() const { return options_.language == Language::kJapanese; }

  void WriteTopic(const TopicWords& topic, const Findings& findings) {
    bool has_heading = false;
    for (const Finding& finding : findings.all()) {
      if (FindWords(finding.code).topic != &topic) continue;
      if (!has_heading) {
        absl::StrAppend(&out_, is_japanese() ? topic.japanese : topic.english, "\n");
      }
      has_heading = true;
      WriteFinding(finding);
    }
    if (has_heading) out_ += "\n";
  }

  void WriteFinding(const Finding& finding) {
    const State state = ShownState(finding, options_.strict);
    const Label label = LabelOf(state);
    const char* name = is_japanese() ? label.japanese : label.english;
    const Told told = Tell(finding, options_.language);
    out_.append(kIndent, ' ');
    absl::StrAppend(&out_, options_.colours ? label.colour : "", name,
                    options_.colours ? "\033[0m" : "");
    out_.append(kLabelIndent - kIndent - DisplayWidth(name), ' ');
    const std::string where = Printable(finding.where);
    if (state == State::kOk) {
      Fold(absl::StrCat(where, where.empty() ? "" : ": ", Printable(told.what)));
      return;
    }
    Fold(absl::StrCat(where, where.empty() ? "" : "  ", "[", finding.code, "]"));
    Line("", told.what);
    Line(is_japanese() ? "理由: " : "why: ", told.why);
    Line(is_japanese() ? "対処: " : "do:  ", told.next);
  }

  void Fold(absl::string_view text) {
    AppendFolded(text, kLabelIndent, kLabelIndent, options_.width, &out_);
  }

  void Line(absl::string_view label, absl::string_view text) {
    if (text.empty()) return;
    out_.append(kLabelIndent, ' ');
    out_.append(label.data(), label.size());
    const size_t columns = kLabelIndent + DisplayWidth(label);
    AppendFolded(Printable(text), columns, columns, options_.width, &out_);
  }

  void WriteCounts(const Counts& counts) {
    if (is_japanese()) {
      absl::StrAppend(&out_, "異常 ", counts.errors, "、警告 ", counts.warnings, "、未確認 ",
                      counts.not_checked, "、参考 ", counts.notes, "、良 ", counts.ok, "\n");
      return;
    }
    absl::StrAppend(&out_, counts.errors, " errors, ", counts.warnings, " warnings, ",
                    counts.not_checked, " not checked, ", counts.notes, " notes, ", counts.ok,
                    " ok\n");
  }

  const ReportOptions& options_;
  std::string out_;
};

}  // namespace

Counts Count(const Findings& findings, bool strict) {
  Counts counts;
  for (const Finding& finding : findings.all()) {
    switch (ShownState(finding, strict)) {
      case State::kOk:
        ++counts.ok;
        break;
      case State::kNote:
        ++counts.notes;
        break;
      case State::kWarning:
        ++counts.warnings;
        break;
      case State::kError:
        ++counts.errors;
        break;
      case State::kNotChecked:
        ++counts.not_checked;
        break;
    }
  }
  return counts;
}

bool HasFailed(const Findings& findings, bool strict) {
  const Counts counts = Count(findings, strict);
  return counts.errors > 0 || (strict && counts.not_checked > 0);
}

std::string ReportAsText(const Findings& findings, const ReportOptions& options) {
  return TextReport(options).Write(findings);
}

std::string ReportAsJson(const Findings& findings, const std::string& policy,
                         const ReportOptions& options) {
  const Counts counts = Count(findings, options.strict);
  std::string json = absl::StrCat("{\"errors\":", counts.errors, ",\"warnings\":", counts.warnings,
                                  ",\"not_checked\":", counts.not_checked,
                                  ",\"notes\":", counts.notes, ",\"ok\":", counts.ok, ",");
  AppendJsonField("policy", policy, &json);
  json += ",\"findings\":[";
  bool is_first = true;
  for (const TopicWords& topic : AllWords()) {
    for (const Finding& finding : findings.all()) {
      if (FindWords(finding.code).topic != &topic) continue;
      const Told told = Tell(finding, options.language);
      json += is_first ? "\n{" : ",\n{";
      is_first = false;
      AppendJsonField("state", StateName(ShownState(finding, options.strict)), &json);
      for (const auto& [name, value] : {std::pair<const char*, std::string>{"topic", topic.name},
                                        {"code", finding.code},
                                        {"where", finding.where},
                                        {"message", told.what},
                                        {"why", told.why},
                                        {"advice", told.next}}) {
        json += ",";
        AppendJsonField(name, value, &json);
      }
      json += "}";
    }
  }
  return json + "\n]}\n";
}

}  // namespace sudare::doctor
