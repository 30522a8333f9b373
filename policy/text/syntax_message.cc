#include "policy/text/syntax_message.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "policy/base/nearest_name.h"
#include "policy/base/quoted.h"
#include "proto/policy.pb.h"

namespace sudare::text {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// The words between fixed pieces of a message: Words("x \"a\" y \"b\".", {"x \"", "\" y \"",
// "\"."}) is {a, b}.
std::optional<std::vector<std::string>> Words(absl::string_view message,
                                              const std::vector<absl::string_view>& pieces) {
  std::vector<std::string> words;
  if (!absl::ConsumePrefix(&message, pieces.front())) return std::nullopt;
  for (size_t i = 1; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    const size_t end = pieces[i].empty() ? message.size()
                       : last            ? message.rfind(pieces[i])
                                         : message.find(pieces[i]);
    if (end == absl::string_view::npos) return std::nullopt;
    words.emplace_back(message.substr(0, end));
    message.remove_prefix(end + pieces[i].size());
  }
  return words;
}

// Every message type of the language, the policy itself first.
void CollectTypes(const Descriptor* type, std::vector<const Descriptor*>* types) {
  if (std::find(types->begin(), types->end(), type) != types->end()) return;
  types->push_back(type);
  for (int i = 0; i < type->field_count(); ++i) {
    if (type->field(i)->message_type()) CollectTypes(type->field(i)->message_type(), types);
  }
}

std::vector<const Descriptor*> Types() {
  std::vector<const Descriptor*> types;
  CollectTypes(v1::Policy::descriptor(), &types);
  return types;
}

// The name under which a message type is written in a policy: "rules" for Rule. Empty for the
// policy itself.
std::string WrittenName(absl::string_view type_name) {
  for (const Descriptor* type : Types()) {
    for (int i = 0; i < type->field_count(); ++i) {
      const Descriptor* inner = type->field(i)->message_type();
      if (inner && inner->full_name() == type_name) return type->field(i)->name();
    }
  }
  return "";
}

std::vector<std::string> FieldNames(absl::string_view type_name) {
  std::vector<std::string> names;
  for (const Descriptor* type : Types()) {
    if (type->full_name() != type_name) continue;
    for (int i = 0; i < type->field_count(); ++i) names.push_back(type->field(i)->name());
  }
  return names;
}

// The values of the enum that a field of this name has.
std::vector<std::string> EnumValues(absl::string_view field_name) {
  std::vector<std::string> names;
  for (const Descriptor* type : Types()) {
    const FieldDescriptor* field = type->FindFieldByName(std::string(field_name));
    if (field == nullptr || field->enum_type() == nullptr) continue;
    const EnumDescriptor* values = field->enum_type();
    for (int i = 0; i < values->value_count(); ++i) {
      const std::string& name = values->value(i)->name();
      if (!absl::EndsWith(name, "UNSPECIFIED")) names.push_back(name);
    }
  }
  return names;
}

// "did you mean `x`?", or the whole list if nothing is near.
std::string Suggest(absl::string_view wanted, const std::vector<std::string>& names,
                    absl::string_view list_title) {
  const std::vector<std::string> near = NearestNames(wanted, names, 3);
  if (near.size() == 1) return absl::StrCat("did you mean ", Quoted(near[0]), "?");
  if (!near.empty()) return absl::StrCat("did you mean one of ", QuotedList(near), "?");
  return names.empty() ? "" : absl::StrCat(list_title, ": ", QuotedList(names));
}

// What was found instead, as far as it may be repeated: text in quotes may be a password in a wrong
// place.
std::string Found(absl::string_view got) {
  if (got.empty()) return "the end of the file";
  return got[0] == '"' || got[0] == '\'' ? "text in quotes" : Quoted(got);
}

SyntaxMessage UnknownField(absl::string_view type_name, absl::string_view field) {
  const std::string owner = WrittenName(type_name);
  const std::vector<std::string> names = FieldNames(type_name);
  SyntaxMessage result;
  result.message = absl::StrCat(
      "unknown field ", Quoted(field), " ",
      owner.empty() ? "at the top level of the policy" : absl::StrCat("in ", Quoted(owner)));
  result.advice = names.empty()
                      ? absl::StrCat(Quoted(owner), " has no fields")
                      : Suggest(field, names, owner.empty() ? "fields there" : "its fields");
  result.belongs_to_token_before = true;
  return result;
}

SyntaxMessage UnknownEnumValue(absl::string_view value, absl::string_view field) {
  SyntaxMessage result;
  result.message = absl::StrCat("unknown value ", Quoted(value), " of ", Quoted(field));
  result.advice = Suggest(value, EnumValues(field), "possible values");
  result.belongs_to_token_before = true;
  result.is_unknown_enum_value = true;
  return result;
}

SyntaxMessage Expected(absl::string_view what, absl::string_view got) {
  SyntaxMessage result;
  const std::string found = Found(got);
  if (what == "string") {
    result.message = "expected text in quotes";
    result.advice = "put the text between double quotes";
  } else if (what == "identifier" && got == "}") {
    result.message = "this `}` closes nothing";
    result.advice = "remove it, or add the `{` it belongs to";
  } else if (what == "identifier" && got == "/") {
    result.message = "expected the name of a field, found `/`";
    result.advice = "comments start with `#`";
  } else if (what == "identifier") {
    result.message = absl::StrCat("expected the name of a field, found ", found);
  } else if (what == "{" || what == ":" || what == "]" || what == "}" || what == ">") {
    result.message = absl::StrCat("expected ", Quoted(what), ", found ", found);
  } else {
    result.message =
        absl::StrCat("expected ", what == "integer" ? "a whole number" : what, ", found ", found);
    if (what == "integer" && got == "-") result.advice = "numbers here are zero or more";
  }
  return result;
}

std::optional<SyntaxMessage> TranslateTokenizerMessage(absl::string_view text) {
  if (absl::StartsWith(text, "Interpreting non ascii codepoint")) {
    return SyntaxMessage{"a character that isn't ASCII stands outside of quotes",
                         "put the text between double quotes; blanks must be half-width", false,
                         false};
  }
  if (absl::StartsWith(text, "String literals cannot cross line boundaries") ||
      absl::StartsWith(text, "Unexpected end of string")) {
    return SyntaxMessage{"this text is never closed", "add the missing quote", true, false};
  }
  if (absl::StartsWith(text, "Invalid control characters")) {
    return SyntaxMessage{"control characters in the policy", "is this a text file?", false, false};
  }
  if (absl::StartsWith(text, "Message is too deep")) {
    return SyntaxMessage{"nested too deeply", "a policy nests at most seven levels", false, false};
  }
  return std::nullopt;
}

std::string InOwnWords(absl::string_view text) {
  std::string message(absl::StripSuffix(text, "."));
  for (char& c : message) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = '?';
    if (c == '"') c = '`';
  }
  if (!message.empty()) message[0] = absl::ascii_tolower(static_cast<unsigned char>(message[0]));
  return message;
}

}  // namespace

