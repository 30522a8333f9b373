// The audit log on this machine: can it be written, is its end whole, does a proxy write it now.
#ifndef SUDARE_PROXY_DOCTOR_AUDIT_CHECK_H_
#define SUDARE_PROXY_DOCTOR_AUDIT_CHECK_H_

#include <optional>
#include <string>

#include "proto/config.pb.h"
#include "proxy/audit/log_outline.h"
#include "proxy/doctor/finding.h"

namespace sudare::doctor {

// Changes nothing, and doesn't disturb a proxy that writes. Unset: there is no log to be read.
// Codes: audit-….
std::optional<audit::LogOutline> CheckAuditLog(const sudare::v1::Audit& config, Findings* findings);

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_AUDIT_CHECK_H_
