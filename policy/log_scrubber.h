// LogScrubber: text from anywhere, made fit for a line of a log.
#ifndef SUDARE_POLICY_LOG_SCRUBBER_H_
#define SUDARE_POLICY_LOG_SCRUBBER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/mask.h"

namespace sudare {

// Replaces runs of digits that could be a personal number or an account number, in every spelling
// that the mask `scrub` knows (docs/masks.md), control characters and line ends, so that nobody
// can write a line of their own into the log, and malformed UTF-8; and cuts what is too long.
//
// A second net: names and addresses pass. What a field holds is better masked by its class
// (messages/message_masker.h) before it comes to a log.
//
// Thread-safety: immutable, share freely.
class LogScrubber {
 public:
  struct Options {
    // Digits of a run that is replaced, as in `scrub`.
    uint32_t min_digits = 7;
    std::string replacement = "[#]";
    // Longer results are cut at a character and end in "…".
    size_t max_bytes = 8192;
  };

  // kInvalidArgument: 0 or more than 200 digits, or a replacement of more than 200 bytes or with
  // digits in it.
  static absl::StatusOr<std::unique_ptr<const LogScrubber>> Create(const Options& options);
  static absl::StatusOr<std::unique_ptr<const LogScrubber>> Create() { return Create(Options()); }

  std::string Scrub(absl::string_view text) const;

 private:
  LogScrubber(std::unique_ptr<const Mask> scrub, size_t max_bytes)
      : scrub_(std::move(scrub)), max_bytes_(max_bytes) {}

  const std::unique_ptr<const Mask> scrub_;
  const size_t max_bytes_;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_LOG_SCRUBBER_H_