SyntaxMessage TranslateParserMessage(absl::string_view text) {
  if (auto words = Words(text, {"Message type \"", "\" has no field named \"", "\"."})) {
    return UnknownField((*words)[0], (*words)[1]);
  }
  if (auto words = Words(text, {"Ignoring extension \"", "\" which", ""})) {
    return {absl::StrCat("unknown extension ", Quoted((*words)[0])), "policies have no extensions",
            true, false};
  }
  if (auto words = Words(text, {"Unknown enumeration value of \"", "\" for field \"", "\"."})) {
    return UnknownEnumValue((*words)[0], (*words)[1]);
  }
  if (auto words = Words(text, {"Non-repeated field \"", "\" is specified multiple times."})) {
    return {absl::StrCat(Quoted((*words)[0]), " is set twice"), "remove one of them", true, false};
  }
  if (auto words = Words(text, {"Field \"", "\" is specified along with field \"",
                                "\", another member of oneof \"", "\"."})) {
    return {absl::StrCat("a rule has one ", (*words)[2], ", but here are ", Quoted((*words)[1]),
                         " and ", Quoted((*words)[0])),
            "remove one of them, or make it a rule of its own", true, false};
  }
  if (auto words = Words(text, {"Invalid value for boolean field \"", "\". Value: \"", "\"."})) {
    return {absl::StrCat(Quoted((*words)[0]), " is true or false, not ", Quoted((*words)[1])), "",
            true, false};
  }
  if (auto words = Words(text, {"Integer out of range (", ")"})) {
    return {absl::StrCat("the number ", Quoted((*words)[0]), " is too large"), "", false, false};
  }
  if (auto words = Words(text, {"Expected \"", "\", found \"", "\"."})) {
    return Expected((*words)[0], (*words)[1]);
  }
  if (auto words = Words(text, {"Expected ", ", got: ", ""})) {
    return Expected((*words)[0], (*words)[1]);
  }
  if (auto known = TranslateTokenizerMessage(text)) return *known;
  return {InOwnWords(text), "", false, false};
}

}  // namespace sudare::text
