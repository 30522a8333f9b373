// WindowUse: what the entries of a period tell of a maintenance window.
#ifndef SUDARE_PROXY_REPORT_WINDOW_USE_H_
#define SUDARE_PROXY_REPORT_WINDOW_USE_H_

#include "proto/audit_report.pb.h"
#include "proto/window.pb.h"

namespace sudare::report {

// Who was to connect, what for. Names of persons stay in the log: their accounts say who they are.
void DescribeWindow(const sudare::v1::Window& window, sudare::v1::AuditReport::WindowUse* out);

// A change that was done. `entry.window`, where the log has it, says what stood against it.
void AddWindowStep(const sudare::v1::AuditEntry& entry, sudare::v1::AuditReport::WindowUse* out);

// A command that was run for the window.
void AddWindowCommand(const sudare::v1::AuditEntry& entry, sudare::v1::AuditReport::WindowUse* out);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_WINDOW_USE_H_
