#include "tests/docs/schema_coverage.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sudare::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string ShortName(const std::string& full_name, const FileDescriptor& file) {
  return std::string(absl::StripPrefix(full_name, absl::StrCat(file.package(), ".")));
}

void AddEnum(const EnumDescriptor& declared, std::set<std::string>* names) {
  const std::string name = ShortName(declared.full_name(), *declared.file());
  names->insert(name);
  for (int i = 0; i < declared.value_count(); ++i) {
    const std::string& value = declared.value(i)->name();
    if (!absl::EndsWith(value, "UNSPECIFIED")) names->insert(absl::StrCat(name, ".", value));
  }
}

void AddMessage(const Descriptor& message, std::set<std::string>* names) {
  const std::string name = ShortName(message.full_name(), *message.file());
  names->insert(name);
  for (int i = 0; i < message.field_count(); ++i) {
    names->insert(absl::StrCat(name, ".", message.field(i)->name()));
  }
  for (int i = 0; i < message.nested_type_count(); ++i) AddMessage(*message.nested_type(i), names);
  for (int i = 0; i < message.enum_type_count(); ++i) AddEnum(*message.enum_type(i), names);
}

}  // namespace

std::set<std::string> DeclaredNames(const FileDescriptor& file) {
  std::set<std::string> names;
  for (int i = 0; i < file.message_type_count(); ++i) AddMessage(*file.message_type(i), &names);
  for (int i = 0; i < file.enum_type_count(); ++i) AddEnum(*file.enum_type(i), &names);
  return names;
}

std::set<std::string> DocumentedNames(const Document& page, const std::set<std::string>& declared) {
  std::set<std::string> names;
  std::string part;
  for (const ProseLine& line : page.prose) {
    if (HeadingLevel(line.text) > 0) {
      part = FirstCode(line.text);
      // A heading that names something else begins with a capital letter too: report it.
      const bool of_schema = declared.count(part) > 0 || (!part.empty() && part[0] < 'a');
      if (!of_schema) part.clear();
      if (of_schema) names.insert(part);
    } else if (!part.empty() && absl::StartsWith(line.text, "| `")) {
      names.insert(absl::StrCat(part, ".", FirstCode(line.text)));
    }
  }
  return names;
}

void AddUsedFields(const Message& message, std::set<std::string>* used) {
  const Reflection* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  const Descriptor& type = *message.GetDescriptor();
  for (const FieldDescriptor* field : fields) {
    used->insert(absl::StrCat(ShortName(type.full_name(), *type.file()), ".", field->name()));
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      AddUsedFields(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                         : reflection->GetMessage(message, field),
                    used);
    }
  }
}

}  // namespace sudare::testing
