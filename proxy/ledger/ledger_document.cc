#include "proxy/ledger/ledger_document.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/ledger/closing_html.h"
#include "proxy/ledger/closing_report.h"
#include "proxy/ledger/ledger.h"
#include "proxy/ledger/ledger_html.h"
#include "proxy/ledger/ledger_lines.h"
#include "proxy/report/words.h"

namespace sudare::ledger {
namespace {

using sudare::v1::ClosingReport;
using sudare::v1::ClosingReportRequest;
using sudare::v1::Ledger;
using sudare::v1::LedgerLog;
using sudare::v1::LedgerRequest;
using sudare::v1::LedgerResponse;

absl::StatusOr<report::Words> WordsOf(const std::string& language) {
  const auto wanted = report::LanguageOf(language.empty() ? "ja" : language);
  if (wanted.has_value()) return report::Words(*wanted);
  return absl::InvalidArgumentError(
      absl::StrCat("no ledger in the language ", Quoted(language), ": there are ja and en"));
}

absl::StatusOr<report::Period> WantedPeriod(const LedgerRequest& request) {
  return request.month().empty() ? report::DaysPeriod(request.first_day(), request.last_day())
                                 : report::MonthPeriod(request.month());
}

absl::StatusOr<std::string> DocumentOf(const Ledger& ledger, const LedgerRequest& request) {
  SUDARE_ASSIGN_OR_RETURN(const report::Words words, WordsOf(request.language()));
  const std::string& format = request.format();
  if (format.empty() || format == "html") {
    return LedgerHtml(ledger, {request.stamps().begin(), request.stamps().end()}, words);
  }
  if (format == "csv") return LedgerCsv(ledger, words);
  if (format == "json") return LedgerJson(ledger);
  return absl::InvalidArgumentError(
      absl::StrCat("no ledger in the format ", Quoted(format), ": there are html, csv and json"));
}

LedgerResponse ResponseOf(std::string document, const LedgerLog& log) {
  LedgerResponse response;
  response.set_document(std::move(document));
  response.set_damage(log.damage());
  response.set_last_record(log.records());
  response.set_head(log.head());
  return response;
}

template <typename Message>
absl::StatusOr<Message> FromJson(const std::string& json) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  Message message;
  if (google::protobuf::util::JsonStringToMessage(json, &message, options).ok()) return message;
  return absl::InternalError("the proxy's answer can't be read");
}

}  // namespace

absl::StatusOr<LedgerResponse> AnswerLedger(const std::string& folder, const LedgerRequest& request,
                                            absl::Time now) {
  LedgerWish wish;
  SUDARE_ASSIGN_OR_RETURN(wish.period, WantedPeriod(request));
  wish.windows.insert(request.windows().begin(), request.windows().end());
  for (const int state : request.states()) {
    wish.states.insert(static_cast<sudare::v1::Window::State>(state));
  }
  SUDARE_ASSIGN_OR_RETURN(const Ledger ledger, MakeLedger(folder, wish, now));
  SUDARE_ASSIGN_OR_RETURN(std::string document, DocumentOf(ledger, request));
  return ResponseOf(std::move(document), ledger.log());
}

absl::StatusOr<LedgerResponse> AnswerClosingReport(const std::string& folder,
                                                   const ClosingReportRequest& request,
                                                   absl::Time now) {
  SUDARE_ASSIGN_OR_RETURN(const report::Words words, WordsOf(request.language()));
  const std::string& format = request.format();
  const bool is_page = format.empty() || format == "html";
  if (!is_page && format != "json") {
    return absl::InvalidArgumentError(absl::StrCat("no closing report in the format ",
                                                   Quoted(format), ": there are html and json"));
  }
  SUDARE_ASSIGN_OR_RETURN(const ClosingReport report,
                          MakeClosingReport(folder, request.window(), now));
  return ResponseOf(is_page ? ClosingHtml(report, words) : LedgerJson(report), report.log());
}

std::string PeriodOf(const LedgerRequest& request) {
  const absl::StatusOr<report::Period> period = WantedPeriod(request);
  if (!period.ok()) return "";
  return absl::StrCat(report::DayText(period->first), " - ", report::DayText(period->last));
}

std::string LedgerJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.add_whitespace = true;
  std::string json;
  // It fails on Any only.
  return google::protobuf::util::MessageToJsonString(message, &json, options).ok() ? json : "";
}

absl::StatusOr<Ledger> LedgerFromJson(const std::string& json) { return FromJson<Ledger>(json); }

absl::StatusOr<ClosingReport> ClosingReportFromJson(const std::string& json) {
  return FromJson<ClosingReport>(json);
}

}  // namespace sudare::ledger
