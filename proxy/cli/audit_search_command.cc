#include <memory>
#include <string>

#include "proxy/cli/audit_commands.h"
#include "proxy/cli/audit_filter_flags.h"
#include "proxy/cli/audit_source.h"
#include "proxy/cli/text_table.h"
#include "proxy/report/clipped.h"
#include "proxy/report/entry.h"
#include "proxy/report/entry_lines.h"
#include "proxy/report/period.h"

namespace sudare {
namespace {

using sudare::v1::AuditEntry;

// What a line of a terminal bears beside the other columns.
constexpr size_t kMostTextCharacters = 72;

struct SearchFlags {
  AuditSourceFlags source;
  AuditFilterFlags filter;
  uint64_t limit = 0;
  std::string format = "table";
  bool full = false;
};

std::string RowsOf(const AuditEntry& entry) {
  return entry.kind() == AuditEntry::QUERY && entry.status() != "NONE"
             ? std::to_string(entry.rows())
             : "";
}

int Search(const SearchFlags& flags, AuditSource& source, Console& console) {
  const auto filter = FilterOf(flags.filter);
  if (!filter.ok()) {
    console.err << filter.status().message() << "\n";
    return kUsage;
  }
  sudare::v1::SearchAuditRequest request;
  *request.mutable_filter() = *filter;
  request.set_limit(flags.limit);
  uint64_t found = 0;
  absl::Status status;
  if (flags.format == "table") {
    TextTable table(console.out, {"time", "kind", "who", "status", "rows", "id", "what"});
    status = source.Search(request, [&](const AuditEntry& entry) {
      ++found;
      const std::string text = report::EntryText(entry);
      table.Row({report::TimeText(entry.time()), std::string(report::KindName(entry.kind())),
                 report::EntryWho(entry), entry.status(), RowsOf(entry), entry.query_id(),
                 flags.full ? text : report::Clipped(text, kMostTextCharacters)});
    });
    table.End();
    console.err << found << (found == 1 ? " entry\n" : " entries\n");
  } else if (flags.format == "csv") {
    console.out << report::EntryCsvHeading();
    status = source.Search(
        request, [&](const AuditEntry& entry) { console.out << report::EntryCsvLine(entry); });
  } else {
    status = source.Search(
        request, [&](const AuditEntry& entry) { console.out << report::JsonLine(entry); });
  }
  return status.ok() ? kDone : TellAuditError(source, status, console);
}

}  // namespace

void AddAuditSearchCommand(CLI::App& audit, Console& console) {
  auto flags = std::make_shared<SearchFlags>();
  CLI::App* search = audit.add_subcommand(
      "search", "show what is on record: queries with how they ended, refusals, log-ins, …");
  AddAuditSourceFlags(*search, &flags->source);
  AddAuditFilterFlags(*search, &flags->filter);
  search->add_option("--limit", flags->limit, "at most as many, from the oldest on");
  search->add_option("--format", flags->format, "table, csv or json (one object a line)")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  search->add_flag("--full", flags->full, "whole statements in the table");
  search->footer(
      "Times are those of Japan. Through a proxy it needs the duty AUDIT and is on record.\n"
      "Exit codes: 0 read to the end; 1 the log is altered or damaged, or refused; 2 usage; 3 no "
      "server.");
  search->callback([flags, &console] {
    const auto source = OpenAuditSource(flags->source, console);
    if (source != nullptr) console.exit_code = Search(*flags, *source, console);
  });
}

}  // namespace sudare
