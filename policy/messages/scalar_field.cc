#include "policy/messages/scalar_field.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "policy/transforms/constant.h"

namespace sudare {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

template <typename T>
struct Access {
  T (Reflection::*get)(const Message&, const FieldDescriptor*) const;
  T (Reflection::*get_repeated)(const Message&, const FieldDescriptor*, int) const;
  void (Reflection::*set)(Message*, const FieldDescriptor*, T) const;
  void (Reflection::*set_repeated)(Message*, const FieldDescriptor*, int, T) const;
};

#define SUDARE_ACCESS(Name)                                                         \
  {                                                                                 \
    &Reflection::Get##Name, &Reflection::GetRepeated##Name, &Reflection::Set##Name, \
        &Reflection::SetRepeated##Name                                              \
  }
constexpr Access<int32_t> kInt32 = SUDARE_ACCESS(Int32);
constexpr Access<int64_t> kInt64 = SUDARE_ACCESS(Int64);
constexpr Access<uint32_t> kUint32 = SUDARE_ACCESS(UInt32);
constexpr Access<uint64_t> kUint64 = SUDARE_ACCESS(UInt64);
constexpr Access<float> kFloat = SUDARE_ACCESS(Float);
constexpr Access<double> kDouble = SUDARE_ACCESS(Double);
constexpr Access<bool> kBool = SUDARE_ACCESS(Bool);
#undef SUDARE_ACCESS

template <typename T>
T Get(const ScalarSlot& slot, const Access<T>& access) {
  const Reflection& reflection = *slot.message->GetReflection();
  return slot.index < 0 ? (reflection.*access.get)(*slot.message, slot.field)
                        : (reflection.*access.get_repeated)(*slot.message, slot.field, slot.index);
}

template <typename T>
void Set(const ScalarSlot& slot, const Access<T>& access, T value) {
  const Reflection& reflection = *slot.message->GetReflection();
  if (slot.index < 0) {
    (reflection.*access.set)(slot.message, slot.field, value);
  } else {
    (reflection.*access.set_repeated)(slot.message, slot.field, slot.index, value);
  }
}

template <typename T>
bool SetInteger(const ScalarSlot& slot, const Access<T>& access, const std::string& text) {
  T value = 0;
  if (!absl::SimpleAtoi(text, &value)) return false;
  Set(slot, access, value);
  return true;
}

bool SetString(const ScalarSlot& slot, const std::string& text) {
  const Reflection& reflection = *slot.message->GetReflection();
  if (slot.index < 0) {
    reflection.SetString(slot.message, slot.field, text);
  } else {
    reflection.SetRepeatedString(slot.message, slot.field, slot.index, text);
  }
  return true;
}

bool SetNumber(const ScalarSlot& slot, const std::string& text) {
  double number = 0;
  switch (slot.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return SetInteger(slot, kInt32, text);
    case FieldDescriptor::CPPTYPE_INT64:
      return SetInteger(slot, kInt64, text);
    case FieldDescriptor::CPPTYPE_UINT32:
      return SetInteger(slot, kUint32, text);
    case FieldDescriptor::CPPTYPE_UINT64:
      return SetInteger(slot, kUint64, text);
    case FieldDescriptor::CPPTYPE_FLOAT:
      if (!absl::SimpleAtod(text, &number)) return false;
      Set(slot, kFloat, static_cast<float>(number));
      return true;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      if (!absl::SimpleAtod(text, &number)) return false;
      Set(slot, kDouble, number);
      return true;
    default:
      return false;
  }
}

// As PostgreSQL prints it.
std::string FloatText(double number, SqlType type) {
  const std::string text = absl::StrFormat("%.17g", number);
  const absl::StatusOr<std::string> canonical = CanonicalConstant(text, {type});
  if (canonical.ok()) return *canonical;
  return number > 0 ? "Infinity" : number < 0 ? "-Infinity" : "NaN";
}

}  // namespace

ColumnType TypeOfField(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return {SqlType::kInt4};
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    // What is above the largest int8 is no value of it, and so gives nothing.
    case FieldDescriptor::CPPTYPE_UINT64:
      return {SqlType::kInt8};
    case FieldDescriptor::CPPTYPE_FLOAT:
      return {SqlType::kFloat4};
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return {SqlType::kFloat8};
    case FieldDescriptor::CPPTYPE_BOOL:
      return {SqlType::kBool};
    default:
      return {SqlType::kText};
  }
}

std::string ReadScalar(const ScalarSlot& slot) {
  const Reflection& reflection = *slot.message->GetReflection();
  switch (slot.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(Get(slot, kInt32));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(Get(slot, kInt64));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(Get(slot, kUint32));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(Get(slot, kUint64));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return FloatText(Get(slot, kFloat), SqlType::kFloat4);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return FloatText(Get(slot, kDouble), SqlType::kFloat8);
    case FieldDescriptor::CPPTYPE_BOOL:
      return Get(slot, kBool) ? "t" : "f";
    default:
      return slot.index < 0 ? reflection.GetString(*slot.message, slot.field)
                            : reflection.GetRepeatedString(*slot.message, slot.field, slot.index);
  }
}

bool WriteScalar(const ScalarSlot& slot, const std::string& text, ColumnType type) {
  switch (slot.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return SetString(slot, text);
    case FieldDescriptor::CPPTYPE_BOOL:
      if (type.type != SqlType::kBool) return false;
      Set(slot, kBool, text == "t");
      return true;
    default:
      return IsNumber(type) && SetNumber(slot, text);
  }
}

}  // namespace sudare
