// One value of a scalar field, as text that masks read, and back.
#ifndef SUDARE_POLICY_MESSAGES_SCALAR_FIELD_H_
#define SUDARE_POLICY_MESSAGES_SCALAR_FIELD_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "policy/value.h"

namespace sudare {

// Where a value stands.
struct ScalarSlot {
  google::protobuf::Message* message = nullptr;
  const google::protobuf::FieldDescriptor* field = nullptr;
  // Of a repeated field; -1 for others.
  int index = -1;
};

// The type that masks take the values of a field for; strings are text.
ColumnType TypeOfField(const google::protobuf::FieldDescriptor& field);

// The value in PostgreSQL's text form. REQUIRES: not an enum, bytes or a message.
std::string ReadScalar(const ScalarSlot& slot);

// Puts a masked value of `type` there; false, and nothing is changed, if the field can't hold it.
// REQUIRES: as for ReadScalar.
bool WriteScalar(const ScalarSlot& slot, const std::string& text, ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_MESSAGES_SCALAR_FIELD_H_
