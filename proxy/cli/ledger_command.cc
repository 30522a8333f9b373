// `sudare ledger`: the ledger of maintenance windows, for the screen, spreadsheets and paper.
#include <memory>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/display_width.h"
#include "proxy/cli/audit_source.h"
#include "proxy/cli/commands.h"
#include "proxy/cli/document_file.h"
#include "proxy/cli/terminal_text.h"
#include "proxy/cli/text_table.h"
#include "proxy/ledger/closing_words.h"
#include "proxy/ledger/ledger_document.h"
#include "proxy/ledger/ledger_lines.h"
#include "proxy/ledger/ledger_words.h"
#include "proxy/report/csv.h"
#include "proxy/report/period.h"
#include "proxy/report/words.h"

namespace sudare {
namespace {

using sudare::v1::LedgerRequest;
using sudare::v1::LedgerResponse;
using sudare::v1::Window;

constexpr size_t kLabelWidth = 24;
constexpr char kFooter[] =
    "docs/ledger.md explains it. Through a proxy it needs the duty AUDIT, APPROVE or CONNECT, and "
    "is on record.\n"
    "Exit codes: 0 made; 1 made, but the log is altered or damaged, or refused; 2 usage; 3 no "
    "server.";

struct LedgerFlags {
  AuditSourceFlags source;
  std::string month;
  std::string from;
  std::string to;
  std::vector<std::string> windows;
  std::vector<std::string> states;
  std::vector<std::string> stamps;
  std::string format = "table";
  std::string language = "ja";
  std::string out;
  bool byte_order_mark = false;
};

std::vector<std::string> StateNames() {
  std::vector<std::string> names;
  const auto* const states = Window::State_descriptor();
  for (int i = 0; i < states->value_count(); ++i) {
    if (states->value(i)->number() == Window::STATE_UNSPECIFIED) continue;
    names.push_back(absl::AsciiStrToLower(states->value(i)->name()));
  }
  return names;
}

// False: they contradict each other, which is told.
bool SetPeriod(const LedgerFlags& flags, LedgerRequest* request, Console& console) {
  const bool has_days = !flags.from.empty() || !flags.to.empty();
  if (has_days && (!flags.month.empty() || flags.from.empty() || flags.to.empty())) {
    console.err << "give `--month 2026-11`, or both `--from` and `--to`; neither is this month\n";
    return false;
  }
  request->set_month(flags.month);
  request->set_first_day(flags.from);
  request->set_last_day(flags.to);
  if (!has_days && flags.month.empty()) {
    request->set_month(report::MonthText(absl::CivilMonth(report::DayOf(absl::Now()))));
  }
  return true;
}

// What was made, whether the log is whole or not.
int TellDamage(const LedgerResponse& response, Console& console) {
  if (response.damage().empty()) return kDone;
  console.err << "監査ログは改ざんまたは破損しています。 / THE AUDIT LOG IS ALTERED OR DAMAGED.\n"
              << TerminalText(response.damage()) << "\n";
  return kRefused;
}

int ShowTable(const LedgerFlags& flags, const LedgerResponse& response, const AuditSource& source,
              Console& console) {
  const auto made = ledger::LedgerFromJson(response.document());
  if (!made.ok()) return TellAuditError(source, made.status(), console);
  const report::Words words(*report::LanguageOf(flags.language));
  const ledger::LedgerTable shown = ledger::ScreenTable(*made, words);
  std::ostringstream text;
  TextTable table(text, shown.headings);
  for (const auto& line : shown.lines) table.Row(line);
  table.End();
  for (const std::string& line : ledger::FootLines(*made, words)) {
    text << TerminalText(line) << "\n";
  }
  if (!WriteDocument(flags.out, text.str(), console)) return kUsage;
  return TellDamage(response, console);
}

int MakeLedger(const LedgerFlags& flags, AuditSource& source, Console& console) {
  LedgerRequest request;
  if (!SetPeriod(flags, &request, console)) return kUsage;
  for (const std::string& id : flags.windows) request.add_windows(id);
  for (const std::string& name : flags.states) {
    Window::State state;
    if (Window::State_Parse(absl::AsciiStrToUpper(name), &state)) request.add_states(state);
  }
  for (const std::string& stamp : flags.stamps) request.add_stamps(stamp);
  request.set_language(flags.language);
  const bool is_table = flags.format == "table";
  request.set_format(is_table ? "json" : flags.format);
  const auto response = source.Ledger(request);
  if (!response.ok()) return TellAuditError(source, response.status(), console);
  if (is_table) return ShowTable(flags, *response, source, console);
  const char* const mark =
      flags.byte_order_mark && flags.format == "csv" ? report::kByteOrderMark : "";
  if (!WriteDocument(flags.out, absl::StrCat(mark, response->document()), console)) return kUsage;
  console.err << "last record  " << response->last_record() << "\nhead         " << response->head()
              << "\n";
  return TellDamage(*response, console);
}

struct ShowFlags {
  std::string window;
  AuditSourceFlags source;
  std::string format = "text";
  std::string language = "ja";
  std::string out;
};

void PrintFacts(const ledger::Facts& facts, std::ostream& out) {
  for (const auto& [name, fact] : facts) {
    const size_t width = DisplayWidth(name);
    out << name << std::string(width < kLabelWidth ? kLabelWidth - width : 1, ' ')
        << TerminalText(fact) << "\n";
  }
}

std::string ClosingText(const sudare::v1::ClosingReport& report, const report::Words& words) {
  std::ostringstream out;
  PrintFacts(ledger::WindowFacts(report, words), out);
  PrintFacts(ledger::UseFacts(report, words), out);
  for (const std::string& line : ledger::ClassLines(report.row(), words)) {
    PrintFacts({{words("見えた情報", "Seen"), line}}, out);
  }
  out << "\n";
  for (const auto& step : report.steps()) {
    PrintFacts({{ledger::StepTime(step),
                 absl::StrCat(ledger::StepText(step, words), "  ", ledger::StepWho(step))}},
               out);
  }
  out << "\n";
  for (const auto& finding : report.findings()) {
    out << TerminalText(ledger::FindingLine(finding, words)) << "\n";
  }
  out << words("監査記録の検証 ", "audit log: ")
      << TerminalText(ledger::VerificationText(report.log(), words)) << "\n"
      << ledger::HeadText(report.log(), words) << "\n";
  return out.str();
}

int ShowWindow(const ShowFlags& flags, AuditSource& source, Console& console) {
  sudare::v1::ClosingReportRequest request;
  request.set_window(flags.window);
  request.set_language(flags.language);
  const bool is_text = flags.format == "text";
  request.set_format(is_text ? "json" : flags.format);
  const auto response = source.ClosingReport(request);
  if (!response.ok()) return TellAuditError(source, response.status(), console);
  std::string document = response->document();
  if (is_text) {
    const auto made = ledger::ClosingReportFromJson(document);
    if (!made.ok()) return TellAuditError(source, made.status(), console);
    document = ClosingText(*made, report::Words(*report::LanguageOf(flags.language)));
  }
  if (!WriteDocument(flags.out, document, console)) return kUsage;
  return TellDamage(*response, console);
}

void AddShow(CLI::App& ledger, Console& console) {
  auto flags = std::make_shared<ShowFlags>();
  CLI::App* const command = ledger.add_subcommand(
      "show", "the closing report (終了報告書) of one window: all that happened in it");
  command->add_option("window", flags->window, "its number: W00012")->required();
  AddAuditSourceFlags(*command, &flags->source);
  command->add_option("--format", flags->format, "text, html (one file, for A4 paper), json")
      ->check(CLI::IsMember({"text", "html", "json"}));
  command->add_option("--language", flags->language, "ja or en")
      ->check(CLI::IsMember({"ja", "en"}));
  command->add_option("--out", flags->out, "the file; none: the output");
  command->footer(kFooter);
  command->callback([flags, &console] {
    const auto source = OpenAuditSource(flags->source, console);
    if (source != nullptr) console.exit_code = ShowWindow(*flags, *source, console);
  });
}

}  // namespace

void AddLedgerCommand(CLI::App& app, Console& console) {
  auto flags = std::make_shared<LedgerFlags>();
  CLI::App* const command = app.add_subcommand(
      "ledger", "the ledger of maintenance windows (保守接続台帳), from the audit log");
  AddAuditSourceFlags(*command, &flags->source);
  command->add_option("--month", flags->month, "a month: 2026-11; default: this one");
  command->add_option("--from", flags->from, "first day, 2026-11-03, in Japan");
  command->add_option("--to", flags->to, "last day, included");
  command->add_option("--window", flags->windows, "only this window: W00012; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--state", flags->states, "only windows in this state; may be repeated")
      ->check(CLI::IsMember(StateNames()))
      ->allow_extra_args(false);
  command
      ->add_option("--format", flags->format,
                   "table, html (one file, for A4 paper), csv, json (proto/ledger.proto)")
      ->check(CLI::IsMember({"table", "html", "csv", "json"}));
  command->add_option("--language", flags->language, "ja or en")
      ->check(CLI::IsMember({"ja", "en"}));
  command
      ->add_option("--stamp", flags->stamps,
                   "a box for a stamp (印) on each page: 課長; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--out", flags->out, "the file; none: the output");
  command->add_flag("--bom", flags->byte_order_mark, "begin CSV with a byte order mark, for Excel");
  command->footer(kFooter);
  AddShow(*command, console);
  command->callback([flags, command, &console] {
    // `show` has answered.
    if (!command->get_subcommands().empty()) return;
    const auto source = OpenAuditSource(flags->source, console);
    if (source != nullptr) console.exit_code = MakeLedger(*flags, *source, console);
  });
}

}  // namespace sudare
