#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "proxy/cli/audit_commands.h"
#include "proxy/cli/audit_source.h"
#include "proxy/cli/document_file.h"
#include "proxy/report/csv.h"

namespace sudare {
namespace {

using sudare::v1::AuditReportOptions;

struct ReportFlags {
  AuditSourceFlags source;
  std::string from;
  std::string to;
  std::string month;
  std::string format = "html";
  std::string language = "ja";
  std::string out;
  bool byte_order_mark = false;
  std::string organization;
  std::string hours;
  std::vector<std::string> holidays;
  uint32_t baseline_days = 0;
  uint64_t bulk_rows_per_query = 0;
  uint64_t bulk_rows_per_day = 0;
  uint32_t enumeration_runs = 0;
  uint32_t enumeration_runs_per_day = 0;
  uint32_t enumeration_rows = 0;
  uint64_t new_persons_per_month = 0;
  uint32_t rise = 0;
  uint32_t refusals_per_day = 0;
  uint32_t failed_logins = 0;
  uint32_t detokenizations_per_day = 0;
};

void AddThresholds(CLI::App& command, ReportFlags* flags) {
  const auto add = [&command](const char* name, auto* value, const char* help) {
    command.add_option(name, *value, help)
        ->check(CLI::PositiveNumber)
        ->group("Out of the ordinary");
  };
  add("--baseline-days", &flags->baseline_days, "days before that count as usual (90)");
  add("--rise", &flags->rise, "how many times the usual is unusual (3)");
  add("--bulk-rows-per-query", &flags->bulk_rows_per_query, "rows of a large query (10,000)");
  add("--bulk-rows-per-day", &flags->bulk_rows_per_day, "rows of a day of bulk reading (50,000)");
  add("--enumeration-runs", &flags->enumeration_runs, "runs of one shape within ten minutes (100)");
  add("--enumeration-runs-per-day", &flags->enumeration_runs_per_day, "and within a day (300)");
  add("--enumeration-rows", &flags->enumeration_rows, "with as many rows or fewer each (5)");
  add("--new-persons-per-month", &flags->new_persons_per_month,
      "people of a month who are new to an account, on five days or more (200)");
  add("--refusals-per-day", &flags->refusals_per_day, "refusals of an account in a day (20)");
  add("--failed-logins", &flags->failed_logins, "failed log-ins in a day (5)");
  add("--detokenizations-per-day", &flags->detokenizations_per_day,
      "look-ups of tokens by one person in a day (20)");
  command.add_option("--hours", flags->hours, "working hours in Japan, Monday to Friday (8-20)")
      ->group("Out of the ordinary");
  command.add_option("--holiday", flags->holidays, "a day off, 2026-11-03; may be repeated")
      ->allow_extra_args(false)
      ->group("Out of the ordinary");
}

bool SetHours(const std::string& hours, AuditReportOptions* options) {
  if (hours.empty()) return true;
  const std::vector<std::string> parts = absl::StrSplit(hours, '-');
  uint32_t first;
  uint32_t last;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &first) ||
      !absl::SimpleAtoi(parts[1], &last) || last == 0) {
    return false;
  }
  options->set_first_hour(first);
  options->set_last_hour(last);
  return true;
}

void SetOptions(const ReportFlags& flags, AuditReportOptions* options) {
  options->set_baseline_days(flags.baseline_days);
  options->set_rise(flags.rise);
  options->set_bulk_rows_per_query(flags.bulk_rows_per_query);
  options->set_bulk_rows_per_day(flags.bulk_rows_per_day);
  options->set_enumeration_runs(flags.enumeration_runs);
  options->set_enumeration_runs_per_day(flags.enumeration_runs_per_day);
  options->set_enumeration_rows(flags.enumeration_rows);
  options->set_new_persons_per_month(flags.new_persons_per_month);
  options->set_refusals_per_day(flags.refusals_per_day);
  options->set_failed_logins(flags.failed_logins);
  options->set_detokenizations_per_day(flags.detokenizations_per_day);
  for (const std::string& day : flags.holidays) options->add_holidays(day);
  options->set_organization(flags.organization);
}

int Report(const ReportFlags& flags, AuditSource& source, Console& console) {
  sudare::v1::AuditReportRequest request;
  if (flags.month.empty() == (flags.from.empty() || flags.to.empty())) {
    console.err << "give `--month 2026-11`, or `--from` and `--to`\n";
    return kUsage;
  }
  request.set_month(flags.month);
  request.set_first_day(flags.from);
  request.set_last_day(flags.to);
  request.set_format(flags.format);
  request.set_language(flags.language);
  SetOptions(flags, request.mutable_options());
  if (!SetHours(flags.hours, request.mutable_options())) {
    console.err << "`" << flags.hours << "` are no working hours: write them as 8-20\n";
    return kUsage;
  }
  const auto response = source.Report(request);
  if (!response.ok()) return TellAuditError(source, response.status(), console);
  const char* const mark =
      flags.byte_order_mark && flags.format == "csv" ? report::kByteOrderMark : "";
  if (!WriteDocument(flags.out, absl::StrCat(mark, response->document()), console)) return kUsage;
  console.err << "to look into " << response->needs_attention() << "\ndigest       "
              << response->digest() << "\n";
  if (response->log_is_whole()) return kDone;
  console.err << "監査ログは改ざんまたは破損しています。 / THE AUDIT LOG IS ALTERED OR DAMAGED.\n";
  return kRefused;
}

}  // namespace

void AddAuditReportCommand(CLI::App& audit, Console& console) {
  auto flags = std::make_shared<ReportFlags>();
  CLI::App* command = audit.add_subcommand(
      "report", "who did what, and what is out of the ordinary, for the monthly review");
  AddAuditSourceFlags(*command, &flags->source);
  command->add_option("--month", flags->month, "a month: 2026-11");
  command->add_option("--from", flags->from, "first day, 2026-11-03, in Japan");
  command->add_option("--to", flags->to, "last day, included");
  command
      ->add_option("--organization", flags->organization,
                   "only this organization's part, without what people wrote, for its own auditor")
      // Nothing, as of a variable that isn't set, would be the whole report.
      ->check([](const std::string& name) {
        return name.empty() ? "name an organization, or leave the flag out" : "";
      });
  command->add_option("--format", flags->format, "html (one file, for screen and paper), csv, json")
      ->check(CLI::IsMember({"html", "csv", "json"}));
  command->add_option("--language", flags->language, "ja or en")
      ->check(CLI::IsMember({"ja", "en"}));
  command->add_option("--out", flags->out, "the file; none: the output");
  command->add_flag("--bom", flags->byte_order_mark, "begin CSV with a byte order mark, for Excel");
  AddThresholds(*command, flags.get());
  command->footer(
      "docs/report.md explains the report and its rules. `sudare audit sign-off` wants the "
      "digest.\n"
      "Exit codes: 0 made; 1 made, but the log is altered or damaged, or refused; 2 usage; 3 no "
      "server.");
  command->callback([flags, &console] {
    const auto source = OpenAuditSource(flags->source, console);
    if (source != nullptr) console.exit_code = Report(*flags, *source, console);
  });
}

}  // namespace sudare
