#include "policy/text/text_parser.h"

#include <google/protobuf/io/tokenizer.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/utf8.h"
#include "policy/text/syntax_message.h"
#include "policy/text/tokens.h"

namespace sudare::text {
namespace {

using google::protobuf::TextFormat;

constexpr size_t kMaxIssues = 20;
// The language nests seven levels.
constexpr int kMaxNesting = 32;

struct Complaint {
  int line = 0;
  int column = 0;
  std::string message;
};

// Keeps the parser's complaints up to its first error: what comes after is often only a
// consequence.
class UpToFirstError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!error_) error_ = Complaint{line, column, message};
  }
  // Unknown fields: an error for us, which the parser can go on after.
  void AddWarning(int line, google::protobuf::io::ColumnNumber column,
                  const std::string& message) override {
    if (!error_ && warnings_.size() < kMaxIssues) warnings_.push_back({line, column, message});
  }

  const std::optional<Complaint>& error() const { return error_; }
  const std::vector<Complaint>& warnings() const { return warnings_; }

 private:
  std::optional<Complaint> error_;
  std::vector<Complaint> warnings_;
};

class Recovery {
 public:
  Recovery(const SourceText& source, std::vector<Issue>* issues)
      : source_(source), issues_(issues), text_(source.text()) {
    // The parser counts a tab as up to eight columns. As blanks, its columns are bytes.
    std::replace(text_.begin(), text_.end(), '\t', ' ');
    Tokens tokens = Tokenize(text_);
    tokens_ = std::move(tokens.tokens);
    token_errors_ = std::move(tokens.errors);
  }

  ParsedText Run() {
    BlankUnclosedEntries();
    ParsedText parsed;
    // Every run but the last reports an error and puts it out of the way.
    for (size_t run = 0; run <= kMaxIssues; ++run) {
      parsed.proto = std::make_unique<v1::Policy>();
      parsed.tree = std::make_unique<TextFormat::ParseInfoTree>();
      if (ParseOnce(&parsed)) break;
    }
    return parsed;
  }

 private:
  void BlankUnclosedEntries() {
    for (const TopLevelEntry& entry : TopLevelEntries(text_, tokens_)) {
      // A missing quote swallows brackets: the quote is what to report.
      if (!entry.unclosed || HasTokenError(entry)) continue;
      const std::string bracket(1, text_[*entry.unclosed]);
      const absl::string_view closing = bracket == "{" ? "}" : bracket == "[" ? "]" : ">";
      Report(*entry.unclosed, absl::StrCat("this `", bracket, "` is never closed"),
             absl::StrCat("add the missing `", closing, "`"));
      Blank(entry.begin, entry.end);
    }
  }

  bool HasTokenError(const TopLevelEntry& entry) const {
    const auto error = std::lower_bound(token_errors_.begin(), token_errors_.end(), entry.begin);
    return error != token_errors_.end() && *error <= entry.end;
  }

  // Whether the text now parses to its end.
  bool ParseOnce(ParsedText* parsed) {
    UpToFirstError collector;
    TextFormat::Parser parser;
    parser.RecordErrorsTo(&collector);
    parser.AllowUnknownField(true);
    parser.SetRecursionLimit(kMaxNesting);
    parser.WriteLocationsTo(parsed->tree.get());
    const bool read = parser.ParseFromString(text_, parsed->proto.get());
    for (const Complaint& complaint : collector.warnings()) ReportComplaint(complaint);
    if (!collector.error() && read) return true;
    PutInOrder(collector.error().value_or(Complaint{0, 0, "the policy cannot be read"}));
    return false;
  }

  // Reports an error and changes the text so that the next run gets past it.
  void PutInOrder(const Complaint& complaint) {
    const SyntaxMessage translated = TranslateParserMessage(complaint.message);
    const size_t offset = ReportComplaint(complaint);
    if (translated.is_unknown_enum_value) {
      const Token* token = TokenBefore(tokens_, offset + 1);
      if (token != nullptr && token->begin == offset) {
        Blank(token->begin, token->end);
        text_[offset] = '0';
        return;
      }
    }
    const std::vector<TopLevelEntry> entries = TopLevelEntries(source_.text(), tokens_);
    const auto after = std::upper_bound(
        entries.begin(), entries.end(), offset,
        [](size_t value, const TopLevelEntry& entry) { return value < entry.begin; });
    if (after == entries.begin()) {
      Blank(0, text_.size());
    } else {
      // Up to the next entry: the tokenizer's errors may lie outside of any token.
      Blank((after - 1)->begin, after == entries.end() ? text_.size() : after->begin);
    }
  }

  // Returns the offset that the complaint was reported at.
  size_t ReportComplaint(const Complaint& complaint) {
    const SyntaxMessage translated = TranslateParserMessage(complaint.message);
    size_t offset = source_.LineStart(std::min<size_t>(complaint.line, source_.line_count() - 1)) +
                    complaint.column;
    if (translated.belongs_to_token_before) {
      const Token* token = TokenBefore(tokens_, offset);
      if (token != nullptr) offset = token->begin;
    }
    Report(offset, translated.message, translated.advice);
    return offset;
  }

  void Report(size_t offset, std::string message, std::string advice) {
    // An unknown field is found anew in each run.
    if (found_.size() > kMaxIssues || !found_.emplace(offset, message).second) return;
    if (found_.size() > kMaxIssues) {
      message = absl::StrCat("more than ", kMaxIssues, " syntax errors: the rest is not shown");
      advice.clear();
    }
    issues_->push_back(source_.IssueAt(offset, std::move(message), std::move(advice)));
  }

  void Blank(size_t begin, size_t end) {
    for (size_t i = begin; i < std::min(end, text_.size()); ++i) {
      if (text_[i] != '\n') text_[i] = ' ';
    }
  }

  const SourceText& source_;
  std::vector<Issue>* issues_;
  // As long as the source's, line by line.
  std::string text_;
  std::vector<Token> tokens_;
  std::vector<size_t> token_errors_;
  std::set<std::pair<size_t, std::string>> found_;
};

// What makes a file no policy text at all.
std::optional<Issue> FindUnreadable(const SourceText& source) {
  const std::string& text = source.text();
  const size_t nul = text.find('\0');
  if (nul != std::string::npos) {
    return source.IssueAt(nul, "a NUL byte in the policy", "is this a text file?");
  }
  const size_t invalid = FindInvalidUtf8(text);
  if (invalid != absl::string_view::npos) {
    return source.IssueAt(invalid, "this byte is not UTF-8", "save the file as UTF-8");
  }
  for (size_t line = 0; line < source.line_count(); ++line) {
    if (source.Line(line).size() <= kMaxLineBytes) continue;
    Issue issue = source.IssueAt(source.LineStart(line),
                                 absl::StrCat("a line of more than ", kMaxLineBytes, " bytes"),
                                 "break the line");
    issue.source_line.clear();
    return issue;
  }
  return std::nullopt;
}

}  // namespace

ParsedText ParsePolicyText(const SourceText& source, std::vector<Issue>* issues) {
  if (std::optional<Issue> unreadable = FindUnreadable(source)) {
    issues->push_back(*std::move(unreadable));
    return {std::make_unique<v1::Policy>(), std::make_unique<TextFormat::ParseInfoTree>()};
  }
  return Recovery(source, issues).Run();
}

}  // namespace sudare::text
