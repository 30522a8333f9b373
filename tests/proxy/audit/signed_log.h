// SignedLog: a log in a temporary folder that is signed and anchored in a file, and what who wants
// to alter it does.
#ifndef SUDARE_TESTS_PROXY_AUDIT_SIGNED_LOG_H_
#define SUDARE_TESTS_PROXY_AUDIT_SIGNED_LOG_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proto/audit.pb.h"
#include "proxy/audit/audit_log.h"
#include "proxy/audit/damage.h"
#include "proxy/audit/frame.h"
#include "proxy/audit/verification.h"
#include "tests/proxy/audit/log_folder.h"

namespace sudare::testing {

class SignedLog {
 public:
  // The log's folder, and the anchor's file beside it.
  std::string folder() const { return log_.path(); }
  std::string anchor_path() const { return other_.path() + "/anchor"; }
  const LogFolder& log() const { return log_; }

  // Signs with key 1, looks often, and anchors in the file.
  AuditLogOptions options() const;
  // Opens the log, appends `records` intents one by one, closes it, which signs them.
  void Write(int records, uint64_t segment_bytes = 64 << 20) const;

  // With key 1, and with the anchor as it now is or without.
  absl::StatusOr<audit::Verification> Verify(bool with_anchor) const;
  // What the chain alone finds; nothing: it is sound.
  std::optional<audit::DamageKind> FoundByChain() const;
  // What is found with the key, and with the key and the anchor.
  std::optional<audit::DamageKind> FoundByKey() const;
  std::optional<audit::DamageKind> FoundByAnchor() const;

  std::vector<sudare::v1::AuditRecord> Records() const;
  // Puts a log of these records in place of the one there is, in one segment, with all sequences
  // and hashes made anew; records that Records() gave keep theirs where nothing before them
  // changed. Before a checkpoint is written, `resign` may change it, knowing the hash and the
  // sequence of the record before it.
  void Forge(std::vector<sudare::v1::AuditRecord> records,
             const std::function<void(sudare::v1::AuditRecord*, uint64_t, const audit::Digest&)>&
                 resign = nullptr) const;

  std::vector<std::string> AnchorFile() const;
  void WriteAnchorFile(const std::vector<std::string>& lines) const;

 private:
  LogFolder log_;
  LogFolder other_;
  // Of what Records() gave, by payload: a frame's kind is part of what is hashed.
  mutable std::map<std::string, audit::FrameKind> kinds_;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_AUDIT_SIGNED_LOG_H_
