#include "proxy/cli/policy_inputs.h"

#include <google/protobuf/util/json_util.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/quoted.h"
#include "policy/loader.h"
#include "policy/text/policy_files.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/catalog_file.h"
#include "proxy/catalog/loader.h"
#include "proxy/preview/viewpoint.h"

namespace sudare {
namespace {

constexpr absl::Duration kReadingTime = absl::Seconds(30);

using Source = std::shared_ptr<const text::SourceText>;

absl::Status ErrorOf(const std::vector<Issue>& issues) {
  std::string all;
  for (const Issue& issue : issues) {
    absl::StrAppend(&all, all.empty() ? "" : "\n", issue.ToString());
  }
  return absl::InvalidArgumentError(all);
}

absl::StatusOr<Source> CatalogFile(const std::string& file, const std::string& policy_path) {
  std::vector<Issue> issues;
  if (!file.empty()) {
    Source source = text::ReadTextFile(file, &issues);
    if (source == nullptr) return ErrorOf(issues);
    return source;
  }
  const auto beside = text::ReadFilesBeside(policy_path, text::kCatalogFileSuffix, &issues);
  if (!issues.empty()) return ErrorOf(issues);
  if (beside.size() > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("several catalogs stand beside the policy: choose one by `--catalog`, as ",
                     Quoted(beside[0]->file())));
  }
  return beside.empty() ? nullptr : beside[0];
}

}  // namespace

void AddCatalogFlags(CLI::App& command, CatalogFlags* flags) {
  CLI::Option* file = command.add_option(
      "--catalog", flags->file,
      "the database's structure, by `sudare policy snapshot`; else the *.catalog.textproto beside "
      "the policy");
  command
      .add_option("--database", flags->database,
                  "read the structure from this database (libpq connection string)")
      ->excludes(file);
}

std::shared_ptr<const Policy> ReadPolicy(const std::string& path, Console& console) {
  LoadResult loaded = LoadPolicy(path);
  if (loaded.policy != nullptr) return loaded.policy;
  for (const Issue& issue : loaded.issues) console.err << issue.ToString() << "\n";
  return nullptr;
}

absl::StatusOr<std::shared_ptr<const CatalogSnapshot>> ReadDatabaseCatalog(
    const std::string& connection, const Policy& policy) {
  BackendOptions options;
  options.connection = connection;
  options.pool_size = 1;
  const std::unique_ptr<Backend> backend = MakePostgresBackend(options);
  ExecuteOptions execute;
  execute.deadline = absl::Now() + kReadingTime;
  return LoadCatalog(*backend, "", policy, execute);
}

absl::StatusOr<std::shared_ptr<const CatalogSnapshot>> ReadCatalog(const CatalogFlags& flags,
                                                                   const std::string& policy_path,
                                                                   const Policy& policy) {
  if (!flags.database.empty()) return ReadDatabaseCatalog(flags.database, policy);
  const absl::StatusOr<Source> source = CatalogFile(flags.file, policy_path);
  if (!source.ok()) return source.status();
  if (*source == nullptr) return std::shared_ptr<const CatalogSnapshot>();
  std::vector<Issue> issues;
  std::shared_ptr<const CatalogSnapshot> catalog = ReadCatalogText(*source, &issues);
  if (catalog == nullptr) return ErrorOf(issues);
  return catalog;
}

absl::StatusOr<absl::Time> TimeOf(const std::string& at) {
  if (at.empty()) return absl::Now();
  return preview::DayInJapan(at);
}

std::string JsonOf(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  options.add_whitespace = true;
  std::string json;
  // Fails for malformed text only, which no parsed policy or statement holds.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}\n";
  return json;
}

}  // namespace sudare
