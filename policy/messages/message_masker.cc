#include "policy/messages/message_masker.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "policy/messages/any_message.h"
#include "policy/messages/class_masks.h"
#include "policy/messages/scalar_field.h"
#include "policy/streams/typed_text.h"
#include "proto/data_class.pb.h"

namespace sudare {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kMaxDepth = 100;

using Column = std::shared_ptr<const Masker::ColumnMasker>;

// What decides on a field.
struct FieldRule {
  // Nobody gave it a class, and its message is open.
  bool keep = false;
  // nullptr: as hidden.
  Column column;
  // Of a string with a type of its own; text otherwise.
  ColumnType type;
};

bool IsWrapper(const Descriptor& descriptor) {
  return descriptor.file()->name() == "google/protobuf/wrappers.proto";
}

bool MasksByValue(const FieldDescriptor& field) {
  return field.cpp_type() != FieldDescriptor::CPPTYPE_ENUM &&
         field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE &&
         field.type() != FieldDescriptor::TYPE_BYTES;
}

// All fields of its type, and the extensions that are set.
std::vector<const FieldDescriptor*> FieldsOf(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  std::vector<const FieldDescriptor*> all;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    all.push_back(message.GetDescriptor()->field(i));
  }
  for (const FieldDescriptor* field : fields) {
    if (field->is_extension()) all.push_back(field);
  }
  return all;
}

// The value that a singular field holds; unset: NULL.
Value SingularValue(const ScalarSlot& slot) {
  const bool is_string = slot.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  if (slot.field->has_presence() &&
      !slot.message->GetReflection()->HasField(*slot.message, slot.field)) {
    return std::nullopt;
  }
  std::string text = ReadScalar(slot);
  if (is_string && !slot.field->has_presence() && text.empty()) return std::nullopt;
  return text;
}

// Puts the masked value there; false: there is none that fits.
bool MaskValue(const FieldRule& rule, const Value& value, const ScalarSlot& slot) {
  Value read = value;
  DateForm form = DateForm::kHyphens;
  if (value.has_value() && rule.type != TypeOfField(*slot.field) &&
      rule.column->kind() != MaskKind::kRedact) {
    read = ReadTypedText(*value, rule.type, &form);
    if (!read.has_value()) return false;
  }
  const Value masked = rule.column->Mask(read);
  if (!masked.has_value()) return false;
  const ColumnType type = rule.column->result_type();
  return WriteScalar(slot, IsDateLike(type) ? WriteDate(*masked, type, form) : *masked, type);
}

}  // namespace

class MessageMasker::Impl {
 public:
  Impl(std::shared_ptr<const Masker> masker, MessageOptions options)
      : masks_(std::move(masker)), options_(options) {}

