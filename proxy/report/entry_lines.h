// Entries and records as lines: CSV and JSON.
#ifndef SUDARE_PROXY_REPORT_ENTRY_LINES_H_
#define SUDARE_PROXY_REPORT_ENTRY_LINES_H_

#include <string>

#include "google/protobuf/message.h"
#include "proto/audit_report.pb.h"

namespace sudare::report {

// The heading of the lines below, and an entry as one of them. Times are those of Japan. Pure.
std::string EntryCsvHeading();
std::string EntryCsvLine(const sudare::v1::AuditEntry& entry);

// A message as one line of JSON with the field names of its .proto file, numbers of 64 bits as text
// as Protocol Buffers have it.
std::string JsonLine(const google::protobuf::Message& message);

// What an entry is about, in a line for people: the statement, the reason, the event. Not made safe
// for terminals.
std::string EntryText(const sudare::v1::AuditEntry& entry);

// "account", "staff NAME" or nothing.
std::string EntryWho(const sudare::v1::AuditEntry& entry);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_ENTRY_LINES_H_
