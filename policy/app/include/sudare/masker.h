// Masking for applications: what they log, export or hand on, as an account may see it.
//
// This header needs the C++17 standard library and nothing else, whatever its own library was built
// with. Applications that know Abseil and Protocol Buffers find more in policy/masker.h and
// policy/messages/message_masker.h.
//
//   sudare::app::Options options;
//   options.policy = "policy";
//   options.keyring = "keyring";
//   options.passphrase = passphrase;
//   options.account = "payroll-vendor-01";
//   auto masker = sudare::app::Masker::Open(options);
//   if (!masker) return Fail(masker.error());
//   auto name = (*masker)->FindColumn("payroll.employees.full_name");
//   if (!name) return Fail(name.error());
//   sudare::app::Value shown = (*name)->Mask("山田 太郎");  // name_AQAAA…, as in the proxy
//
// Nothing here throws but std::bad_alloc. Errors are one line and hold no values.
#ifndef SUDARE_MASKER_H_
#define SUDARE_MASKER_H_

#include <cstdint>
#include <functional>
#include <istream>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace sudare {
namespace app {

// Unset: NULL.
using Value = std::optional<std::string>;

// A value, or why there is none.
template <typename T>
class Result {
 public:
  Result(T value) : value_(std::move(value)) {}  // NOLINT: meant to convert
  static Result Error(std::string error) {
    Result result;
    result.error_ = std::move(error);
    return result;
  }

  explicit operator bool() const { return value_.has_value(); }
  // REQUIRES: there is a value.
  T& operator*() { return *value_; }
  const T& operator*() const { return *value_; }
  // Empty if there is a value.
  const std::string& error() const { return error_; }

 private:
  Result() = default;

  std::optional<T> value_;
  std::string error_;
};

struct Options {
  // A file, or a folder of *.textproto files.
  std::string policy;
  // The keyring's file and its passphrase. Both empty: columns with tokens are errors.
  std::string keyring;
  std::string passphrase;
  // Whose view.
  std::string account;
};

// One column as the account sees it. Types are PostgreSQL's: "text", "int4", "date", "timestamptz";
// values are in the form in which PostgreSQL prints them.
//
// Thread-safety: immutable, share freely. Lives on after its Masker.
class Column {
 public:
  virtual ~Column() = default;
  // The account doesn't see it: Mask gives NULL always, and an export should leave it out.
  virtual bool hidden() const = 0;
  // NULL in may give a constant out, and the reverse.
  virtual Value Mask(const Value& value) const = 0;
};

// A file to mask; the form is described in docs/app_developers_guide.md.
struct FileOptions {
  // schema.table: the names of fields are its columns.
  std::string table;
  // Column to type; others are text, and in JSON what they are.
  std::map<std::string, std::string> types;
  // "utf-8" or "sjis"; the output has the same if none is given for it.
  std::string encoding = "utf-8";
  std::string output_encoding;
  // The input holds only rows that the account may see. Needed where the policy filters rows of the
  // table, which only the database can do.
  bool rows_are_filtered = false;
  // 0: one a processor, at most 8.
  int threads = 0;
  // CSV only: the columns by position; none: the heading names them.
  std::vector<std::string> columns;
  bool heading = true;
  char delimiter = ',';
  // Columns that aren't shown stay as empty fields.
  bool keep_positions = false;
};

struct FileSummary {
  int64_t records = 0;
  // Columns (CSV) or members of objects (JSON) that the account doesn't see.
  int64_t left_out = 0;
};

// Thread-safety: immutable, share freely.
class Masker {
 public:
  // Reads policy and keyring. Pledges are looked at now: open it anew at least once a day.
  static Result<std::shared_ptr<const Masker>> Open(const Options& options);
  virtual ~Masker() = default;

  // schema.table.column
  virtual Result<std::shared_ptr<const Column>> FindColumn(
      const std::string& name, const std::string& type = "text") const = 0;

  // Values of a class of data that stand in no column.
  virtual Result<std::shared_ptr<const Column>> FindClass(
      const std::string& name, const std::string& type = "text") const = 0;

  // In constant memory. After an error the output holds the whole records before it.
  virtual Result<FileSummary> MaskCsv(std::istream& in, std::ostream& out,
                                      const FileOptions& options) const = 0;
  virtual Result<FileSummary> MaskJsonLines(std::istream& in, std::ostream& out,
                                            const FileOptions& options) const = 0;
};

// Text for one line of a log: runs of seven digits and more are replaced by "[#]" in every
// spelling, and what could begin a new line by "?". Names pass: a second net only.
std::string ScrubForLog(const std::string& text);

}  // namespace app
}  // namespace sudare

#endif  // SUDARE_MASKER_H_
