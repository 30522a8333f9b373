// Where each message and field of a parsed policy stands in its file.
#ifndef SUDARE_POLICY_TEXT_PLACE_MAP_H_
#define SUDARE_POLICY_TEXT_PLACE_MAP_H_

#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <cstddef>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "policy/issue.h"
#include "policy/text/source_text.h"

namespace sudare::text {

// Thread-safety: immutable once filled.
// Lifetime: knows messages by their address; it is of use as long as they are neither moved nor
// changed.
class PlaceMap {
 public:
  // Takes in every message and field below `message`, which was parsed from `source` into `tree`.
  void Add(std::shared_ptr<const SourceText> source, const google::protobuf::Message& message,
           const google::protobuf::TextFormat::ParseInfoTree& tree);

  // Where the message is written; a place without a line if it isn't in the map.
  SourcePlace Of(const google::protobuf::Message& message) const;

  // An issue at the value of a field (`index` for repeated ones); at the message if the field isn't
  // written.
  Issue IssueAt(const google::protobuf::Message& message, int field_number, int index,
                std::string text, std::string advice) const;
  // An issue at the message.
  Issue IssueAt(const google::protobuf::Message& message, std::string text,
                std::string advice) const;

 private:
  struct Spot {
    size_t source;
    size_t offset;
  };
  using Key = std::tuple<const google::protobuf::Message*, int, int>;

  void AddMessage(const google::protobuf::Message& message,
                  const google::protobuf::TextFormat::ParseInfoTree* tree, Spot spot);
  void AddRepeated(const google::protobuf::Message& message,
                   const google::protobuf::FieldDescriptor* field,
                   const google::protobuf::TextFormat::ParseInfoTree* tree, Spot spot);
  void AddSingular(const google::protobuf::Message& message,
                   const google::protobuf::FieldDescriptor* field,
                   const google::protobuf::TextFormat::ParseInfoTree* tree, Spot spot);
  const Spot* Find(const google::protobuf::Message& message, int field_number, int index) const;

  std::vector<std::shared_ptr<const SourceText>> sources_;
  absl::flat_hash_map<Key, Spot> spots_;
};

}  // namespace sudare::text

#endif  // SUDARE_POLICY_TEXT_PLACE_MAP_H_
