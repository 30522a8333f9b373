#include "sudare/masker.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/keyring.h"
#include "policy/loader.h"
#include "policy/log_scrubber.h"
#include "policy/masker.h"
#include "policy/streams/csv_masker.h"
#include "policy/streams/json_lines_masker.h"

namespace sudare {
namespace app {
namespace {

// Between the standard library outside and Abseil inside.
template <typename T>
Result<T> ResultOf(absl::StatusOr<T> value) {
  if (value.ok()) return Result<T>(*std::move(value));
  return Result<T>::Error(std::string(value.status().message()));
}

absl::StatusOr<ColumnType> ReadType(const std::string& name) {
  const ColumnType type = TypeFromName(name);
  if (type.type != SqlType::kUnknown) return type;
  return absl::InvalidArgumentError(
      absl::StrCat("unknown type ", Quoted(name), ": use one such as `text`, `int4` or `date`"));
}

class MaskedColumn final : public Column {
 public:
  explicit MaskedColumn(std::shared_ptr<const sudare::Masker::ColumnMasker> column)
      : column_(std::move(column)) {}
  bool hidden() const override { return column_->hidden(); }
  Value Mask(const Value& value) const override { return column_->Mask(value); }

 private:
  const std::shared_ptr<const sudare::Masker::ColumnMasker> column_;
};

absl::StatusOr<std::shared_ptr<const Column>> MakeColumn(
    absl::StatusOr<std::shared_ptr<const sudare::Masker::ColumnMasker>> column) {
  SUDARE_RETURN_IF_ERROR(column.status());
  return std::make_shared<const MaskedColumn>(*std::move(column));
}

absl::StatusOr<CsvOptions> ReadOptions(const FileOptions& file) {
  CsvOptions options;
  options.table = file.table;
  for (const auto& [column, name] : file.types) {
    SUDARE_ASSIGN_OR_RETURN(options.types[column], ReadType(name));
  }
  SUDARE_ASSIGN_OR_RETURN(options.encoding, EncodingFromName(file.encoding));
  options.output_encoding = options.encoding;
  if (!file.output_encoding.empty()) {
    SUDARE_ASSIGN_OR_RETURN(options.output_encoding, EncodingFromName(file.output_encoding));
  }
  options.rows_are_filtered = file.rows_are_filtered;
  options.threads = file.threads;
  options.columns = file.columns;
  options.heading = file.heading;
  options.delimiter = file.delimiter;
  options.keep_positions = file.keep_positions;
  return options;
}

template <typename MaskStream>
absl::StatusOr<FileSummary> MaskFile(std::istream& in, std::ostream& out, const FileOptions& file,
                                     const MaskStream& mask) {
  SUDARE_ASSIGN_OR_RETURN(const CsvOptions options, ReadOptions(file));
  const auto source = SourceFrom(in);
  const auto sink = SinkTo(out);
  SUDARE_ASSIGN_OR_RETURN(const StreamSummary done, mask(*source, *sink, options));
  return FileSummary{done.done.records, done.left_out};
}

class OpenMasker final : public Masker {
 public:
  explicit OpenMasker(std::unique_ptr<const sudare::Masker> masker) : masker_(std::move(masker)) {}

  Result<std::shared_ptr<const Column>> FindColumn(const std::string& name,
                                                   const std::string& type) const override {
    const absl::StatusOr<ColumnType> read = ReadType(type);
    if (!read.ok()) return ResultOf<std::shared_ptr<const Column>>(read.status());
    return ResultOf(MakeColumn(masker_->Column(name, *read)));
  }

  Result<std::shared_ptr<const Column>> FindClass(const std::string& name,
                                                  const std::string& type) const override {
    const absl::StatusOr<ColumnType> read = ReadType(type);
    if (!read.ok()) return ResultOf<std::shared_ptr<const Column>>(read.status());
    return ResultOf(MakeColumn(masker_->Class(name, *read)));
  }

  Result<FileSummary> MaskCsv(std::istream& in, std::ostream& out,
                              const FileOptions& options) const override {
    return ResultOf(MaskFile(in, out, options, [this](auto& source, auto& sink, auto& csv) {
      return sudare::MaskCsv(source, sink, *masker_, csv);
    }));
  }

  Result<FileSummary> MaskJsonLines(std::istream& in, std::ostream& out,
                                    const FileOptions& options) const override {
    return ResultOf(MaskFile(in, out, options, [this](auto& source, auto& sink, auto& json) {
      return sudare::MaskJsonLines(source, sink, *masker_, json);
    }));
  }

 private:
  const std::unique_ptr<const sudare::Masker> masker_;
};

absl::StatusOr<std::shared_ptr<const Policy>> Load(const std::string& path) {
  LoadResult loaded = LoadPolicy(path);
  if (loaded.policy != nullptr) return std::move(loaded.policy);
  std::string first = "it can't be read";
  for (const Issue& issue : loaded.issues) {
    if (issue.severity != Issue::Severity::kError) continue;
    // Without the lines that show the place.
    first = issue.ToString();
    first = first.substr(0, first.find('\n'));
    break;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "the policy has errors, which `sudare policy check` shows; the first is: ", first));
}

absl::StatusOr<std::shared_ptr<const Masker>> OpenWith(const Options& options) {
  SUDARE_ASSIGN_OR_RETURN(auto policy, Load(options.policy));
  std::shared_ptr<const Keyring> keyring;
  if (!options.keyring.empty()) {
    SUDARE_ASSIGN_OR_RETURN(keyring, Keyring::Load(options.keyring, options.passphrase));
  }
  SUDARE_ASSIGN_OR_RETURN(auto masker, sudare::Masker::Create(std::move(policy), std::move(keyring),
                                                              options.account, absl::Now()));
  return std::make_shared<const OpenMasker>(std::move(masker));
}

}  // namespace

Result<std::shared_ptr<const Masker>> Masker::Open(const Options& options) {
  return ResultOf(OpenWith(options));
}

std::string ScrubForLog(const std::string& text) {
  static const auto* const scrubber =
      new std::unique_ptr<const LogScrubber>(*LogScrubber::Create());
  return (*scrubber)->Scrub(text);
}

}  // namespace app
}  // namespace sudare
