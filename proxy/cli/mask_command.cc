#include "proxy/cli/mask_command.h"

#include <unistd.h>

#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/keyring.h"
#include "policy/loader.h"
#include "policy/masker.h"
#include "policy/streams/csv_masker.h"
#include "policy/streams/json_lines_masker.h"
#include "proxy/cli/prompt.h"

namespace sudare {
namespace {

struct MaskFlags {
  std::string policy;
  std::string keyring;
  std::string passphrase_file;
  std::string account;
  std::string format = "csv";
  std::string encoding = "utf-8";
  std::string output_encoding;
  std::string delimiter = ",";
  // column=type
  std::vector<std::string> types;
  bool heading = false;
  CsvOptions options;
};

// A policy that can't be read or has errors: what is wrong was said.
absl::StatusOr<std::shared_ptr<const Policy>> LoadForMasking(const std::string& path,
                                                             Console& console) {
  const LoadResult loaded = LoadPolicy(path);
  for (const Issue& issue : loaded.issues) {
    if (issue.severity == Issue::Severity::kError) console.err << issue.ToString() << "\n";
  }
  if (loaded.policy == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat("the policy ", Quoted(path), " has errors"));
  }
  return loaded.policy;
}

absl::StatusOr<std::unique_ptr<const Masker>> MakeMasker(const MaskFlags& flags, Console& console) {
  SUDARE_ASSIGN_OR_RETURN(auto policy, LoadForMasking(flags.policy, console));
  std::shared_ptr<const Keyring> keyring;
  if (!flags.keyring.empty()) {
    // The input is the data, so that the passphrase can't be asked for.
    if (flags.passphrase_file.empty()) {
      return absl::InvalidArgumentError("name the keyring's passphrase with --passphrase-file");
    }
    SUDARE_ASSIGN_OR_RETURN(const std::string passphrase,
                            SecretFrom(flags.passphrase_file, console, "", false));
    SUDARE_ASSIGN_OR_RETURN(keyring, Keyring::Load(flags.keyring, passphrase));
  }
  return Masker::Create(std::move(policy), std::move(keyring), flags.account, absl::Now());
}

absl::Status ReadTypes(const std::vector<std::string>& types,
                       std::map<std::string, ColumnType>* out) {
  for (const std::string& text : types) {
    const size_t equals = text.find('=');
    const ColumnType type =
        equals == std::string::npos ? ColumnType{} : TypeFromName(text.substr(equals + 1));
    if (type.type == SqlType::kUnknown) {
      return absl::InvalidArgumentError(
          absl::StrCat("--type ", Quoted(text),
                       " isn't column=type: write it like `birth_date=date`; types are those of "
                       "PostgreSQL's catalog, such as `int4`, `numeric`, `timestamptz`"));
    }
    (*out)[text.substr(0, equals)] = type;
  }
  return absl::OkStatus();
}

absl::StatusOr<CsvOptions> ReadOptions(const MaskFlags& flags) {
  CsvOptions options = flags.options;
  SUDARE_ASSIGN_OR_RETURN(options.encoding, EncodingFromName(flags.encoding));
  options.output_encoding = options.encoding;
  if (!flags.output_encoding.empty()) {
    SUDARE_ASSIGN_OR_RETURN(options.output_encoding, EncodingFromName(flags.output_encoding));
  }
  SUDARE_RETURN_IF_ERROR(ReadTypes(flags.types, &options.types));
  options.heading = flags.heading || options.columns.empty();
  const std::string delimiter = flags.delimiter == "tab" ? "\t" : flags.delimiter;
  if (delimiter.size() != 1) {
    return absl::InvalidArgumentError("--delimiter is one ASCII character, or `tab`");
  }
  options.delimiter = delimiter[0];
  return options;
}

// Keeps one line of the terminal up to date, some times a second.
std::function<void(const StreamProgress&)> ShowProgress(Console& console) {
  using Clock = std::chrono::steady_clock;
  return
      [&console, start = Clock::now(), shown = Clock::now()](const StreamProgress& done) mutable {
        const Clock::time_point now = Clock::now();
        if (now - shown < std::chrono::milliseconds(200)) return;
        shown = now;
        const double seconds = std::chrono::duration<double>(now - start).count();
        console.err << absl::StrFormat("\r%d records, %.1f MB, %.1f MB/s ", done.records,
                                       done.bytes / 1e6, done.bytes / 1e6 / seconds)
                    << std::flush;
      };
}

absl::StatusOr<StreamSummary> MaskInput(const MaskFlags& flags, Console& console) {
  SUDARE_ASSIGN_OR_RETURN(CsvOptions options, ReadOptions(flags));
  SUDARE_ASSIGN_OR_RETURN(const auto masker, MakeMasker(flags, console));
  const bool shows_progress = &console.err == &std::cerr && isatty(STDERR_FILENO) != 0;
  if (shows_progress) options.progress = ShowProgress(console);
  const auto source = SourceFrom(console.in);
  const auto sink = SinkTo(console.out);
  auto done = flags.format == "csv" ? MaskCsv(*source, *sink, *masker, options)
                                    : MaskJsonLines(*source, *sink, *masker, options);
  // The line that showed the progress.
  if (shows_progress) console.err << "\r\x1b[K";
  return done;
}

int RunMask(const MaskFlags& flags, Console& console) {
  const auto done = MaskInput(flags, console);
  if (!done.ok()) {
    console.err << done.status().message() << "\n";
    return kRefused;
  }
  console.err << done->done.records << " records masked";
  if (done->left_out > 0) {
    console.err << "; " << done->left_out
                << (flags.format == "csv" ? " columns that " : " members that ") << flags.account
                << " doesn't see are left out";
  }
  console.err << "\n";
  return kDone;
}

void AddCsvFlags(CLI::App& mask, MaskFlags& flags) {
  mask.add_option("--columns", flags.options.columns,
                  "CSV: the columns by position, for input without a heading")
      ->delimiter(',');
  mask.add_flag(
      "--heading", flags.heading,
      "CSV: with --columns, the input has a heading nevertheless; their names replace it");
  mask.add_option("--delimiter", flags.delimiter, "CSV: one character, or `tab`")
      ->capture_default_str();
  mask.add_flag("--keep-positions", flags.options.keep_positions,
                "CSV: columns that aren't shown stay as empty fields");
}

}  // namespace

