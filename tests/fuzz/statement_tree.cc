#include "tests/fuzz/statement_tree.h"

#include <pg_query.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "tests/fuzz/expect.h"

namespace sudare::fuzz {
namespace {

constexpr int kDeepest = 20000;

void ForgetPlaces(google::protobuf::Message* message) {
  const google::protobuf::Reflection* reflection = message->GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const auto* field : fields) {
    if (field->name() == "location") {
      reflection->ClearField(message, field);
    } else if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (!field->is_repeated()) {
      ForgetPlaces(reflection->MutableMessage(message, field));
    } else {
      for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
        ForgetPlaces(reflection->MutableRepeatedMessage(message, field, i));
      }
    }
  }
}

bool IsLiteral(const pg_query::ScanToken& token) {
  switch (token.token()) {
    case pg_query::SCONST:
    case pg_query::USCONST:
    case pg_query::BCONST:
    case pg_query::XCONST:
    case pg_query::ICONST:
    case pg_query::FCONST:
      return true;
    default:
      return false;
  }
}

// Texts of letters alone may be words of our messages.
bool IsTelling(absl::string_view literal) {
  constexpr size_t kTellingBytes = 8;
  if (literal.size() < kTellingBytes) return false;
  return std::any_of(literal.begin(), literal.end(),
                     [](char c) { return absl::ascii_isdigit(c) || (c & 0x80) != 0; });
}

absl::string_view WithoutQuotes(absl::string_view literal) {
  const size_t begin = literal.find('\'');
  if (begin == absl::string_view::npos) return literal;
  literal.remove_prefix(begin + 1);
  return literal.substr(0, literal.rfind('\''));
}

}  // namespace

std::optional<pg_query::ParseResult> ReadStatement(const std::string& text) {
  PgQueryProtobufParseResult parsed = pg_query_parse_protobuf(text.c_str());
  pg_query::ParseResult tree;
  bool good = parsed.error == nullptr;
  if (good) {
    google::protobuf::io::ArrayInputStream stream(parsed.parse_tree.data,
                                                  static_cast<int>(parsed.parse_tree.len));
    google::protobuf::io::CodedInputStream input(&stream);
    input.SetRecursionLimit(kDeepest);
    good = tree.ParseFromCodedStream(&input) && tree.stmts_size() == 1;
  }
  pg_query_free_protobuf_parse_result(parsed);
  if (!good) return std::nullopt;
  return tree;
}

pg_query::Node ReadExpression(const std::string& text) {
  std::optional<pg_query::ParseResult> tree = ReadStatement(absl::StrCat("SELECT ", text));
  Expect(tree.has_value(), "the policy's expressions are SQL", text);
  pg_query::SelectStmt* select = tree->mutable_stmts(0)->mutable_stmt()->mutable_select_stmt();
  Expect(select->target_list_size() == 1, "an expression is one", text);
  return select->target_list(0).res_target().val();
}

std::string CanonicalBytes(const pg_query::Node& node) {
  pg_query::Node copy = node;
  ForgetPlaces(&copy);
  return copy.SerializeAsString();
}

std::vector<std::string> NamesIn(const google::protobuf::RepeatedPtrField<pg_query::Node>& nodes) {
  std::vector<std::string> names;
  for (const pg_query::Node& node : nodes) names.push_back(node.string().sval());
  return names;
}

std::vector<std::string> LiteralsIn(const std::string& text) {
  std::vector<std::string> literals;
  PgQueryScanResult scan = pg_query_scan(text.c_str());
  pg_query::ScanResult tokens;
  const bool read = scan.error == nullptr &&
                    tokens.ParseFromArray(scan.pbuf.data, static_cast<int>(scan.pbuf.len));
  pg_query_free_scan_result(scan);
  if (!read) return literals;
  std::string others;
  for (const pg_query::ScanToken& token : tokens.tokens()) {
    const absl::string_view word =
        absl::string_view(text).substr(token.start(), token.end() - token.start());
    if (!IsLiteral(token)) {
      absl::StrAppend(&others, word, " ");
    } else if (IsTelling(WithoutQuotes(word))) {
      literals.emplace_back(WithoutQuotes(word));
    }
  }
  absl::AsciiStrToLower(&others);
  literals.erase(std::remove_if(literals.begin(), literals.end(),
                                [&](const std::string& literal) {
                                  return absl::StrContains(others, absl::AsciiStrToLower(literal));
                                }),
                 literals.end());
  return literals;
}

}  // namespace sudare::fuzz
