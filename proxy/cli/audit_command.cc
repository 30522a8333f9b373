#include "proxy/cli/audit_commands.h"
#include "proxy/cli/commands.h"

namespace sudare {

void AddAuditCommand(CLI::App& app, Console& console) {
  CLI::App* audit = app.add_subcommand("audit", "work on the audit log");
  audit->require_subcommand(1);
  AddAuditVerifyCommand(*audit, console);
  AddAuditArchiveCommand(*audit, console);
  AddAuditReplayCommand(*audit, console);
  AddAuditSearchCommand(*audit, console);
  AddAuditExportCommand(*audit, console);
  AddAuditReportCommand(*audit, console);
  AddAuditSignOffCommand(*audit, console);
  AddAuditStatusCommand(*audit, console);
}

}  // namespace sudare
