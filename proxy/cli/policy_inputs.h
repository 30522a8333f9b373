// What the commands on policies read: the policy, and the structure of its database.
#ifndef SUDARE_PROXY_CLI_POLICY_INPUTS_H_
#define SUDARE_PROXY_CLI_POLICY_INPUTS_H_

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proxy/catalog/catalog.h"
#include "proxy/cli/console.h"

namespace sudare {

struct CatalogFlags {
  std::string file;
  std::string database;
};

void AddCatalogFlags(CLI::App& command, CatalogFlags* flags);

// nullptr: it doesn't validate; what is wrong was written to `console.err`.
std::shared_ptr<const Policy> ReadPolicy(const std::string& path, Console& console);

// The catalog of the flags, else of the one *.catalog.textproto beside the policy; nullptr if there
// is none. Errors tell all that is wrong with the file.
absl::StatusOr<std::shared_ptr<const CatalogSnapshot>> ReadCatalog(const CatalogFlags& flags,
                                                                   const std::string& policy_path,
                                                                   const Policy& policy);

// What the database says of the relations that `policy` lists.
absl::StatusOr<std::shared_ptr<const CatalogSnapshot>> ReadDatabaseCatalog(
    const std::string& connection, const Policy& policy);

// The day of a flag `--at`, YYYY-MM-DD in Japan; empty: now.
absl::StatusOr<absl::Time> TimeOf(const std::string& at);

// `message`, one of proto/, as JSON with the names of its fields, and a line break.
std::string JsonOf(const google::protobuf::Message& message);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_POLICY_INPUTS_H_