void AddMaskCommand(CLI::App& app, Console& console) {
  auto flags = std::make_shared<MaskFlags>();
  CLI::App* mask = app.add_subcommand(
      "mask", "mask a CSV or JSON lines, from the input to the output, as an account would see it");
  mask->add_option("--policy", flags->policy, "a file, or a folder of *.textproto files")
      ->required();
  mask->add_option("--account", flags->account, "whose view")->required();
  mask->add_option("--table", flags->options.table, "schema.table whose columns these are")
      ->required();
  mask->add_option("--keyring", flags->keyring, "the keyring, for tokens");
  mask->add_option("--passphrase-file", flags->passphrase_file,
                   "file with its passphrase, mode 0600");
  mask->add_option("--format", flags->format, "csv or jsonl")
      ->check(CLI::IsMember({"csv", "jsonl"}))
      ->capture_default_str();
  mask->add_option("--encoding", flags->encoding, "utf-8 or sjis (CP932)")->capture_default_str();
  mask->add_option("--output-encoding", flags->output_encoding, "that of the input if not given");
  mask->add_option(
      "--type", flags->types,
      "column=type, repeatable; columns without one are text (in JSON: what they are)");
  AddCsvFlags(*mask, *flags);
  mask->add_option("--threads", flags->options.threads, "0: one a processor, at most 8")
      ->capture_default_str();
  mask->add_flag("--rows-are-filtered", flags->options.rows_are_filtered,
                 "the input holds no row that the policy's row filters take out");
  mask->footer(
      "  sudare mask --policy policy --keyring keys --passphrase-file pass --account vendor-01 \\\n"
      "    --table payroll.employees --type birth_date=date <employees.csv >masked.csv\n"
      "Exit codes: 0 done; 1 refused: the output holds the records before the error; 2 wrong "
      "usage.");
  mask->callback([flags, &console] { console.exit_code = RunMask(*flags, console); });
}

}  // namespace sudare
