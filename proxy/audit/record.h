// Audit records: small constructors, and what every record must be made of.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_AUDIT_RECORD_H_
#define SUDARE_PROXY_AUDIT_RECORD_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "proto/audit.pb.h"

namespace sudare::audit {

sudare::v1::AuditRecord MakeServerEvent(sudare::v1::ServerEvent::Kind kind,
                                        absl::string_view policy_hash, absl::string_view detail);

// `reason` is empty where `accepted`.
sudare::v1::AuditRecord MakeLogin(const sudare::v1::Caller& caller, bool accepted,
                                  absl::string_view reason, absl::string_view policy_hash);

// A name for a call, by which its answer and its record are brought together. Random, so that
// nobody can count the calls of others by it; drawn in advance, since the system is asked each
// time.
std::string NewCallId();

// Replaces each byte that is no UTF-8 by U+FFFD in all text of `message`: Protocol Buffers write
// such text, but refuse to read it, and a record that can't be read would look like damage.
void MakeTextValid(google::protobuf::Message* message);

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_RECORD_H_
