// A service's answer as one line of JSON.
#ifndef SUDARE_PROXY_CLI_JSON_MESSAGE_H_
#define SUDARE_PROXY_CLI_JSON_MESSAGE_H_

#include <string>

#include "google/protobuf/message.h"

namespace sudare {

// With the names of the .proto file, all fields, and a line break at the end. No message holds an
// Any.
std::string JsonLine(const google::protobuf::Message& message);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_JSON_MESSAGE_H_
