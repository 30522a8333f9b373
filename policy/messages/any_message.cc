#include "policy/messages/any_message.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/dynamic_message.h"
#include "policy/base/status_macros.h"

namespace sudare {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

constexpr char kPrefix[] = "type.googleapis.com/";

}  // namespace

bool IsAny(const Message& message) {
  return message.GetDescriptor()->full_name() == "google.protobuf.Any";
}

absl::Status MaskAny(Message* any, const std::function<absl::Status(Message*)>& change) {
  const FieldDescriptor* url_field = any->GetDescriptor()->FindFieldByNumber(1);
  const FieldDescriptor* value_field = any->GetDescriptor()->FindFieldByNumber(2);
  const std::string url = any->GetReflection()->GetString(*any, url_field);
  const std::string value = any->GetReflection()->GetString(*any, value_field);
  any->Clear();
  const std::string name = url.substr(url.rfind('/') + 1);
  const DescriptorPool* pool = any->GetDescriptor()->file()->pool();
  const Descriptor* type = pool->FindMessageTypeByName(name);
  if (type == nullptr) return absl::OkStatus();
  google::protobuf::DynamicMessageFactory dynamic;
  MessageFactory* factory =
      pool == DescriptorPool::generated_pool() ? MessageFactory::generated_factory() : &dynamic;
  const std::unique_ptr<Message> inner(factory->GetPrototype(type)->New());
  if (!inner->ParsePartialFromString(value)) return absl::OkStatus();
  SUDARE_RETURN_IF_ERROR(change(inner.get()));
  any->GetReflection()->SetString(any, url_field, absl::StrCat(kPrefix, name));
  any->GetReflection()->SetString(any, value_field, inner->SerializePartialAsString());
  return absl::OkStatus();
}

}  // namespace sudare
