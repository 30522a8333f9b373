#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/cli/commands.h"
#include "proxy/cli/connection.h"
#include "proxy/cli/run_query.h"
#include "proxy/cli/shown_error.h"

namespace sudare {
namespace {

struct QueryFlags {
  ConnectionFlags connection;
  std::string sql;
  std::string file;
  std::string format = "table";
  std::vector<std::string> parameters;
  std::string purpose;
  bool explain = false;
  OutputOptions output;
};

absl::StatusOr<std::string> SqlOf(const QueryFlags& flags, Console& console) {
  if (!flags.sql.empty()) return flags.sql;
  std::ifstream file;
  if (!flags.file.empty() && flags.file != "-") {
    file.open(flags.file, std::ios::binary);
    if (!file) {
      return absl::InvalidArgumentError(absl::StrCat("cannot read the file ", Quoted(flags.file),
                                                     ": give a statement by `--sql`"));
    }
  }
  std::istream& in = file.is_open() ? file : console.in;
  std::string sql{std::istreambuf_iterator<char>(in), {}};
  if (sql.empty()) {
    return absl::InvalidArgumentError("no statement: give `--sql`, a file, or text on the input");
  }
  return sql;
}

template <typename Request>
Request RequestOf(const QueryFlags& flags, const std::string& sql) {
  Request request;
  request.set_sql(sql);
  for (const std::string& text : flags.parameters) {
    auto* parameter = request.add_parameters();
    if (text != "\\N") parameter->set_value(text);
  }
  return request;
}

int RunQueryCommand(const QueryFlags& flags, Console& console) {
  const absl::StatusOr<std::string> sql = SqlOf(flags, console);
  if (!sql.ok()) {
    console.err << sql.status().message() << "\n";
    return kUsage;
  }
  const auto connection = Connection::Open(flags.connection, console);
  if (!connection.ok()) {
    console.err << connection.status().message() << "\n";
    return kUsage;
  }
  absl::Status status;
  bool interrupted = false;
  if (flags.explain) {
    status =
        RunExplain(**connection, RequestOf<sudare::v1::ExplainRequest>(flags, *sql), console.out);
  } else {
    auto request = RequestOf<sudare::v1::QueryRequest>(flags, *sql);
    request.set_purpose(flags.purpose);
    const auto writer = MakeResultWriter(flags.format, console.out, flags.output);
    status = RunQuery(**connection, request, *writer, console.err, &interrupted);
  }
  console.out.flush();
  if (!status.ok()) console.err << ShownError(status, *sql);
  return interrupted && !status.ok() ? kInterrupted : ExitCodeFor(status);
}

}  // namespace

void AddQueryCommand(CLI::App& app, Console& console) {
  auto flags = std::make_shared<QueryFlags>();
  CLI::App* command = app.add_subcommand("query", "run one SELECT and print its rows");
  CLI::Option* sql = command->add_option("--sql", flags->sql, "the statement");
  command->add_option("file", flags->file, "file with the statement; none or `-`: the input")
      ->excludes(sql);
  command->add_option("--format", flags->format, "table, csv, json or expanded")
      ->check(CLI::IsMember({"table", "csv", "json", "expanded"}));
  command->add_option("--param", flags->parameters, "value of $1, and so on; \\N is NULL")
      ->allow_extra_args(false);
  command->add_option("--purpose", flags->purpose, "why it is run, for the audit log");
  command->add_flag("--explain", flags->explain,
                    "tell what would be masked or refused, and why; run nothing");
  command->add_option("--null", flags->output.null, "text for NULL in tables");
  command->add_flag("--plain-headings", flags->output.plain_headings,
                    "CSV headings without the masks");
  AddConnectionFlags(*command, &flags->connection);
  command->callback([flags, &console] { console.exit_code = RunQueryCommand(*flags, console); });
}

}  // namespace sudare
