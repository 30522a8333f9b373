#include "proxy/cli/audit_filter_flags.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/report/period.h"

namespace sudare {
namespace {

using sudare::v1::AuditEntry;

// The moment; of a day alone its first, or with `is_end` the first of the next.
absl::StatusOr<absl::Time> MomentOf(const std::string& text, bool is_end) {
  absl::Time time;
  if (text.size() > 10 &&
      (absl::ParseTime("%Y-%m-%d %H:%M", text, report::Tokyo(), &time, nullptr) ||
       absl::ParseTime("%Y-%m-%d %H:%M:%S", text, report::Tokyo(), &time, nullptr))) {
    return time;
  }
  SUDARE_ASSIGN_OR_RETURN(const absl::CivilDay day, report::ParseDay(text));
  return absl::FromCivil(is_end ? day + 1 : day, report::Tokyo());
}

std::vector<std::string> KindNames() {
  std::vector<std::string> names;
  const auto* const kinds = AuditEntry::Kind_descriptor();
  for (int i = 0; i < kinds->value_count(); ++i) {
    const int number = kinds->value(i)->number();
    if (number == AuditEntry::KIND_UNSPECIFIED || number == AuditEntry::OUTCOME) continue;
    names.push_back(absl::AsciiStrToLower(kinds->value(i)->name()));
  }
  return names;
}

}  // namespace

void AddAuditPeriodFlags(CLI::App& command, AuditPeriodFlags* flags) {
  command.add_option("--from", flags->from,
                     "first day, 2026-11-03 or \"2026-11-03 17:30\", in Japan");
  command.add_option("--to", flags->to, "last day, included; or a time, not included");
  command.add_option("--month", flags->month, "a month: 2026-11");
}

absl::Status SetPeriod(const AuditPeriodFlags& flags, sudare::v1::AuditFilter* filter) {
  if (!flags.month.empty()) {
    if (!flags.from.empty() || !flags.to.empty()) {
      return absl::InvalidArgumentError(
          "`--month` is a period of its own: leave out `--from` and "
          "`--to`");
    }
    SUDARE_ASSIGN_OR_RETURN(const report::Period period, report::MonthPeriod(flags.month));
    *filter->mutable_from() = report::TimestampOf(period.begin());
    *filter->mutable_to() = report::TimestampOf(period.end());
    return absl::OkStatus();
  }
  if (!flags.from.empty()) {
    SUDARE_ASSIGN_OR_RETURN(const absl::Time from, MomentOf(flags.from, false));
    *filter->mutable_from() = report::TimestampOf(from);
  }
  if (!flags.to.empty()) {
    SUDARE_ASSIGN_OR_RETURN(const absl::Time to, MomentOf(flags.to, true));
    *filter->mutable_to() = report::TimestampOf(to);
  }
  if (filter->has_from() && filter->has_to() &&
      report::TimeOf(filter->to()) <= report::TimeOf(filter->from())) {
    return absl::InvalidArgumentError("the period ends before it begins");
  }
  return absl::OkStatus();
}

void AddAuditFilterFlags(CLI::App& command, AuditFilterFlags* flags) {
  AddAuditPeriodFlags(command, &flags->period);
  sudare::v1::AuditFilter& filter = flags->filter;
  command.add_option("--account", *filter.mutable_account(), "by this account");
  command.add_option("--staff", *filter.mutable_staff(), "by this member of staff");
  command.add_option("--organization", *filter.mutable_organization(), "of this organization");
  command.add_option("--query-id", *filter.mutable_query_id(), "this query or call");
  command.add_option("--status", *filter.mutable_status(),
                     "that ended so: OK, PERMISSION_DENIED, …; NONE: no end on record");
  command.add_option("--reason", *filter.mutable_reason(), "refused for this reason");
  command.add_option("--fingerprint", *filter.mutable_fingerprint(), "queries of this shape");
  command.add_option("--table", *filter.mutable_table(), "that read this table");
  command.add_option("--column", *filter.mutable_column(), "that read this column");
  command.add_option("--class", *filter.mutable_class_(), "that read this class of data");
  command.add_option("--window", *filter.mutable_window(), "in this maintenance window: W00012");
  command.add_option("--kind", flags->kinds, "only entries of this kind; may be repeated")
      ->check(CLI::IsMember(KindNames()))
      // One a flag: what follows may be the folder.
      ->allow_extra_args(false);
  command.add_option("--min-rows", flags->min_rows, "with as many rows or more");
}

absl::StatusOr<sudare::v1::AuditFilter> FilterOf(const AuditFilterFlags& flags) {
  sudare::v1::AuditFilter filter = flags.filter;
  SUDARE_RETURN_IF_ERROR(SetPeriod(flags.period, &filter));
  filter.set_min_rows(flags.min_rows);
  for (const std::string& name : flags.kinds) {
    AuditEntry::Kind kind;
    if (AuditEntry::Kind_Parse(absl::AsciiStrToUpper(name), &kind)) filter.add_kinds(kind);
  }
  return filter;
}

}  // namespace sudare
