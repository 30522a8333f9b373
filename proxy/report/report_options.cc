#include "proxy/report/report_options.h"

#include <algorithm>

#include "policy/base/status_macros.h"
#include "proxy/report/period.h"

namespace sudare::report {
namespace {

template <typename T>
T Or(T value, T fallback) {
  return value == 0 ? fallback : value;
}

constexpr uint32_t kMostBaselineDays = 366;
constexpr int kMostHolidays = 400;

}  // namespace

absl::StatusOr<sudare::v1::AuditReportOptions> WithDefaults(
    sudare::v1::AuditReportOptions options) {
  options.set_baseline_days(std::min(Or(options.baseline_days(), 90u), kMostBaselineDays));
  options.set_bulk_rows_per_query(Or<uint64_t>(options.bulk_rows_per_query(), 10'000));
  options.set_bulk_rows_per_day(Or<uint64_t>(options.bulk_rows_per_day(), 50'000));
  options.set_enumeration_runs(Or(options.enumeration_runs(), 100u));
  options.set_enumeration_runs_per_day(Or(options.enumeration_runs_per_day(), 300u));
  options.set_enumeration_rows(Or(options.enumeration_rows(), 5u));
  options.set_rise(Or(options.rise(), 3u));
  options.set_refusals_per_day(Or(options.refusals_per_day(), 20u));
  options.set_failed_logins(Or(options.failed_logins(), 5u));
  options.set_detokenizations_per_day(Or(options.detokenizations_per_day(), 20u));
  options.set_new_persons_per_month(Or<uint64_t>(options.new_persons_per_month(), 200));
  if (options.first_hour() == 0 && options.last_hour() == 0) {
    options.set_first_hour(8);
    options.set_last_hour(20);
  }
  if (options.first_hour() >= options.last_hour() || options.last_hour() > 24) {
    return absl::InvalidArgumentError(
        "working hours must begin before they end, within 0 to 24: give them as 8-20");
  }
  if (options.holidays_size() > kMostHolidays) {
    return absl::InvalidArgumentError("there are more holidays than days of a year");
  }
  for (const std::string& day : options.holidays()) {
    SUDARE_RETURN_IF_ERROR(ParseDay(day).status());
  }
  return options;
}

}  // namespace sudare::report
