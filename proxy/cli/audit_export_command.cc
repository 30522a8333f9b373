#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>

#include "proxy/cli/audit_commands.h"
#include "proxy/cli/audit_filter_flags.h"
#include "proxy/cli/audit_source.h"
#include "proxy/report/csv.h"
#include "proxy/report/entry.h"
#include "proxy/report/entry_lines.h"

namespace sudare {
namespace {

struct ExportFlags {
  AuditSourceFlags source;
  AuditPeriodFlags period;
  std::string format = "jsonl";
  std::string out;
  bool byte_order_mark = false;
};

absl::Status Write(const ExportFlags& flags, const sudare::v1::ExportAuditRequest& request,
                   AuditSource& source, std::ostream& out) {
  if (flags.format == "jsonl") {
    return source.Export(request, [&out](const sudare::v1::AuditRecord& record) {
      out << report::JsonLine(record);
    });
  }
  if (flags.byte_order_mark) out << report::kByteOrderMark;
  out << report::EntryCsvHeading();
  return source.Export(request, [&out](const sudare::v1::AuditRecord& record) {
    out << report::EntryCsvLine(report::EntryOf(record));
  });
}

int Export(const ExportFlags& flags, AuditSource& source, Console& console) {
  sudare::v1::ExportAuditRequest request;
  const absl::Status period = SetPeriod(flags.period, request.mutable_filter());
  if (!period.ok()) {
    console.err << period.message() << "\n";
    return kUsage;
  }
  absl::Status status;
  bool is_written = true;
  if (flags.out.empty()) {
    status = Write(flags, request, source, console.out);
  } else {
    std::ofstream file(flags.out, std::ios::binary);
    if (file) status = Write(flags, request, source, file);
    file.close();
    is_written = static_cast<bool>(file);
  }
  if (!is_written) {
    console.err << "`" << flags.out << "` can't be written: " << std::strerror(errno) << "\n";
    return kUsage;
  }
  return status.ok() ? kDone : TellAuditError(source, status, console);
}

}  // namespace

void AddAuditExportCommand(CLI::App& audit, Console& console) {
  auto flags = std::make_shared<ExportFlags>();
  CLI::App* command =
      audit.add_subcommand("export", "write the records, or those of a period, for other programs");
  AddAuditSourceFlags(*command, &flags->source);
  AddAuditPeriodFlags(*command, &flags->period);
  command->add_option("--format", flags->format, "jsonl (one record a line) or csv")
      ->check(CLI::IsMember({"jsonl", "csv"}));
  command->add_option("--out", flags->out, "the file; none: the output");
  command->add_flag("--bom", flags->byte_order_mark,
                    "begin CSV with a byte order mark, without which Excel takes it for Shift_JIS");
  command->footer(
      "CSV cells that a spreadsheet would calculate begin with an apostrophe. Through a proxy it\n"
      "needs the duty AUDIT and is on record.\n"
      "Exit codes: 0 all is written; 1 the log is altered or damaged, or refused; 2 usage; 3 no "
      "server.");
  command->callback([flags, &console] {
    const auto source = OpenAuditSource(flags->source, console);
    if (source != nullptr) console.exit_code = Export(*flags, *source, console);
  });
}

}  // namespace sudare
