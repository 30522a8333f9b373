// Any message in text format, from text, with errors in an author's words and places.
#ifndef SUDARE_POLICY_TEXT_MESSAGE_TEXT_H_
#define SUDARE_POLICY_TEXT_MESSAGE_TEXT_H_

#include <google/protobuf/message.h>

#include <memory>
#include <vector>

#include "policy/issue.h"
#include "policy/text/place_map.h"
#include "policy/text/source_text.h"

namespace sudare::text {

// Reads `source` into `message` and says whether it came to the text's end. Unknown fields become
// issues and reading goes on; the first other error is the last. `places` (may be null) learns
// where everything in `message` stands. (Policies have a reader of their own, text_parser.h, which
// goes on after every error.)
bool ReadMessageText(const std::shared_ptr<const SourceText>& source,
                     google::protobuf::Message* message, PlaceMap* places,
                     std::vector<Issue>* issues);

}  // namespace sudare::text

#endif  // SUDARE_POLICY_TEXT_MESSAGE_TEXT_H_
