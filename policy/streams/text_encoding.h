// From the encoding of a file to UTF-8 and back.
#ifndef SUDARE_POLICY_STREAMS_TEXT_ENCODING_H_
#define SUDARE_POLICY_STREAMS_TEXT_ENCODING_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sudare {

// In both, the bytes of `"`, comma and line ends are never part of another character.
enum class TextEncoding {
  kUtf8,
  // CP932, which is what Windows calls Shift_JIS: with its half-width kana, NEC's and IBM's
  // extensions and the private characters (外字). Characters that it has twice come back as one of
  // the two.
  kShiftJis,
};

// "utf-8", "sjis"; also utf8, shift_jis, shift-jis, cp932, windows-31j, in upper or lower case.
// kInvalidArgument: another name.
absl::StatusOr<TextEncoding> EncodingFromName(absl::string_view name);
absl::string_view EncodingName(TextEncoding encoding);

// Thread-safety: one caller at a time.
class TextDecoder {
 public:
  // kUnavailable: this machine's C library has no tables for it.
  static absl::StatusOr<std::unique_ptr<TextDecoder>> Create(TextEncoding encoding);
  virtual ~TextDecoder() = default;
  // The longest well-formed start of `bytes` as UTF-8, and whether that is all of it. The result
  // lives as long as `bytes` and until the next call.
  virtual absl::string_view Decode(absl::string_view bytes, bool* complete) = 0;
};

// Thread-safety: one caller at a time.
class TextEncoder {
 public:
  // As for the decoder.
  static absl::StatusOr<std::unique_ptr<TextEncoder>> Create(TextEncoding encoding);
  virtual ~TextEncoder() = default;
  // Appends well-formed UTF-8 in the encoding, or returns false and leaves `out` as it was.
  virtual bool Append(absl::string_view text, std::string* out) = 0;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_TEXT_ENCODING_H_
