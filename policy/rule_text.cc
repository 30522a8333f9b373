#include "policy/rule_text.h"

#include <google/protobuf/text_format.h>

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace sudare {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

// `index`: -1 for a field that isn't repeated.
std::string OneField(const Message& message, const FieldDescriptor* field, int index) {
  const google::protobuf::Reflection* reflection = message.GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    const Message& inner = index < 0 ? reflection->GetMessage(message, field)
                                     : reflection->GetRepeatedMessage(message, field, index);
    const std::string fields = FieldsText(inner);
    return absl::StrCat(field->name(), fields.empty() ? " {}" : absl::StrCat(" { ", fields, " }"));
  }
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    const std::string text = index < 0 ? reflection->GetString(message, field)
                                       : reflection->GetRepeatedString(message, field, index);
    return absl::StrCat(field->name(), ": \"", absl::Utf8SafeCEscape(text), "\"");
  }
  std::string value;
  TextFormat::PrintFieldValueToString(message, field, index, &value);
  return absl::StrCat(field->name(), ": ", value);
}

}  // namespace

std::string FieldsText(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  std::vector<std::string> texts;
  for (const FieldDescriptor* field : fields) {
    if (!field->is_repeated()) {
      texts.push_back(OneField(message, field, -1));
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      texts.push_back(OneField(message, field, i));
    }
  }
  return absl::StrJoin(texts, " ");
}

std::string RuleText(const sudare::v1::Rule& rule) {
  return absl::StrCat("rules { ", FieldsText(rule), " }");
}

std::string MaskText(const sudare::v1::Rule& rule) {
  sudare::v1::Rule mask = rule;
  mask.clear_class_();
  mask.clear_table();
  mask.clear_column();
  mask.clear_comment();
  return FieldsText(mask);
}

}  // namespace sudare
