// What PostgreSQL writes into its log of the proxy's sessions.
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "proxy/doctor/database_check.h"

namespace sudare::doctor {
namespace {

struct Writer {
  // The setting that makes PostgreSQL write, and the one that ends it.
  std::string setting;
  std::string remedy;
  bool writes_values = false;
};

// Of statements that read, text and, unless that is turned off, the values bound to it.
void FindStatementWriters(const ServerFacts& facts, std::vector<Writer>* writers) {
  // PostgreSQL before 13 has no such setting, and writes them whole.
  const bool values = facts.Number("log_parameter_max_length", -1) != 0;
  const auto add = [&](const char* setting, const char* remedy) {
    writers->push_back({setting, remedy, values});
  };
  if (facts.Setting("log_statement") == "all") add("log_statement", "log_statement = 'none'");
  if (facts.Number("log_min_duration_statement", -1) >= 0) {
    add("log_min_duration_statement", "log_min_duration_statement = -1");
  }
  if (facts.Number("log_min_duration_sample", -1) >= 0 &&
      facts.Number("log_statement_sample_rate", 0) > 0) {
    add("log_min_duration_sample", "log_min_duration_sample = -1");
  }
  if (facts.Number("log_transaction_sample_rate", 0) > 0) {
    add("log_transaction_sample_rate", "log_transaction_sample_rate = 0");
  }
}

// Plans hold bound values as constants, and so do the trees.
void FindPlanWriters(const ServerFacts& facts, std::vector<Writer>* writers) {
  for (const char* setting : {"debug_print_parse", "debug_print_rewritten", "debug_print_plan"}) {
    if (facts.Setting(setting) != "on") continue;
    writers->push_back({setting, absl::StrCat(setting, " = off"), true});
  }
  if (facts.Number("log_parameter_max_length_on_error", 0) != 0) {
    writers->push_back(
        {"log_parameter_max_length_on_error", "log_parameter_max_length_on_error = 0", true});
  }
  if (facts.Number("auto_explain.log_min_duration", -1) >= 0) {
    writers->push_back(
        {"auto_explain.log_min_duration", "auto_explain.log_min_duration = -1", true});
  }
}

void FindAuditWriters(const ServerFacts& facts, std::vector<Writer>* writers) {
  bool reads = false;
  for (absl::string_view word : absl::StrSplit(facts.Setting("pgaudit.log"), ',')) {
    word = absl::StripAsciiWhitespace(word);
    if (absl::EqualsIgnoreCase(word, "all") || absl::EqualsIgnoreCase(word, "read")) reads = true;
    if (absl::EqualsIgnoreCase(word, "-read")) reads = false;
  }
  if (!reads) return;
  const bool values = facts.Setting("pgaudit.log_parameter") == "on";
  writers->push_back(
      {"pgaudit.log", values ? "pgaudit.log_parameter = off" : "pgaudit.log = 'none'", values});
}

}  // namespace

void CheckServerLog(const ServerFacts& facts, Findings* findings) {
  std::vector<Writer> writers;
  FindStatementWriters(facts, &writers);
  FindPlanWriters(facts, &writers);
  FindAuditWriters(facts, &writers);
  for (const Writer& writer : writers) {
    findings->Add(writer.writes_values ? "log-writes-values" : "log-writes-statements",
                  writer.setting,
                  {writer.setting, facts.Setting(writer.setting), facts.login_role, writer.remedy});
  }
  if (writers.empty()) findings->Add("log-ok", "");
  const std::string mode = facts.Setting("log_file_mode");
  // Octal; the last digit is what others may.
  if (facts.Setting("logging_collector") == "on" && !mode.empty() && (mode.back() - '0') % 8 >= 4) {
    findings->Add("log-file-open", "log_file_mode", {mode});
  }
}

}  // namespace sudare::doctor
