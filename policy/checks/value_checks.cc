#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/utf8.h"
#include "policy/checks/checks.h"

namespace sudare::checks {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Escapes in quotes ("\377", "\000") can write what the file itself can't hold.
void CheckText(const Spot& spot, const FieldDescriptor* field, const std::string& text,
               Findings* findings) {
  if (FindInvalidUtf8(text) != absl::string_view::npos) {
    findings->Error("bad-text", spot, absl::StrCat(Quoted(field->name()), " is not UTF-8"),
                    "write characters as they are instead of escapes");
  } else if (std::any_of(text.begin(), text.end(), [](unsigned char c) {
               return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
             })) {
    findings->Error("bad-text", spot,
                    absl::StrCat(Quoted(field->name()), " has a control character in it"));
  }
}

void CheckEnum(const Spot& spot, const FieldDescriptor* field, int number, Findings* findings) {
  if (field->enum_type()->FindValueByNumber(number) != nullptr) return;
  findings->Error("bad-value", spot,
                  absl::StrCat("unknown value ", number, " of ", Quoted(field->name())),
                  "write the value's name");
}

void CheckFields(const Message& message, Findings* findings) {
  const Reflection* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool repeated = field->is_repeated();
    const int size = repeated ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      const Spot spot = {message, field->number(), i};
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        CheckFields(repeated ? reflection->GetRepeatedMessage(message, field, i)
                             : reflection->GetMessage(message, field),
                    findings);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        CheckText(spot, field,
                  repeated ? reflection->GetRepeatedString(message, field, i)
                           : reflection->GetString(message, field),
                  findings);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        CheckEnum(spot, field,
                  repeated ? reflection->GetRepeatedEnumValue(message, field, i)
                           : reflection->GetEnumValue(message, field),
                  findings);
      }
    }
  }
}

}  // namespace

void CheckValues(const v1::Policy& policy, Findings* findings) {
  if (policy.ByteSizeLong() == 0) {
    findings->Missing("empty-policy", {policy}, "the policy is empty: nobody could see anything",
                      "list classes, tables, roles and accounts");
  }
  CheckFields(policy, findings);
}

}  // namespace sudare::checks
