#include "proxy/audit/record.h"

#include <sodium.h>

#include <vector>

#include "absl/strings/escaping.h"
#include "policy/base/utf8.h"

namespace sudare::audit {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

std::string ValidText(absl::string_view text) {
  std::string valid;
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    const absl::string_view kept =
        character.valid ? text.substr(0, character.length) : kReplacement;
    valid.append(kept.data(), kept.size());
    text.remove_prefix(character.length);
  }
  return valid;
}

void MakeFieldValid(Message* message, const FieldDescriptor* field) {
  const google::protobuf::Reflection* reflection = message->GetReflection();
  std::string scratch;
  if (!field->is_repeated()) {
    const std::string& text = reflection->GetStringReference(*message, field, &scratch);
    if (FindInvalidUtf8(text) == absl::string_view::npos) return;
    reflection->SetString(message, field, ValidText(text));
    return;
  }
  for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
    const std::string& text = reflection->GetRepeatedStringReference(*message, field, i, &scratch);
    if (FindInvalidUtf8(text) == absl::string_view::npos) continue;
    reflection->SetRepeatedString(message, field, i, ValidText(text));
  }
}

}  // namespace

sudare::v1::AuditRecord MakeServerEvent(sudare::v1::ServerEvent::Kind kind,
                                        absl::string_view policy_hash, absl::string_view detail) {
  sudare::v1::AuditRecord record;
  record.mutable_server()->set_kind(kind);
  record.mutable_server()->set_policy_hash(std::string(policy_hash));
  record.mutable_server()->set_detail(std::string(detail));
  return record;
}

sudare::v1::AuditRecord MakeLogin(const sudare::v1::Caller& caller, bool accepted,
                                  absl::string_view reason, absl::string_view policy_hash) {
  sudare::v1::AuditRecord record;
  *record.mutable_login()->mutable_caller() = caller;
  record.mutable_login()->set_accepted(accepted);
  record.mutable_login()->set_reason(std::string(reason));
  record.mutable_login()->set_policy_hash(std::string(policy_hash));
  return record;
}

std::string NewCallId() {
  constexpr size_t kIdBytes = 12;
  thread_local unsigned char pool[64 * kIdBytes];
  thread_local size_t used = sizeof(pool);
  if (used == sizeof(pool)) {
    randombytes_buf(pool, sizeof(pool));
    used = 0;
  }
  const auto* const id = reinterpret_cast<const char*>(pool + used);
  used += kIdBytes;
  return absl::BytesToHexString(absl::string_view(id, kIdBytes));
}

void MakeTextValid(Message* message) {
  const google::protobuf::Reflection* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      MakeFieldValid(message, field);
    } else if (field->type() == FieldDescriptor::TYPE_MESSAGE && !field->is_repeated()) {
      MakeTextValid(reflection->MutableMessage(message, field));
    } else if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
      for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
        MakeTextValid(reflection->MutableRepeatedMessage(message, field, i));
      }
    }
  }
}

}  // namespace sudare::audit
