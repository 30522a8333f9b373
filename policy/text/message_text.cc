#include "policy/text/message_text.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "policy/base/nearest_name.h"
#include "policy/base/quoted.h"
#include "policy/text/syntax_message.h"
#include "policy/text/tokens.h"

namespace sudare::text {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::TextFormat;

constexpr int kMaxNesting = 16;

const Descriptor* FindType(const Descriptor* from, const std::string& full_name) {
  if (from->full_name() == full_name) return from;
  for (int i = 0; i < from->field_count(); ++i) {
    if (from->field(i)->message_type() == nullptr) continue;
    if (const auto* found = FindType(from->field(i)->message_type(), full_name)) return found;
  }
  return nullptr;
}

// `Message type "T" has no field named "x".`, as the parser says it, in our words.
bool TranslateUnknownField(absl::string_view message, const Descriptor* root, std::string* words,
                           std::string* advice) {
  if (!absl::ConsumePrefix(&message, "Message type \"")) return false;
  const size_t type_end = message.find('"');
  const std::string type_name(message.substr(0, type_end));
  message.remove_prefix(type_end);
  if (!absl::ConsumePrefix(&message, "\" has no field named \"")) return false;
  const std::string field(message.substr(0, message.find('"')));
  *words = absl::StrCat("unknown field ", Quoted(field));
  const Descriptor* type = FindType(root, type_name);
  if (type == nullptr) return true;
  std::vector<std::string> names;
  for (int i = 0; i < type->field_count(); ++i) names.push_back(type->field(i)->name());
  *advice = DidYouMean(field, names);
  if (advice->empty()) *advice = absl::StrCat("fields here: ", QuotedList(names));
  return true;
}

// Turns the parser's complaints into issues.
class Complaints final : public google::protobuf::io::ErrorCollector {
 public:
  Complaints(const SourceText& source, const std::string& parsed, const Descriptor* root,
             std::vector<Issue>* issues)
      : source_(source), tokens_(Tokenize(parsed).tokens), root_(root), issues_(*issues) {}

  // The first error ends the parsing; what follows is only its consequence.
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!std::exchange(had_error_, true)) Add(line, column, message);
  }
  void AddWarning(int line, google::protobuf::io::ColumnNumber column,
                  const std::string& message) override {
    Add(line, column, message);
  }

 private:
  void Add(int line, int column, const std::string& message) {
    const size_t last = source_.line_count() - 1;
    size_t offset = source_.LineStart(std::min<size_t>(line, last)) + column;
    std::string words, advice;
    bool token_before = true;
    if (!TranslateUnknownField(message, root_, &words, &advice)) {
      const SyntaxMessage translated = TranslateParserMessage(message);
      words = translated.message;
      advice = translated.advice;
      token_before = translated.belongs_to_token_before;
    }
    if (token_before) {
      if (const Token* token = TokenBefore(tokens_, offset)) offset = token->begin;
    }
    issues_.push_back(source_.IssueAt(offset, std::move(words), std::move(advice)));
  }

  const SourceText& source_;
  const std::vector<Token> tokens_;
  const Descriptor* const root_;
  std::vector<Issue>& issues_;
  bool had_error_ = false;
};

}  // namespace

bool ReadMessageText(const std::shared_ptr<const SourceText>& source,
                     google::protobuf::Message* message, PlaceMap* places,
                     std::vector<Issue>* issues) {
  // The parser counts a tab as up to eight columns. As blanks, its columns are bytes.
  std::string parsed = source->text();
  std::replace(parsed.begin(), parsed.end(), '\t', ' ');
  Complaints complaints(*source, parsed, message->GetDescriptor(), issues);
  TextFormat::ParseInfoTree tree;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&complaints);
  parser.AllowUnknownField(true);
  parser.SetRecursionLimit(kMaxNesting);
  parser.WriteLocationsTo(&tree);
  if (!parser.ParseFromString(parsed, message)) return false;
  if (places != nullptr) places->Add(source, *message, tree);
  return true;
}

}  // namespace sudare::text