  absl::Status MaskMessage(Message* message, const std::string& inherited, int depth) const {
    if (depth > kMaxDepth) {
      message->Clear();
      return absl::OkStatus();
    }
    if (!options_.keep_unknown_fields) {
      message->GetReflection()->MutableUnknownFields(message)->Clear();
    }
    if (IsAny(*message)) {
      return MaskAny(message,
                     [&](Message* inner) { return MaskMessage(inner, inherited, depth + 1); });
    }
    for (const FieldDescriptor* field : FieldsOf(*message)) {
      SUDARE_RETURN_IF_ERROR(MaskField(message, *field, inherited, depth));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status MaskField(Message* message, const FieldDescriptor& field,
                         const std::string& inherited, int depth) const {
    if (field.is_map()) return MaskMap(message, field, inherited, depth);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return MaskMessageField(message, field, inherited, depth);
    }
    SUDARE_ASSIGN_OR_RETURN(const FieldRule rule, RuleOf(field, ClassOf(field, inherited)));
    const Reflection& reflection = *message->GetReflection();
    if (rule.keep || (rule.column != nullptr && rule.column->kind() == MaskKind::kAllow)) {
      return absl::OkStatus();
    }
    if (rule.column == nullptr || rule.column->hidden() || !MasksByValue(field)) {
      reflection.ClearField(message, &field);
      return absl::OkStatus();
    }
    if (field.is_repeated()) {
      KeepElements(message, field, [&](int index) {
        const ScalarSlot slot{message, &field, index};
        return MaskValue(rule, ReadScalar(slot), slot);
      });
      return absl::OkStatus();
    }
    if (field.real_containing_oneof() != nullptr && !reflection.HasField(*message, &field)) {
      return absl::OkStatus();
    }
    const ScalarSlot slot{message, &field};
    if (!MaskValue(rule, SingularValue(slot), slot)) reflection.ClearField(message, &field);
    return absl::OkStatus();
  }

  absl::Status MaskMessageField(Message* message, const FieldDescriptor& field,
                                const std::string& inherited, int depth) const {
    const Reflection& reflection = *message->GetReflection();
    SUDARE_ASSIGN_OR_RETURN(const bool goes_in, GoesIn(field, *field.message_type()));
    if (!goes_in) {
      reflection.ClearField(message, &field);
      return absl::OkStatus();
    }
    const std::string data_class = ClassOf(field, inherited);
    if (!field.is_repeated()) {
      if (!reflection.HasField(*message, &field)) return absl::OkStatus();
      return MaskMessage(reflection.MutableMessage(message, &field), data_class, depth + 1);
    }
    for (int i = 0; i < reflection.FieldSize(*message, &field); ++i) {
      SUDARE_RETURN_IF_ERROR(MaskMessage(reflection.MutableRepeatedMessage(message, &field, i),
                                         data_class, depth + 1));
    }
    return absl::OkStatus();
  }

  // A map is a repeated field of entries.
  absl::Status MaskMap(Message* message, const FieldDescriptor& field, const std::string& inherited,
                       int depth) const {
    const FieldDescriptor& key = *field.message_type()->map_key();
    const std::string& key_class = field.options().GetExtension(sudare::v1::key_class);
    SUDARE_ASSIGN_OR_RETURN(const FieldRule keys,
                            RuleOf(key, key_class.empty() ? inherited : key_class, IsOpen(field)));
    absl::Status status;
    KeepElements(message, field, [&](int index) {
      Message* entry = message->GetReflection()->MutableRepeatedMessage(message, &field, index);
      if (!status.ok() || !MaskPart(keys, {entry, &key})) return false;
      const absl::StatusOr<bool> kept = MaskMapValue(field, entry, inherited, depth);
      status.Update(kept.status());
      return kept.ok() && *kept;
    });
    return status;
  }

  absl::StatusOr<bool> MaskMapValue(const FieldDescriptor& field, Message* entry,
                                    const std::string& inherited, int depth) const {
    const FieldDescriptor& value = *field.message_type()->map_value();
    const std::string data_class = ClassOf(field, inherited);
    if (value.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      SUDARE_ASSIGN_OR_RETURN(const bool goes_in, GoesIn(field, *value.message_type()));
      if (!goes_in) return false;
      SUDARE_RETURN_IF_ERROR(MaskMessage(entry->GetReflection()->MutableMessage(entry, &value),
                                         data_class, depth + 1));
      return true;
    }
    SUDARE_ASSIGN_OR_RETURN(const FieldRule rule, RuleOf(value, data_class, IsOpen(field)));
    return MaskPart(rule, {entry, &value});
  }

  // Key or value of an entry; false: nothing of it may stay.
  static bool MaskPart(const FieldRule& rule, const ScalarSlot& slot) {
    if (rule.keep || (rule.column != nullptr && rule.column->kind() == MaskKind::kAllow)) {
      return true;
    }
    if (rule.column == nullptr || rule.column->hidden() || !MasksByValue(*slot.field)) return false;
    return MaskValue(rule, ReadScalar(slot), slot);
  }

  // Removes the elements for which `keep` is false. The others stay in order.
  template <typename Keep>
  static void KeepElements(Message* message, const FieldDescriptor& field, const Keep& keep) {
    const Reflection& reflection = *message->GetReflection();
    const int size = reflection.FieldSize(*message, &field);
    int kept = 0;
    for (int i = 0; i < size; ++i) {
      if (!keep(i)) continue;
      if (kept != i) reflection.SwapElements(message, &field, kept, i);
      ++kept;
    }
    for (int i = kept; i < size; ++i) reflection.RemoveLast(message, &field);
  }

  static std::string ClassOf(const FieldDescriptor& field, const std::string& inherited) {
    const std::string& own = field.options().GetExtension(sudare::v1::data_class);
    return own.empty() ? inherited : own;
  }

  static bool IsOpen(const FieldDescriptor& field) {
    return field.containing_type()->options().GetExtension(sudare::v1::unclassified_is_open);
  }

  // Whether the fields of a message in `field` are looked at, or all of it goes.
  absl::StatusOr<bool> GoesIn(const FieldDescriptor& field, const Descriptor& type) const {
    const std::string& own = field.options().GetExtension(sudare::v1::data_class);
    if (own.empty() || IsWrapper(type)) return true;
    SUDARE_ASSIGN_OR_RETURN(const Column column, masks_.Find(own, {SqlType::kText}));
    return column != nullptr && column->kind() == MaskKind::kAllow;
  }

  absl::StatusOr<FieldRule> RuleOf(const FieldDescriptor& field,
                                   const std::string& data_class) const {
    return RuleOf(field, data_class, IsOpen(field));
  }

  absl::StatusOr<FieldRule> RuleOf(const FieldDescriptor& field, const std::string& data_class,
                                   bool is_open) const {
    FieldRule rule;
    rule.type = TypeOfField(field);
    if (data_class.empty()) {
      rule.keep = is_open;
      return rule;
    }
    const std::string& type = field.options().GetExtension(sudare::v1::sql_type);
    if (!type.empty() && field.type() == FieldDescriptor::TYPE_STRING) {
      rule.type = TypeFromName(type);
      const absl::Status readable = CheckTypeInFiles(rule.type);
      if (!readable.ok()) {
        return absl::InvalidArgumentError(
            absl::StrCat("field `", field.full_name(), "`: sql_type: ", readable.message()));
      }
    }
    SUDARE_ASSIGN_OR_RETURN(rule.column, masks_.Find(data_class, rule.type));
    return rule;
  }

  const ClassMasks masks_;
  const MessageOptions options_;
};

MessageMasker::MessageMasker(std::shared_ptr<const Masker> masker, MessageOptions options)
    : impl_(std::make_unique<const Impl>(std::move(masker), options)) {}

MessageMasker::~MessageMasker() = default;

absl::Status MessageMasker::Mask(Message* message) const {
  const absl::Status status = impl_->MaskMessage(message, /*inherited=*/"", /*depth=*/0);
  if (!status.ok()) message->Clear();
  return status;
}

}  // namespace sudare
