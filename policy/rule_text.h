// A rule and its mask as they are written in a policy, on one line.
#ifndef SUDARE_POLICY_RULE_TEXT_H_
#define SUDARE_POLICY_RULE_TEXT_H_

#include <google/protobuf/message.h>

#include <string>

#include "proto/policy.pb.h"

namespace sudare {

// `class: "birth_date" generalize { date_to: YEAR }`: the fields of any message of the language, in
// the order of their numbers. Reads back as text format.
std::string FieldsText(const google::protobuf::Message& message);

// `rules { class: "birth_date" generalize { date_to: YEAR } }`.
std::string RuleText(const sudare::v1::Rule& rule);

// `generalize { date_to: YEAR }`; empty if the rule names no mask.
std::string MaskText(const sudare::v1::Rule& rule);

}  // namespace sudare

#endif  // SUDARE_POLICY_RULE_TEXT_H_
