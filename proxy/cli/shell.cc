#include "proxy/cli/shell.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "proxy/cli/run_query.h"
#include "proxy/cli/shown_error.h"

namespace sudare {
namespace {

constexpr char kHelp[] =
    "A statement ends with `;` and may span lines. Ctrl-C cancels a running one.\n"
    "  \\d            what you can see\n"
    "  \\d TABLE      its columns, types and masks\n"
    "  \\explain SQL  what would be masked or refused, and why\n"
    "  \\x            one line a column, on and off\n"
    "  \\format F     table, csv, json or expanded\n"
    "  \\timing       time of each statement as seen here, on and off\n"
    "  \\q            leave\n";

}  // namespace

int Shell::Run() {
  if (console_.is_terminal) {
    console_.out << "sudare shell at " << connection_.server() << "; \\? for help\n" << std::flush;
  }
  std::string line;
  while (true) {
    const LineSource::Result result = lines_.Next(PromptText(), &line);
    if (result == LineSource::Result::kEnd) break;
    if (result == LineSource::Result::kInterrupted) {
      buffer_.Take();
      continue;
    }
    const absl::string_view stripped = absl::StripAsciiWhitespace(line);
    if (buffer_.IsEmpty() && absl::StartsWith(stripped, "\\")) {
      lines_.Remember(std::string(stripped));
      if (!RunCommand(stripped)) return console_.is_terminal ? kDone : last_failure_;
      continue;
    }
    for (const std::string& statement : buffer_.Add(line)) {
      lines_.Remember(statement + ";");
      RunStatement(statement);
    }
  }
  // A script's last statement may lack its `;`; at a terminal Ctrl-D drops it.
  const std::string rest = buffer_.Take();
  if (!console_.is_terminal && !rest.empty()) RunStatement(rest);
  if (console_.is_terminal) console_.out << "\n";
  return console_.is_terminal ? kDone : last_failure_;
}

bool Shell::RunCommand(absl::string_view line) {
  const size_t blank = line.find_first_of(" \t");
  const std::string name(line.substr(0, blank));
  const std::string rest(
      blank == absl::string_view::npos ? "" : absl::StripAsciiWhitespace(line.substr(blank)));
  const std::string argument(absl::StripSuffix(rest, ";"));
  if (name == "\\q") return false;
  if (name == "\\?" || name == "\\h") {
    console_.out << kHelp;
  } else if (name == "\\d") {
    sudare::v1::ListTablesRequest request;
    request.set_table(argument);
    Report(RunListTables(connection_, request, console_.out), "");
  } else if (name == "\\x") {
    SetFormat(format_ == "expanded" ? "table" : "expanded");
  } else if (name == "\\format") {
    SetFormat(argument);
  } else if (name == "\\timing") {
    timing_ = !timing_;
    console_.out << (timing_ ? "timing is on\n" : "timing is off\n");
  } else if (name == "\\explain") {
    Explain(argument);
  } else {
    console_.err << "no command `" << name << "`; \\? for help\n";
    last_failure_ = kUsage;
  }
  console_.out << std::flush;
  return true;
}

void Shell::SetFormat(const std::string& format) {
  if (MakeResultWriter(format, console_.out, {}) == nullptr) {
    console_.err << "formats are table, csv, json and expanded\n";
    last_failure_ = kUsage;
    return;
  }
  format_ = format;
  console_.out << "format is " << format_ << "\n";
}

void Shell::Explain(const std::string& sql) {
  sudare::v1::ExplainRequest request;
  request.set_sql(sql);
  Report(RunExplain(connection_, request, console_.out), sql);
}

void Shell::RunStatement(const std::string& sql) {
  sudare::v1::QueryRequest request;
  request.set_sql(sql);
  const auto writer = MakeResultWriter(format_, console_.out, {});
  const absl::Time start = absl::Now();
  bool interrupted = false;
  Report(RunQuery(connection_, request, *writer, console_.err, &interrupted), sql);
  if (timing_) {
    console_.out << absl::StrFormat("time: %.1f ms\n",
                                    absl::ToDoubleMilliseconds(absl::Now() - start));
  }
  console_.out << std::flush;
}

void Shell::Report(const absl::Status& status, const std::string& sql) {
  if (status.ok()) return;
  console_.out << std::flush;
  console_.err << ShownError(status, sql) << std::flush;
  last_failure_ = ExitCodeFor(status);
}

std::string Shell::PromptText() const { return buffer_.IsEmpty() ? "sudare> " : "     -> "; }

}  // namespace sudare
