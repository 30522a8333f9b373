// What masks and tokens cost. Prints one JSON object a line:
//
//   {"name":"mask_partial","ours":61.2,"reference":9.8,"ratio":6.24,"unit":"ns"}
//
// Reference: for masks a copy of the value into a std::string; for opaque tokens one keyed BLAKE2b
// call of libsodium over the same bytes; for tokens of digits a chain of as many AES-256 blocks as
// FF1 needs, under a key set up for it, by OpenSSL in one call. Names as arguments choose among
// them.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>
#include <sodium.h>

#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "policy/keyring.h"
#include "policy/mask.h"
#include "policy/token.h"

namespace sudare {
namespace {

constexpr char kReference[] = "/reference";

struct MaskCase {
  const char* name;
  const char* rule;
  SqlType type;
  const char* value;
};

constexpr MaskCase kMasks[] = {
    {"mask_allow", "allow { }", SqlType::kText, "山田 太郎"},
    {"mask_redact", "redact { }", SqlType::kText, "123456789018"},
    {"mask_redact_constant", "redact { constant: '非表示' }", SqlType::kText, "123456789018"},
    {"mask_presence", "presence { }", SqlType::kText, "123456789018"},
    {"mask_partial", "partial { keep_last: 3 }", SqlType::kText, "1234567"},
    {"mask_partial_japanese", "partial { keep_first: 1 }", SqlType::kText,
     "東京都千代田区霞が関一丁目"},
    {"mask_generalize_date", "generalize { date_to: FISCAL_YEAR }", SqlType::kDate, "1985-10-17"},
    {"mask_generalize_timestamptz", "generalize { date_to: MONTH }", SqlType::kTimestamptz,
     "2023-10-01 03:04:05.123456+00"},
    {"mask_generalize_integer", "generalize { number_bucket: '10000' }", SqlType::kInt4, "312345"},
    {"mask_generalize_numeric", "generalize { number_bucket: '10000' }", SqlType::kNumeric,
     "312345.67"},
    {"mask_generalize_brackets",
     "generalize { brackets { from: '0' } brackets { from: '250000' } brackets { from: '500000' } "
     "}",
     SqlType::kInt4, "312345"},
    {"mask_scrub", "scrub { }", SqlType::kText, "番号は1234 5678 9018です。口座を変更しました。"},
    {"mask_scrub_ascii", "scrub { }", SqlType::kText,
     "called 090-1234-5678, no answer; try again on Monday"},
    {"mask_json", "json { keep: '$.form_version' keep: '$.totals.gross' }", SqlType::kJsonb,
     "{\"name\": \"山田\", \"totals\": {\"net\": 2, \"gross\": 310000}, \"form_version\": "
     "\"R05\"}"},
};

void RunMask(const MaskCase& one, benchmark::State& state) {
  sudare::v1::Rule rule;
  const auto mask = google::protobuf::TextFormat::ParseFromString(one.rule, &rule)
                        ? MakeMask(rule, {one.type})
                        : absl::InvalidArgumentError("rule");
  if (!mask.ok()) return state.SkipWithError(one.name);
  const absl::string_view value = one.value;
  for (auto _ : state) benchmark::DoNotOptimize((*mask)->Apply(&value));
}

void RunCopy(const MaskCase& one, benchmark::State& state) {
  const absl::string_view value = one.value;
  for (auto _ : state) benchmark::DoNotOptimize(std::string(value));
}

std::shared_ptr<const Tokenizer> MakeTokenizer(benchmark::State& state) {
  const auto keyring = Keyring::FromKey(1, std::string(32, 'k'));
  if (!keyring.ok()) {
    state.SkipWithError("keyring");
    return nullptr;
  }
  return (*keyring)->MakeTokenizer({"employee", "global"}, "emp");
}

// Distinct values, more than the cache holds.
std::vector<std::string> DistinctValues() {
  std::vector<std::string> values;
  for (int i = 0; i < 100000; ++i) values.push_back(absl::StrCat(10000000 + i * 37));
  return values;
}

void RunTokenizer(const Tokenizer& tokenizer, const std::vector<std::string>& values,
                  benchmark::State& state) {
  std::string out;
  size_t next = 0;
  for (auto _ : state) {
    out.clear();
    tokenizer.AppendToken(values[next], &out);
    benchmark::DoNotOptimize(out.data());
    if (++next == values.size()) next = 0;
  }
}

void RunToken(const std::vector<std::string>& values, benchmark::State& state) {
  const auto tokenizer = MakeTokenizer(state);
  if (tokenizer != nullptr) RunTokenizer(*tokenizer, values, state);
}

void RunHash(const std::vector<std::string>& values, benchmark::State& state) {
  const std::string key(32, 'k');
  unsigned char hash[32];
  size_t next = 0;
  for (auto _ : state) {
    crypto_generichash(
        hash, sizeof(hash), reinterpret_cast<const unsigned char*>(values[next].data()),
        values[next].size(), reinterpret_cast<const unsigned char*>(key.data()), key.size());
    benchmark::DoNotOptimize(hash);
    if (++next == values.size()) next = 0;
  }
}

// Eleven blocks: the header and one a round.
constexpr int kFf1Bytes = 11 * 16;

void RunDigitToken(const std::vector<std::string>& values, DigitForm form,
                   benchmark::State& state) {
  const auto keyring = Keyring::FromKey(1, std::string(32, 'k'));
  const auto tokenizer =
      keyring.ok() ? (*keyring)->MakeDigitTokenizer({"number", "global"}, form) : nullptr;
  if (tokenizer == nullptr) return state.SkipWithError("keyring");
  RunTokenizer(*tokenizer, values, state);
}

void RunAesChain(benchmark::State& state) {
  const unsigned char key[32] = {};
  const unsigned char iv[16] = {};
  unsigned char blocks[kFf1Bytes] = {};
  int written = 0;
  EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr);
  for (auto _ : state) {
    EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex2(context, cipher, key, iv, nullptr);
    EVP_EncryptUpdate(context, blocks, &written, blocks, kFf1Bytes);
    EVP_CIPHER_CTX_free(context);
    benchmark::DoNotOptimize(blocks);
  }
  EVP_CIPHER_free(cipher);
}

void RunDetokenize(benchmark::State& state) {
  const auto tokenizer = MakeTokenizer(state);
  if (tokenizer == nullptr) return;
  const std::string token = tokenizer->Tokenize("10000037");
  for (auto _ : state) benchmark::DoNotOptimize(tokenizer->Detokenize(token));
}

// Pairs each result with its reference; prints nothing else.
class JsonLines : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      // The median of the repetitions.
      if (run.run_type == Run::RT_Aggregate && run.aggregate_name == "median") {
        nanoseconds_[run.run_name.function_name] = run.GetAdjustedCPUTime();
      }
    }
  }
  void Finalize() override {
    for (const auto& [name, ours] : nanoseconds_) {
      const auto reference = nanoseconds_.find(name + kReference);
      if (reference == nanoseconds_.end()) continue;
      std::printf(
          "{\"name\":\"%s\",\"ours\":%.1f,\"reference\":%.1f,\"ratio\":%.2f,\"unit\":\"ns\"}\n",
          name.c_str(), ours, reference->second, ours / reference->second);
    }
  }

 private:
  std::map<std::string, double> nanoseconds_;
};

