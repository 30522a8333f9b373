// Corpus: the inputs that are kept for one fuzz target.
#ifndef SUDARE_TESTS_FUZZ_CORPUS_H_
#define SUDARE_TESTS_FUZZ_CORPUS_H_

#include <string>
#include <vector>

namespace sudare::fuzz {

struct CorpusInput {
  // The file, and the line of one that holds many.
  std::string name;
  std::string bytes;
};

// All of `folder`, in order of names: each file is an input, but found.txt, whose lines are inputs
// written as C strings. Ends the process if there is none, or a line can't be read.
std::vector<CorpusInput> ReadCorpus(const std::string& folder);

}  // namespace sudare::fuzz

#endif  // SUDARE_TESTS_FUZZ_CORPUS_H_
