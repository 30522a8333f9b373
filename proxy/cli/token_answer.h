// What the token service tells, for people and as JSON.
#ifndef SUDARE_PROXY_CLI_TOKEN_ANSWER_H_
#define SUDARE_PROXY_CLI_TOKEN_ANSWER_H_

#include <optional>
#include <string>

#include "proto/token.pb.h"

namespace sudare {

struct TokenAnswer {
  // Unset where only the origin was asked for.
  std::optional<std::string> value;
  sudare::v1::TokenOrigin origin;
  std::string call_id;
  std::string token_reference;
  // DetokenizeResponse.unauthenticated
  bool is_unauthenticated = false;
};

TokenAnswer ToTokenAnswer(const sudare::v1::DetokenizeResponse& response);
TokenAnswer ToTokenAnswer(const sudare::v1::TraceResponse& response);

// A line for each fact, safe to print on a terminal.
std::string ShownTokenAnswer(const TokenAnswer& answer);
// One object on one line.
std::string JsonTokenAnswer(const TokenAnswer& answer);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_TOKEN_ANSWER_H_
