// MessageMasker: Protocol Buffers messages as an account may see them.
//
// Fields name their class of data by the option (sudare.v1.data_class) of proto/data_class.proto;
// the policy's rules for that class decide. Rules that name a table or a column don't count: a
// message is no table. In short, what nobody classified is dropped, and what a mask gives must fit
// the field, or the field is cleared:
//
//   - A field without a class is cleared, unless its message says `unclassified_is_open` or it is a
//     message itself: then its own fields decide. A class that the policy doesn't know hides.
//   - `hide` and `redact {}` clear. A string takes any mask. Numbers and bools take what is a
//     number of their range or a bool: tokens of digits and buckets, not `partial`. Enums and bytes
//     take `allow` only, or are cleared.
//   - A string with (sudare.v1.sql_type) is read strictly as a value of that type, so that
//     `generalize` works on dates; what isn't one is cleared.
//   - A string without a value is NULL, an unset field with presence too: a constant stands there
//     all the same, so that nobody sees whether there was a value. Members of a oneof that aren't
//     set stay so.
//   - Elements of repeated fields are masked one by one; elements whose mask gives nothing are
//     removed.
//   - Maps: `key_class` is the class of the keys, `data_class` that of the values. Without a class
//     for the keys, or a mask that fits them, the map is cleared. Entries whose keys become the
//     same are one.
//   - A message field with a class: `allow` keeps it, and is the class of the fields in it that
//     have none; `hide` and others clear it. The wrappers of google/protobuf/wrappers.proto are
//     masked as their value.
//   - google.protobuf.Any is unpacked, masked and packed again; one whose type the program doesn't
//     know is cleared.
//   - Unknown fields are dropped, at any depth. Extensions are fields like any other.
//   - Below 100 levels of messages everything is cleared.
//
// Required fields of proto2 may be cleared as well; such a message is written by
// SerializePartialToString.
#ifndef SUDARE_POLICY_MESSAGES_MESSAGE_MASKER_H_
#define SUDARE_POLICY_MESSAGES_MESSAGE_MASKER_H_

#include <memory>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "policy/masker.h"

namespace sudare {

struct MessageOptions {
  // Unknown fields stay: whoever reads them knows more than this program and its policy.
  bool keep_unknown_fields = false;
};

// Thread-safety: share freely; a message belongs to one caller at a time.
// Lifetime: keeps the masker.
class MessageMasker {
 public:
  explicit MessageMasker(std::shared_ptr<const Masker> masker, MessageOptions options = {});
  ~MessageMasker();
  MessageMasker(const MessageMasker&) = delete;
  MessageMasker& operator=(const MessageMasker&) = delete;

  // Masks in place. After an error the message is empty. kInvalidArgument: `sql_type` names no
  // type that can be read. kFailedPrecondition: tokens without a keyring. Never puts values into
  // messages.
  absl::Status Mask(google::protobuf::Message* message) const;

 private:
  class Impl;
  const std::unique_ptr<const Impl> impl_;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_MESSAGES_MESSAGE_MASKER_H_
