// What a query would do, as a person at the terminal reads it.
#ifndef SUDARE_PROXY_CLI_SHOWN_EXPLANATION_H_
#define SUDARE_PROXY_CLI_SHOWN_EXPLANATION_H_

#include <ostream>
#include <string>

#include "proto/query.pb.h"

namespace sudare {

// Answered or refused, the columns of the answer, the masked columns it reads with rule and way,
// and what would be sent.
void ShowExplanation(const sudare::v1::ExplainResponse& response, const std::string& sql,
                     std::ostream& out);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_SHOWN_EXPLANATION_H_
