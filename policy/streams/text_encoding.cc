#include "policy/streams/text_encoding.h"

#include <iconv.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/base/utf8.h"

namespace sudare {
namespace {

constexpr char kShiftJisName[] = "CP932";
// A character of CP932 has at most two bytes, one of its UTF-8 at most three.
constexpr size_t kGrowth = 3;

// Length of the well-formed start. Eight bytes of ASCII are passed at a time.
size_t WellFormedLength(absl::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    uint64_t eight = 0;
    while (at + sizeof(eight) <= text.size()) {
      std::memcpy(&eight, text.data() + at, sizeof(eight));
      if ((eight & UINT64_C(0x8080808080808080)) != 0) break;
      at += sizeof(eight);
    }
    if (at == text.size()) break;
    const Utf8Character character = FirstCharacter(text.substr(at));
    if (!character.valid) return at;
    at += character.length;
  }
  return at;
}

class Utf8Decoder final : public TextDecoder {
 public:
  absl::string_view Decode(absl::string_view bytes, bool* complete) override {
    const absl::string_view text = bytes.substr(0, WellFormedLength(bytes));
    *complete = text.size() == bytes.size();
    return text;
  }
};

class Utf8Encoder final : public TextEncoder {
 public:
  bool Append(absl::string_view text, std::string* out) override {
    out->append(text.data(), text.size());
    return true;
  }
};

// The converter of the C library.
class Iconv {
 public:
  static absl::StatusOr<std::unique_ptr<Iconv>> Open(const char* to, const char* from) {
    const iconv_t handle = iconv_open(to, from);
    if (handle == reinterpret_cast<iconv_t>(-1)) {
      return absl::UnavailableError(
          absl::StrCat("this machine can't convert Shift_JIS: the C library's converters (gconv) "
                       "for ",
                       kShiftJisName, " are missing"));
    }
    return std::unique_ptr<Iconv>(new Iconv(handle));
  }
  ~Iconv() { iconv_close(handle_); }
  Iconv(const Iconv&) = delete;
  Iconv& operator=(const Iconv&) = delete;

  // Appends what can be converted; false if that isn't all.
  bool Append(absl::string_view text, std::string* out) {
    const size_t before = out->size();
    out->resize(before + text.size() * kGrowth);
    char* from = const_cast<char*>(text.data());  // iconv() doesn't write to it
    size_t from_left = text.size();
    char* to = &(*out)[before];
    size_t to_left = out->size() - before;
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    const size_t failed = iconv(handle_, &from, &from_left, &to, &to_left);
    out->resize(out->size() - to_left);
    // What iconv counts are characters it replaced by others, which is no right conversion.
    return failed == 0 && from_left == 0;
  }

 private:
  explicit Iconv(iconv_t handle) : handle_(handle) {}
  const iconv_t handle_;
};

class ShiftJisDecoder final : public TextDecoder {
 public:
  explicit ShiftJisDecoder(std::unique_ptr<Iconv> iconv) : iconv_(std::move(iconv)) {}
  absl::string_view Decode(absl::string_view bytes, bool* complete) override {
    text_.clear();
    *complete = iconv_->Append(bytes, &text_);
    return text_;
  }

 private:
  const std::unique_ptr<Iconv> iconv_;
  std::string text_;
};

class ShiftJisEncoder final : public TextEncoder {
 public:
  explicit ShiftJisEncoder(std::unique_ptr<Iconv> iconv) : iconv_(std::move(iconv)) {}
  bool Append(absl::string_view text, std::string* out) override {
    const size_t before = out->size();
    if (iconv_->Append(text, out)) return true;
    out->resize(before);
    return false;
  }

 private:
  const std::unique_ptr<Iconv> iconv_;
};

}  // namespace

absl::StatusOr<TextEncoding> EncodingFromName(absl::string_view name) {
  const std::string lower = absl::AsciiStrToLower(name);
  for (const char* utf8 : {"utf-8", "utf8"}) {
    if (lower == utf8) return TextEncoding::kUtf8;
  }
  for (const char* sjis : {"sjis", "shift_jis", "shift-jis", "cp932", "windows-31j"}) {
    if (lower == sjis) return TextEncoding::kShiftJis;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("unknown encoding ", Quoted(name), ": use `utf-8` or `sjis`"));
}

absl::string_view EncodingName(TextEncoding encoding) {
  return encoding == TextEncoding::kUtf8 ? "UTF-8" : "Shift_JIS";
}

absl::StatusOr<std::unique_ptr<TextDecoder>> TextDecoder::Create(TextEncoding encoding) {
  if (encoding == TextEncoding::kUtf8) return std::make_unique<Utf8Decoder>();
  SUDARE_ASSIGN_OR_RETURN(auto iconv, Iconv::Open("UTF-8", kShiftJisName));
  return std::make_unique<ShiftJisDecoder>(std::move(iconv));
}

absl::StatusOr<std::unique_ptr<TextEncoder>> TextEncoder::Create(TextEncoding encoding) {
  if (encoding == TextEncoding::kUtf8) return std::make_unique<Utf8Encoder>();
  SUDARE_ASSIGN_OR_RETURN(auto iconv, Iconv::Open(kShiftJisName, "UTF-8"));
  return std::make_unique<ShiftJisEncoder>(std::move(iconv));
}

}  // namespace sudare
