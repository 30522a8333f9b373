// A comparison of policies as a person reads it.
#ifndef SUDARE_PROXY_PREVIEW_DIFF_TEXT_H_
#define SUDARE_PROXY_PREVIEW_DIFF_TEXT_H_

#include <string>

#include "proto/preview.pb.h"

namespace sudare::preview {

// By direction, the riskiest first; ends with counts. Names come from policies and statements: put
// it through TerminalText() line by line.
std::string DiffText(const sudare::v1::PolicyDiff& diff);

}  // namespace sudare::preview

#endif  // SUDARE_PROXY_PREVIEW_DIFF_TEXT_H_
