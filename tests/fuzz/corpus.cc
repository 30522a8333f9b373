#include "tests/fuzz/corpus.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/fuzz/expect.h"

namespace sudare::fuzz {
namespace {

constexpr char kManyInputs[] = "found.txt";

void ReadMany(const std::filesystem::path& path, std::vector<CorpusInput>* inputs) {
  std::ifstream file(path);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    CorpusInput input;
    input.name = absl::StrCat(path.string(), ":", number);
    Expect(absl::CUnescape(line, &input.bytes), "a line of the corpus is a C string", input.name);
    inputs->push_back(std::move(input));
  }
}

}  // namespace

std::vector<CorpusInput> ReadCorpus(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<CorpusInput> inputs;
  for (const std::filesystem::path& path : paths) {
    if (path.filename() == kManyInputs) {
      ReadMany(path, &inputs);
      continue;
    }
    std::ifstream file(path, std::ios::binary);
    inputs.push_back({path.string(), std::string(std::istreambuf_iterator<char>(file), {})});
  }
  Expect(!inputs.empty(), "there is a corpus", folder);
  return inputs;
}

}  // namespace sudare::fuzz
