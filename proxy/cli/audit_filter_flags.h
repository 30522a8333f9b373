// Flags that say which period and which entries of an audit log are wanted.
#ifndef SUDARE_PROXY_CLI_AUDIT_FILTER_FLAGS_H_
#define SUDARE_PROXY_CLI_AUDIT_FILTER_FLAGS_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "proto/audit_report.pb.h"

namespace sudare {

struct AuditPeriodFlags {
  // "2026-11-03", or with a time: "2026-11-03 17:30"; in Japan.
  std::string from;
  std::string to;
  std::string month;
};

void AddAuditPeriodFlags(CLI::App& command, AuditPeriodFlags* flags);

// Sets the period of `filter`; a day as the end is included. kInvalidArgument: no such time.
absl::Status SetPeriod(const AuditPeriodFlags& flags, sudare::v1::AuditFilter* filter);

struct AuditFilterFlags {
  AuditPeriodFlags period;
  // Its fields are written by the flags.
  sudare::v1::AuditFilter filter;
  std::vector<std::string> kinds;
  uint64_t min_rows = 0;
};

void AddAuditFilterFlags(CLI::App& command, AuditFilterFlags* flags);

absl::StatusOr<sudare::v1::AuditFilter> FilterOf(const AuditFilterFlags& flags);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_AUDIT_FILTER_FLAGS_H_
