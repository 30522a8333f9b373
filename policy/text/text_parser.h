// One policy file, from text to a message.
#ifndef SUDARE_POLICY_TEXT_TEXT_PARSER_H_
#define SUDARE_POLICY_TEXT_TEXT_PARSER_H_

#include <google/protobuf/text_format.h>

#include <memory>
#include <vector>

#include "policy/issue.h"
#include "policy/text/source_text.h"
#include "proto/policy.pb.h"

namespace sudare::text {

// A line of a policy, in bytes. Bounds what looking for places costs.
inline constexpr size_t kMaxLineBytes = 16 * 1024;

struct ParsedText {
  // What could be read; entries with a syntax error are missing.
  std::unique_ptr<v1::Policy> proto;
  std::unique_ptr<google::protobuf::TextFormat::ParseInfoTree> tree;
};

// Reads `source` and adds every syntax error to `issues`, at most 20 and a note that there are
// more.
//
// protobuf's parser stops at the first error but for unknown fields. To report the others too, the
// entry with the error (`roles { … }`) is blanked out and the rest parsed again; an unknown enum
// value alone is put in order and its entry kept.
ParsedText ParsePolicyText(const SourceText& source, std::vector<Issue>* issues);

}  // namespace sudare::text

#endif  // SUDARE_POLICY_TEXT_TEXT_PARSER_H_
