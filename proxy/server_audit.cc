#include "proxy/server_audit.h"

#include <sodium.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/ed25519.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/keyring_file.h"
#include "proxy/audit/file_anchor.h"
#include "proxy/backend/postgres_anchor.h"
#include "spdlog/spdlog.h"

namespace sudare {
namespace {

constexpr size_t kMaxKeyBytes = 64 << 10;

absl::StatusOr<Ed25519PrivateKey> ReadSigningKey(const std::string& path) {
  SUDARE_ASSIGN_OR_RETURN(std::string pem, ReadPrivateFile(path, kMaxKeyBytes));
  auto key = Ed25519PrivateKey::FromPem(pem);
  sodium_memzero(&pem[0], pem.size());
  if (key.ok()) return key;
  return absl::Status(key.status().code(),
                      absl::StrCat("signing key ", Quoted(path), ": ", key.status().message()));
}

void WarnIfOnOneDisk(const std::string& folder, const sudare::v1::AuditAnchor& anchor) {
  struct stat log;
  struct stat other;
  const std::string parent = std::filesystem::path(anchor.file()).parent_path();
  if (stat(folder.c_str(), &log) != 0 || stat(parent.c_str(), &other) != 0) return;
  if (log.st_dev != other.st_dev) return;
  spdlog::warn(
      "anchor {} is on the disk of the audit log itself: who can write there rewrites both",
      anchor.name());
}

std::shared_ptr<audit::Anchor> MakeAnchor(const sudare::v1::AuditAnchor& anchor) {
  if (!anchor.has_postgres()) return audit::MakeFileAnchor(anchor.name(), anchor.file());
  PostgresAnchorOptions options;
  options.name = anchor.name();
  options.connection = anchor.postgres().connection();
  return MakePostgresAnchor(options);
}

}  // namespace

absl::StatusOr<std::unique_ptr<AuditLog>> OpenConfiguredAuditLog(const sudare::v1::Config& config) {
  const sudare::v1::Audit& audit = config.audit();
  AuditLogOptions options;
  options.folder = audit.folder();
  options.segment_bytes = audit.segment_bytes();
  if (!audit.signing_key().empty()) {
    SUDARE_ASSIGN_OR_RETURN(Ed25519PrivateKey key, ReadSigningKey(audit.signing_key()));
    options.signing.key = std::make_shared<const Ed25519PrivateKey>(std::move(key));
    options.signing.interval = absl::Seconds(audit.checkpoint_interval().seconds());
    options.signing.records = audit.checkpoint_records();
    for (const auto& anchor : audit.anchors()) {
      options.signing.anchors.push_back(MakeAnchor(anchor));
    }
  }
  SUDARE_ASSIGN_OR_RETURN(std::unique_ptr<AuditLog> log, OpenAuditLog(options));
  if (options.signing.key == nullptr) {
    spdlog::info("audit log {}", options.folder);
    spdlog::warn(
        "the audit log isn't signed (`signing_key`): who rewrites it whole isn't found out");
    return log;
  }
  spdlog::info("audit log {}, signed by key {}, {} anchors", options.folder,
               options.signing.key->public_key().id(), options.signing.anchors.size());
  if (options.signing.anchors.empty()) {
    spdlog::warn("the audit log has no `anchors`: an old copy put back isn't found out");
  }
  for (const auto& anchor : audit.anchors()) {
    if (!anchor.has_postgres()) WarnIfOnOneDisk(options.folder, anchor);
  }
  return log;
}

absl::StatusOr<std::shared_ptr<const audit::StatementSealer>> MakeConfiguredSealer(
    const sudare::v1::Audit& audit) {
  if (!audit.has_sealed_statements()) {
    return std::shared_ptr<const audit::StatementSealer>();
  }
  const std::string& path = audit.sealed_statements().public_key();
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", Quoted(path)));
  const std::string pem{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  absl::StatusOr<audit::StatementSealer> sealer = audit::StatementSealer::FromPem(pem);
  if (!sealer.ok()) {
    return absl::Status(sealer.status().code(), absl::StrCat("`sealed_statements`: ", Quoted(path),
                                                             ": ", sealer.status().message()));
  }
  spdlog::info("statements are kept in the audit log, sealed to {}", path);
  return std::make_shared<const audit::StatementSealer>(*std::move(sealer));
}

bool CheckpointWatch::Look(const AuditCheckpoints& now) {
  bool is_good = now.trouble.empty();
  std::string& told = told_[""];
  if (told != now.trouble) {
    if (is_good) {
      spdlog::info("checkpoints of the audit log can be made again");
    } else {
      spdlog::error("checkpoints of the audit log can't be made: {}", now.trouble);
    }
    told = now.trouble;
  }
  for (const AuditAnchorStatus& anchor : now.anchors) {
    std::string& anchor_told = told_[anchor.name];
    is_good = is_good && anchor.trouble.empty();
    if (anchor_told == anchor.trouble) continue;
    anchor_told = anchor.trouble;
    if (anchor.trouble.empty()) {
      spdlog::info("anchor {} of the audit log is back, with all up to checkpoint {}", anchor.name,
                   anchor.anchored);
    } else {
      spdlog::error("anchor {} of the audit log, {} checkpoints not anchored: {}", anchor.name,
                    anchor.lacking, anchor.trouble);
    }
  }
  return is_good;
}

}  // namespace sudare
