#include "tests/examples/example_database.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "examples/payroll/generator/generate.h"
#include "policy/base/status_macros.h"

namespace sudare::testing {
namespace {

// Inside a longer run of letters or digits (a token, say) a short number means nothing.
bool StandsAlone(absl::string_view text, size_t begin, size_t end) {
  const auto joins = [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); };
  return (begin == 0 || !joins(text[begin - 1]) || !joins(text[begin])) &&
         (end == text.size() || !joins(text[end]) || !joins(text[end - 1]));
}

bool Occurs(absl::string_view value, absl::string_view text) {
  for (size_t at = text.find(value); at != absl::string_view::npos; at = text.find(value, at + 1)) {
    if (StandsAlone(text, at, at + value.size())) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<std::string> ReadText(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("no file `", path, "`"));
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

absl::StatusOr<std::unique_ptr<ExampleDatabase>> ExampleDatabase::Create(
    const sudare::example::Plan& plan) {
  auto database = absl::WrapUnique(new ExampleDatabase);
  const char* temporary = std::getenv("TEST_TMPDIR");
  database->folder_ = absl::StrCat(temporary == nullptr ? "/tmp" : temporary, "/example");
  SUDARE_RETURN_IF_ERROR(sudare::example::Generate(plan, database->folder_));
  SUDARE_ASSIGN_OR_RETURN(database->server_, PostgresServer::Start());
  const PostgresServer& server = *database->server_;
  SUDARE_RETURN_IF_ERROR(server.RunFile("examples/payroll/schema.sql"));
  SUDARE_RETURN_IF_ERROR(server.RunFile("examples/payroll/grants.sql"));
  // The paths in load.sql start at its folder.
  SUDARE_ASSIGN_OR_RETURN(const std::string load, ReadText(database->folder_ + "/load.sql"));
  SUDARE_RETURN_IF_ERROR(server.Run(absl::StrCat("\\cd '", database->folder_, "'\n", load)));
  return database;
}

std::set<std::string> ExampleDatabase::Employees(absl::string_view scenario,
                                                 absl::string_view kind) const {
  std::set<std::string> employees;
  std::ifstream file(folder_ + "/truth/planted.tsv");
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    if (fields[0] == scenario && fields[1] == kind) employees.insert(fields[2]);
  }
  return employees;
}

std::vector<std::string> ExampleDatabase::IdentitiesIn(absl::string_view text) const {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ + "/truth")) {
    if (entry.path().extension() != ".txt") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (Occurs(line, text)) found.push_back(line);
    }
  }
  return found;
}

absl::StatusOr<ExampleDatabase::Answer> ExampleDatabase::Ask(absl::string_view sql) const {
  absl::string_view statement = absl::StripTrailingAsciiWhitespace(sql);
  absl::ConsumeSuffix(&statement, ";");
  const std::string wrapped =
      absl::StrCat("SELECT x.employee_no, x::text FROM (", statement, "\n) AS x");
  SUDARE_ASSIGN_OR_RETURN(const auto rows, server_->Query(wrapped));
  Answer answer;
  for (const std::vector<Value>& row : rows) {
    answer.employees.insert(row[0].value_or("NULL"));
    absl::StrAppend(&answer.text, row[1].value_or(""), "\n");
  }
  return answer;
}

}  // namespace sudare::testing
