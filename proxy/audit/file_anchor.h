// FileAnchor: an anchor that is a text file on another disk, a line a checkpoint. It is written by
// appending only, so that the file may carry the file system's append-only mark (`chattr +a`).
#ifndef SUDARE_PROXY_AUDIT_FILE_ANCHOR_H_
#define SUDARE_PROXY_AUDIT_FILE_ANCHOR_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "proxy/audit/anchor.h"

namespace sudare::audit {

// REQUIRES: IsAnchorName(name). Touches nothing yet.
std::unique_ptr<Anchor> MakeFileAnchor(std::string name, std::string path);

// All lines of an anchor's file. kNotFound, kUnavailable: it can't be read. kDataLoss
// (DamageKind::kAnchorDamaged): it doesn't begin as an anchor does.
absl::StatusOr<AnchorLines> ReadAnchorFile(const std::string& path);

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_FILE_ANCHOR_H_
