// CopyFile: a file in the text format of PostgreSQL's COPY, written row by row.
//
//   file.Text("100001").Int(3).Null().End();
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_COPY_FILE_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_COPY_FILE_H_

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace sudare::example {

// Thread-safety: one thread at a time. Errors of writing are kept and told by Close().
class CopyFile {
 public:
  explicit CopyFile(const std::string& path);
  ~CopyFile();
  CopyFile(const CopyFile&) = delete;
  CopyFile& operator=(const CopyFile&) = delete;

  // The next field of the row. Text is escaped.
  CopyFile& Text(absl::string_view text);
  CopyFile& Int(int64_t number);
  CopyFile& Bool(bool value);
  CopyFile& Date(absl::CivilDay day);
  // A field that needs no escaping, e.g. a number with decimals.
  CopyFile& Raw(absl::string_view text);
  CopyFile& Null();
  CopyFile& MaybeText(const std::optional<std::string>& text);
  CopyFile& MaybeDate(const std::optional<absl::CivilDay>& day);
  void End();

  absl::Status Close();

 private:
  void Separate();
  void Flush();

  std::string path_;
  std::FILE* file_;
  std::string buffer_;
  bool at_start_ = true;
  bool failed_ = false;
};

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_COPY_FILE_H_
