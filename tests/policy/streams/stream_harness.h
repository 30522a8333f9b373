// A small policy and one call for masking a text, for tests of streams.
#ifndef SUDARE_TESTS_POLICY_STREAMS_STREAM_HARNESS_H_
#define SUDARE_TESTS_POLICY_STREAMS_STREAM_HARNESS_H_

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/keyring.h"
#include "policy/masker.h"
#include "policy/streams/csv_masker.h"
#include "policy/streams/json_lines_masker.h"
#include "tests/policy/policies.h"

namespace sudare::testing {

inline constexpr char kStreamPolicy[] = R"(
classes { name: "personal_number" convertible: false }
classes { name: "name" }
classes { name: "phone" }
classes { name: "birth" }
classes { name: "amount" }
classes { name: "memo" }
classes { name: "document" }
classes { name: "open" }
tables {
  name: "payroll.employees"
  columns { name: "employee_no" class: "open" }
  columns { name: "full_name" class: "name" }
  columns { name: "personal_number" class: "personal_number" }
  columns { name: "phone" class: "phone" }
  columns { name: "birth_date" class: "birth" }
  columns { name: "gross" class: "amount" }
  columns { name: "note" class: "memo" }
  columns { name: "secret" class: "memo" }
  columns { name: "slip" class: "document" }
}
tables { name: "payroll.filtered" columns { name: "employee_no" class: "open" } }
roles {
  name: "vendor"
  rules { column: "payroll.employees.secret" hide {} }
  rules { class: "personal_number" redact { constant: "非表示" } }
  rules { class: "name" tokenize { domain: "name" prefix: "nam" } }
  rules { class: "phone" partial { keep_last: 2 } }
  rules { class: "birth" generalize { date_to: YEAR } }
  rules { class: "amount" generalize { number_bucket: "10000" } }
  rules { class: "memo" scrub {} }
  rules { class: "document" json { keep: "$.form_version" } }
  rules { class: "open" allow {} }
  row_filters { table: "payroll.filtered" where: "employee_no < '9'" }
}
accounts { name: "app" role: "vendor" kind: PROGRAM certificate { san: "q@x" } }
)";

struct StreamResult {
  absl::Status status;
  std::string out;
  StreamSummary summary;
};

class StreamHarness {
 public:
  StreamHarness()
      : keyring_(*Keyring::FromKey(1, std::string(32, 'k'))),
        masker_(*Masker::Create(PolicyOf(kStreamPolicy), keyring_, "app", absl::Now())) {}

  const Masker& masker() const { return *masker_; }

  // What the proxy would show for a name.
  std::string NameToken(const std::string& name) const {
    return *(*masker_->Column("payroll.employees.full_name", {SqlType::kText}))->Mask(name);
  }

  StreamResult Csv(const std::string& text, CsvOptions options) const {
    return Run(text, options, MaskCsv);
  }
  StreamResult Json(const std::string& text, StreamOptions options) const {
    return Run(text, options, MaskJsonLines);
  }

 private:
  template <typename Options, typename Mask>
  StreamResult Run(const std::string& text, Options options, const Mask& mask) const {
    if (options.table.empty()) options.table = "payroll.employees";
    std::istringstream in(text);
    std::ostringstream out;
    const auto source = SourceFrom(in);
    const auto sink = SinkTo(out);
    const absl::StatusOr<StreamSummary> done = mask(*source, *sink, *masker_, options);
    StreamResult result;
    result.status = done.status();
    if (done.ok()) result.summary = *done;
    result.out = out.str();
    return result;
  }

  std::shared_ptr<const Keyring> keyring_;
  std::unique_ptr<const Masker> masker_;
};

// Rows that are read as they are made, so that only the masking needs memory.
class EndlessSource final : public ByteSource {
 public:
  explicit EndlessSource(int64_t bytes) : left_(bytes) {}
  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    if (left_ <= 0) return 0;
    std::string rows = first_ ? "employee_no,full_name,phone\n" : "";
    first_ = false;
    while (rows.size() + 100 < std::min<size_t>(size, 1 << 16)) {
      ++row_;
      absl::StrAppend(&rows, row_, ",\"name\nof ", row_ % 3000, "\",090-1234-5678\n");
    }
    left_ -= static_cast<int64_t>(rows.size());
    rows.copy(buffer, rows.size());
    return rows.size();
  }

 private:
  int64_t left_;
  int64_t row_ = 0;
  bool first_ = true;
};

class CountingSink final : public ByteSink {
 public:
  absl::Status Write(absl::string_view bytes) override {
    written_ += bytes.size();
    return absl::OkStatus();
  }
  size_t written() const { return written_; }

 private:
  size_t written_ = 0;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_POLICY_STREAMS_STREAM_HARNESS_H_
