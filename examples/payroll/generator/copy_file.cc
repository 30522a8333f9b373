#include "examples/payroll/generator/copy_file.h"

#include "absl/strings/str_cat.h"

namespace sudare::example {
namespace {

constexpr size_t kBufferBytes = 1 << 16;

}  // namespace

CopyFile::CopyFile(const std::string& path) : path_(path), file_(std::fopen(path.c_str(), "wb")) {
  failed_ = file_ == nullptr;
  buffer_.reserve(kBufferBytes + 4096);
}

CopyFile::~CopyFile() {
  if (file_ != nullptr) std::fclose(file_);
}

void CopyFile::Separate() {
  if (!at_start_) buffer_.push_back('\t');
  at_start_ = false;
}

CopyFile& CopyFile::Text(absl::string_view text) {
  Separate();
  for (char c : text) {
    switch (c) {
      case '\\':
        buffer_ += "\\\\";
        break;
      case '\t':
        buffer_ += "\\t";
        break;
      case '\n':
        buffer_ += "\\n";
        break;
      case '\r':
        buffer_ += "\\r";
        break;
      default:
        buffer_.push_back(c);
    }
  }
  return *this;
}

CopyFile& CopyFile::Int(int64_t number) {
  Separate();
  absl::StrAppend(&buffer_, number);
  return *this;
}

CopyFile& CopyFile::Bool(bool value) { return Raw(value ? "t" : "f"); }

CopyFile& CopyFile::Date(absl::CivilDay day) { return Raw(absl::FormatCivilTime(day)); }

CopyFile& CopyFile::Raw(absl::string_view text) {
  Separate();
  absl::StrAppend(&buffer_, text);
  return *this;
}

CopyFile& CopyFile::Null() { return Raw("\\N"); }

CopyFile& CopyFile::MaybeText(const std::optional<std::string>& text) {
  return text.has_value() ? Text(*text) : Null();
}

CopyFile& CopyFile::MaybeDate(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? Date(*day) : Null();
}

void CopyFile::End() {
  buffer_.push_back('\n');
  at_start_ = true;
  if (buffer_.size() >= kBufferBytes) Flush();
}

void CopyFile::Flush() {
  if (!failed_ && std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) {
    failed_ = true;
  }
  buffer_.clear();
}

absl::Status CopyFile::Close() {
  Flush();
  if (file_ != nullptr && std::fclose(file_) != 0) failed_ = true;
  file_ = nullptr;
  if (failed_) return absl::UnavailableError(absl::StrCat("cannot write `", path_, "`"));
  return absl::OkStatus();
}

}  // namespace sudare::example