using Body = std::function<void(benchmark::State&)>;

void Register(const std::string& name, const Body& ours, const Body& reference) {
  for (const auto& [suffix, body] :
       {std::make_pair("", ours), std::make_pair(kReference, reference)}) {
    benchmark::RegisterBenchmark((name + suffix).c_str(), body)->Repetitions(5)->MinTime(0.05);
  }
}

void RegisterAll() {
  for (const MaskCase& one : kMasks) {
    Register(
        one.name, [&one](benchmark::State& state) { RunMask(one, state); },
        [&one](benchmark::State& state) { RunCopy(one, state); });
  }
  const std::vector<std::string> distinct = DistinctValues();
  const std::vector<std::string> repeated = {"10000037", "10000074", "10000111"};
  const auto add_token = [](const char* name, const std::vector<std::string>& values) {
    Register(
        name, [values](benchmark::State& state) { RunToken(values, state); },
        [values](benchmark::State& state) { RunHash(values, state); });
  };
  add_token("token_uncached", distinct);
  add_token("token_cached", repeated);
  const auto add_digits = [](const char* name, DigitForm form,
                             const std::vector<std::string>& values) {
    Register(
        name, [=](benchmark::State& state) { RunDigitToken(values, form, state); }, RunAesChain);
  };
  add_digits("token_digits_uncached", DigitForm::kText, distinct);
  add_digits("token_digits_integer_uncached", DigitForm::kInteger, distinct);
  add_digits("token_digits_cached", DigitForm::kText, repeated);
  Register(
      "detokenize", [](benchmark::State& state) { RunDetokenize(state); },
      [repeated](benchmark::State& state) { RunHash(repeated, state); });
}

}  // namespace
}  // namespace sudare

int main(int argc, char** argv) {
  if (sodium_init() < 0) return 1;
  sudare::RegisterAll();
  std::string wanted;
  for (int i = 1; i < argc; ++i) absl::StrAppend(&wanted, wanted.empty() ? "" : "|", argv[i]);
  sudare::JsonLines reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter,
                                    wanted.empty() ? "." : absl::StrCat("^(", wanted, ")(/|$)"));
}
