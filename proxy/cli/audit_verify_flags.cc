#include "proxy/cli/audit_verify_flags.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "policy/base/ed25519.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/file_anchor.h"
#include "proxy/backend/postgres_anchor.h"

namespace sudare {
namespace {

absl::StatusOr<Ed25519PublicKey> ReadKey(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string pem{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  auto key = Ed25519PublicKey::FromPem(pem);
  if (key.ok()) return key;
  return absl::InvalidArgumentError(absl::StrCat(Quoted(path), ": ", key.status().message()));
}

}  // namespace

absl::StatusOr<audit::VerifyOptions> OptionsOf(const LogFlags& flags) {
  audit::VerifyOptions options;
  options.folder = flags.folder;
  options.archives = flags.archives;
  options.expected_head = flags.expected_head;
  for (const std::string& path : flags.keys) {
    SUDARE_ASSIGN_OR_RETURN(Ed25519PublicKey key, ReadKey(path));
    options.keys.push_back(std::move(key));
  }
  const bool has_anchors = !flags.anchors.empty() || !flags.anchor_postgres.empty();
  if (options.keys.empty() && has_anchors) {
    return absl::InvalidArgumentError(
        "an anchor says nothing without the public key of the log: add --key");
  }
  for (const std::string& path : flags.anchors) {
    SUDARE_ASSIGN_OR_RETURN(audit::AnchorLines lines, audit::ReadAnchorFile(path));
    options.anchors.push_back(std::move(lines));
  }
  if (!flags.anchor_postgres.empty()) {
    PostgresAnchorOptions postgres;
    postgres.connection = flags.anchor_postgres;
    postgres.name = flags.anchor_name;
    postgres.timeout = absl::Seconds(60);
    SUDARE_ASSIGN_OR_RETURN(audit::AnchorLines lines, ReadPostgresAnchor(postgres));
    options.anchors.push_back(std::move(lines));
  }
  return options;
}

void AddLogFlags(CLI::App& command, LogFlags* flags) {
  command.add_option("--key", flags->keys,
                     "the public key (Ed25519, PEM) that its checkpoints are signed with; may be "
                     "repeated, for keys that were in use one after the other");
  command.add_option("--anchor", flags->anchors,
                     "a copy of an anchor's file, or the file itself; may be repeated");
  command.add_option("--anchor-postgres", flags->anchor_postgres,
                     "libpq connection string of the database with the anchor's table");
  command.add_option("--anchor-name", flags->anchor_name,
                     "the `name` of that anchor in the configuration; default: postgres");
  command.add_option("--archive", flags->archives,
                     "a folder that older segments were archived to; may be repeated");
  command.add_option("--expect-head", flags->expected_head,
                     "a head that was written down earlier; the log must contain it");
}

}  // namespace sudare
