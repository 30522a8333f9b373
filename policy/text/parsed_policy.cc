#include "policy/text/parsed_policy.h"

#include <utility>

#include "policy/text/text_parser.h"

namespace sudare::text {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Hands the entries of `from` over to `to` without copying, so that their addresses stay good for
// the place map. All fields of a policy are repeated messages.
void MoveEntries(v1::Policy* from, v1::Policy* to) {
  const Reflection* reflection = from->GetReflection();
  for (int i = 0; i < v1::Policy::descriptor()->field_count(); ++i) {
    const FieldDescriptor* field = v1::Policy::descriptor()->field(i);
    std::vector<Message*> entries;
    while (reflection->FieldSize(*from, field) > 0) {
      entries.push_back(reflection->ReleaseLast(from, field));
    }
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
      reflection->AddAllocatedMessage(to, field, *entry);
    }
  }
}

}  // namespace

ParsedPolicy ParsePolicySources(const std::vector<std::shared_ptr<const SourceText>>& sources,
                                std::vector<Issue>* issues) {
  ParsedPolicy policy;
  auto merged = std::make_unique<v1::Policy>();
  const size_t issues_before = issues->size();
  for (const std::shared_ptr<const SourceText>& source : sources) {
    ParsedText parsed = ParsePolicyText(*source, issues);
    policy.places.Add(source, *parsed.proto, *parsed.tree);
    MoveEntries(parsed.proto.get(), merged.get());
  }
  policy.proto = std::move(merged);
  policy.complete = issues->size() == issues_before;
  return policy;
}

}  // namespace sudare::text
