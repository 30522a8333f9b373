#include <sys/stat.h>

#include <memory>
#include <string>

#include "proxy/audit/audit_log.h"
#include "proxy/cli/audit_commands.h"

namespace sudare {
namespace {

struct AuditFlags {
  std::string folder;
  std::string expected_head;
};

int VerifyAudit(const AuditFlags& flags, Console& console) {
  struct stat info;
  if (stat(flags.folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    console.err << "`" << flags.folder << "` is no folder\n";
    return kUsage;
  }
  const auto result = VerifyAuditLog(flags.folder, flags.expected_head);
  if (!result.ok()) {
    console.out
        << "broken: " << result.status().message() << "\n"
        << "監査ログは改ざんまたは破損しています。 / THE AUDIT LOG IS ALTERED OR DAMAGED.\n";
    return absl::IsDataLoss(result.status()) ? kRefused : kUsage;
  }
  console.out << "records  " << result->records << "\n"
              << "segments " << result->segments << "\n"
              << "head     " << result->head << "\n";
  if (result->torn_tail) {
    console.out << "末尾に書き込み途中の記録が1件あります(停電等)。 / "
                   "The last record is unfinished, as a crash leaves it.\n";
  }
  console.out << "監査ログは完全です。 / The audit log is complete and unaltered.\n";
  return kDone;
}

}  // namespace

void AddAuditVerifyCommand(CLI::App& audit, Console& console) {
  auto flags = std::make_shared<AuditFlags>();
  CLI::App* verify =
      audit.add_subcommand("verify", "tell whether the log is complete and unaltered");
  verify->add_option("folder", flags->folder, "the folder of its segments")->required();
  verify->add_option("--expect-head", flags->expected_head,
                     "a head that was written down earlier; the log must contain it");
  verify->footer(
      "Write the head down elsewhere: it proves later that nothing before it was changed.\n"
      "Exit codes: 0 complete; 1 altered or damaged; 2 it can't be read.");
  verify->callback([flags, &console] { console.exit_code = VerifyAudit(*flags, console); });
}

}  // namespace sudare
