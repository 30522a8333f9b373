// Runs a fuzz target without a fuzzer: over its corpus, and over a fixed number of mutations of it,
// the same ones each time.
//
//   replay CORPUS_FOLDER MUTATIONS
//
// Where the target ends the process, the last lines tell by which input.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "tests/fuzz/corpus.h"
#include "tests/fuzz/text_mutator.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

using sudare::fuzz::CorpusInput;

std::string* running = nullptr;

void TellInput(int signal) {
  std::fprintf(stderr, "by the input %s\n", running->c_str());
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void Run(const std::string& name, const std::string& bytes) {
  *running = name + ": \"" + absl::CEscape(bytes) + "\"";
  // A buffer of its own, so that reading beyond its end is seen.
  const std::vector<uint8_t> data(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(data.data(), data.size());
}

std::string FlipBytes(std::string bytes, std::mt19937* random) {
  const size_t changes = 1 + (*random)() % 4;
  for (size_t i = 0; i < changes && !bytes.empty(); ++i) {
    const size_t at = (*random)() % bytes.size();
    bytes[at] = static_cast<char>(bytes[at] ^ (1 + (*random)() % 255));
  }
  return bytes;
}

void RunMutations(const std::vector<CorpusInput>& corpus, int mutations) {
  std::mt19937 random(20260401);
  sudare::fuzz::TextMutator mutator(7);
  for (const CorpusInput& input : corpus) mutator.Learn(input.bytes);
  for (int i = 0; i < mutations; ++i) {
    const CorpusInput& input = corpus[random() % corpus.size()];
    const CorpusInput& other = corpus[random() % corpus.size()];
    const std::string name = input.name + ", changed";
    if (random() % 4 == 0) {
      Run(name, FlipBytes(input.bytes, &random));
    } else {
      Run(name, mutator.Mutate(input.bytes, other.bytes));
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  int mutations = 0;
  if (argc != 3 || !absl::SimpleAtoi(argv[2], &mutations)) {
    std::fprintf(stderr, "usage: replay CORPUS_FOLDER MUTATIONS\n");
    return 2;
  }
  running = new std::string();
  std::signal(SIGABRT, TellInput);
  std::signal(SIGSEGV, TellInput);
  const std::vector<CorpusInput> corpus = sudare::fuzz::ReadCorpus(argv[1]);
  for (const CorpusInput& input : corpus) Run(input.name, input.bytes);
  RunMutations(corpus, mutations);
  std::printf("%zu inputs and %d mutations of them\n", corpus.size(), mutations);
  return 0;
}
