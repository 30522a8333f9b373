// What masking a CSV costs, in rows a second:
//
//   {"name": "mask_csv", "ours": 2.1e+06, "reference": 2.4e+06, "ratio": 0.87, "unit": "rows/s"}
//
// A million payslips as in stream_1m: 1 column redacted, 1 partial, 1 tokenized, 4 allowed; 24 rows
// of one person after the other. mask_csv_mixed: the same rows, no two of one person near each
// other, so that nothing remembers a token. mask_csv_one_thread: both with a thread only.
// mask_csv_sjis: mask_csv in Shift_JIS, there and back. Reference: the same file parsed and written
// field by field as it is, by the same reader and writer, on one thread as such programs do.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/keyring.h"
#include "policy/masker.h"
#include "policy/streams/csv_masker.h"
#include "policy/streams/csv_record.h"
#include "tests/benchmark/bench_database.h"
#include "tests/benchmark/report.h"
#include "tests/policy/policies.h"

namespace sudare::testing {
namespace {

constexpr int kRows = 1000000;
constexpr int kRowsOfAPerson = 24;
constexpr int kRounds = 5;

// Row `i` of bench.payslips (bench_database.cc).
void AppendRow(int64_t i, std::string* out) {
  static constexpr const char* kFamily[] = {"佐藤", "鈴木", "髙橋", "田中", "渡邉",
                                            "伊藤", "山本", "中村", "小林", "吉田"};
  static constexpr const char* kGiven[] = {"一郎", "花子", "健", "德子", "美咲"};
  const int64_t person = i / kRowsOfAPerson;
  const int64_t month = i % kRowsOfAPerson;
  absl::StrAppend(out, i, ",", 100000 + person, ",", kFamily[person % 10], " ",
                  kGiven[person / 10 % 5], person, ",", 100000000000 + person * 7919004321 % 900000,
                  ",090-", 1000 + person % 9000, "-", 1000 + person * 37 % 9000);
  absl::StrAppend(out, ",20", 22 + month / 12, month % 12 < 9 ? "-0" : "-", month % 12 + 1, "-01,",
                  180000 + i * 7919 % 400000, "\n");
}

std::string WriteFile(const std::string& folder, bool mixed) {
  std::string text = "id,employee_no,full_name,personal_number,phone,month,gross\n";
  for (int64_t i = 0; i < kRows; ++i) AppendRow(mixed ? i * 7919 % kRows : i, &text);
  const std::string path = absl::StrCat(folder, mixed ? "/mixed.csv" : "/sorted.csv");
  std::ofstream(path) << text;
  return path;
}

void Copy(const std::string& path) {
  std::ifstream in(path);
  std::ofstream out("/dev/null");
  const auto source = SourceFrom(in);
  const auto sink = SinkTo(out);
  std::string text, written, unquoted;
  std::vector<CsvField> fields;
  int rows = 0;
  while (true) {
    const size_t before = text.size();
    text.resize(before + (1 << 20));
    text.resize(before + *source->Read(&text[before], 1 << 20));
    const bool ended = text.size() == before;
    const size_t length = ended ? text.size() : CompleteCsvRecords(text);
    CsvCursor cursor(absl::string_view(text).substr(0, length), ',', 1);
    for (; !cursor.AtEnd(); ++rows) {
      Require(cursor.Next(&fields) == CsvError::kNone, "the file is no CSV");
      for (const CsvField& field : fields) {
        if (&field != &fields[0]) written += ',';
        AppendCsvField(FieldText(field, &unquoted), field.quoted, ',', &written);
      }
      written += '\n';
    }
    Require(sink->Write(written).ok(), "no output");
    written.clear();
    text.erase(0, length);
    if (ended) break;
  }
  Require(rows == kRows + 1, "rows are missing");
}

void Mask(const std::string& path, const Masker& masker, const CsvOptions& options) {
  std::ifstream in(path);
  std::ofstream out("/dev/null");
  const auto source = SourceFrom(in);
  const auto sink = SinkTo(out);
  const auto done = MaskCsv(*source, *sink, masker, options);
  Require(done.ok() && done->done.records == kRows, "masking failed");
}

// `reference` is in the same encoding as what is masked, or in UTF-8 where there is no other.
void Measure(const std::string& name, const std::string& path, const std::string& reference,
             const Masker& masker, const CsvOptions& options) {
  std::vector<double> ours, copied;
  for (int i = 0; i < kRounds; ++i) {
    copied.push_back(kRows / SecondsOf([&] { Copy(reference); }));
    ours.push_back(kRows / SecondsOf([&] { Mask(path, masker, options); }));
  }
  Report(name, Median(ours), Median(copied), "rows/s");
}

std::string InShiftJis(const std::string& path) {
  std::ifstream in(path);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  std::string sjis;
  Require((*TextEncoder::Create(TextEncoding::kShiftJis))->Append(text, &sjis), "no Shift_JIS");
  std::ofstream(path + ".sjis") << sjis;
  return path + ".sjis";
}

void Run() {
  char folder[] = "/tmp/sudare-mask-csv-XXXXXX";
  Require(mkdtemp(folder) != nullptr, "no folder");
  const auto masker = Masker::Create(
      PolicyOf(BenchPolicy("")), *Keyring::FromKey(1, std::string(32, 'k')), "bench", absl::Now());
  Require(masker.ok(), "no masker");
  CsvOptions options;
  options.table = "bench.payslips";
  const std::string sorted = WriteFile(folder, /*mixed=*/false);
  const std::string mixed = WriteFile(folder, /*mixed=*/true);
  const std::string sjis = InShiftJis(sorted);
  Measure("mask_csv", sorted, sorted, **masker, options);
  Measure("mask_csv_mixed", mixed, mixed, **masker, options);
  CsvOptions shift_jis = options;
  shift_jis.encoding = shift_jis.output_encoding = TextEncoding::kShiftJis;
  Measure("mask_csv_sjis", sjis, sorted, **masker, shift_jis);
  options.threads = 1;
  Measure("mask_csv_one_thread", sorted, sorted, **masker, options);
  Measure("mask_csv_mixed_one_thread", mixed, mixed, **masker, options);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace sudare::testing

int main() {
  sudare::testing::Run();
  return 0;
}
