// google.protobuf.Any, unpacked, changed and packed again.
#ifndef SUDARE_POLICY_MESSAGES_ANY_MESSAGE_H_
#define SUDARE_POLICY_MESSAGES_ANY_MESSAGE_H_

#include <functional>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace sudare {

bool IsAny(const google::protobuf::Message& message);

// Changes what is in `any`. It is cleared if the program doesn't know the type, or the bytes aren't
// a message of it. Of the type's URL only the name stays. REQUIRES: IsAny(*any).
absl::Status MaskAny(google::protobuf::Message* any,
                     const std::function<absl::Status(google::protobuf::Message*)>& change);

}  // namespace sudare

#endif  // SUDARE_POLICY_MESSAGES_ANY_MESSAGE_H_
