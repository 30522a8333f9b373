#include "proxy/prove/schema_loader.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/prove/psql_errors.h"
#include "proxy/prove/sql_text.h"

namespace sudare::prove {
namespace {

// A schema names few roles, and a whole run tells of all that are missing by then.
constexpr int kMaxRuns = 20;

absl::StatusOr<std::string> ReadSchema(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return absl::InvalidArgumentError(absl::StrCat("cannot read ", Quoted(path)));
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (absl::StartsWith(line, "\\connect") || absl::StartsWith(line, "\\c ")) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", number,
                       ": the schema goes to a database of ours, so it must not connect to another "
                       "one: dump it without `--create`"));
    }
  }
  return text;
}

// Unset if the error is of another kind.
std::optional<std::string> MissingRole(const PsqlError& error) {
  absl::string_view message = error.message;
  if (error.sqlstate != "42704" || !absl::ConsumePrefix(&message, "role \"") ||
      !absl::ConsumeSuffix(&message, "\" does not exist")) {
    return std::nullopt;
  }
  return std::string(message);
}

// What the private server can't have and the proof doesn't need.
bool MaySkip(const PsqlError& error) {
  const absl::string_view message = error.message;
  if (error.sqlstate.empty()) return absl::StrContains(message, "restrict");
  if (error.sqlstate == "42P06") return absl::StrContains(message, "\"public\"");
  if (error.sqlstate == "0A000") return absl::StartsWith(message, "extension ");
  return error.sqlstate == "42704" &&
         (absl::StartsWith(message, "extension ") ||
          absl::StartsWith(message, "unrecognized configuration parameter"));
}

std::string Placed(const std::string& path, const PsqlError& error) {
  // The first line is ours.
  return absl::StrCat(path, ":", error.line - 1, ": ", error.message);
}

}  // namespace

absl::StatusOr<LoadedSchema> LoadSchema(const PrivatePostgres& server, const std::string& path,
                                        const std::string& database) {
  SUDARE_ASSIGN_OR_RETURN(const std::string text, ReadSchema(path));
  std::error_code ignored;
  const std::string folder = std::filesystem::absolute(path, ignored).parent_path().string();
  // For files that the schema includes.
  const std::string script =
      absl::StrCat("\\cd '", absl::StrReplaceAll(folder, {{"'", "''"}}), "'\n", text);
  LoadedSchema loaded;
  for (int run = 0; run < kMaxRuns; ++run) {
    SUDARE_RETURN_IF_ERROR(server.Run(absl::StrCat("DROP DATABASE IF EXISTS ", QuotedName(database),
                                                   ";CREATE DATABASE ", QuotedName(database),
                                                   " TEMPLATE template0;")));
    SUDARE_ASSIGN_OR_RETURN(const std::string output, server.RunAll(script, database));
    const std::vector<PsqlError> errors = ParsePsqlErrors(output);
    bool again = false;
    for (const PsqlError& error : errors) {
      const std::optional<std::string> role = MissingRole(error);
      if (!role.has_value()) continue;
      again = true;
      // Named twice in one run, it is there by the second time.
      if (!server.Run(absl::StrCat("CREATE ROLE ", QuotedName(*role))).ok()) continue;
      loaded.made_roles.push_back(*role);
    }
    if (again) continue;
    for (const PsqlError& error : errors) {
      if (!MaySkip(error)) return absl::InvalidArgumentError(Placed(path, error));
      loaded.skipped.push_back(Placed(path, error));
    }
    return loaded;
  }
  return absl::InvalidArgumentError(absl::StrCat(path, ": too many roles are missing"));
}

}  // namespace sudare::prove
