// What protobuf's text-format parser complains about, in the words of a policy's author.
#ifndef SUDARE_POLICY_TEXT_SYNTAX_MESSAGE_H_
#define SUDARE_POLICY_TEXT_SYNTAX_MESSAGE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sudare::text {

struct SyntaxMessage {
  std::string message;
  std::string advice;
  // The parser names the place after the token it complains about; the complaint belongs to the
  // token before.
  bool belongs_to_token_before = false;
  // A name of an enum that doesn't exist: the parser could go on if the token were another one.
  bool is_unknown_enum_value = false;
};

// `parser_message` is a message of google::protobuf::TextFormat::Parser (3.21) over a
// sudare.v1.Policy. One that isn't known passes in its own words.
SyntaxMessage TranslateParserMessage(absl::string_view parser_message);

}  // namespace sudare::text

#endif  // SUDARE_POLICY_TEXT_SYNTAX_MESSAGE_H_
