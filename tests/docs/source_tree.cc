#include "tests/docs/source_tree.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace sudare::testing {

std::string SourceTree() {
  std::error_code error;
  const std::filesystem::path file = std::filesystem::canonical(".clang-format", error);
  EXPECT_FALSE(error) << "no .clang-format among the inputs";
  EXPECT_TRUE(std::filesystem::exists(file.parent_path() / "WORKSPACE")) << file;
  return file.parent_path().string();
}

std::string ReadSource(const std::string& path) {
  std::ifstream file(absl::StrCat(SourceTree(), "/", path), std::ios::binary);
  EXPECT_TRUE(file) << "no file " << path;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Document ReadDocument(const std::string& path) { return ParseMarkdown(path, ReadSource(path)); }

namespace {

std::vector<Document> FindDocuments() {
  const std::string tree = SourceTree();
  std::vector<std::string> paths;
  for (auto entry = std::filesystem::recursive_directory_iterator(tree);
       entry != std::filesystem::recursive_directory_iterator(); ++entry) {
    const std::string name = entry->path().filename().string();
    // Bazel's links lead out of the tree, .git holds no documents.
    const bool skipped = absl::StartsWith(name, "bazel-") || absl::StartsWith(name, ".");
    if (skipped && (entry->is_directory() || entry->is_symlink())) {
      entry.disable_recursion_pending();
    } else if (entry->path().extension() == ".md") {
      paths.push_back(std::filesystem::relative(entry->path(), tree).string());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Document> documents;
  for (const std::string& path : paths) documents.push_back(ReadDocument(path));
  return documents;
}

}  // namespace

const std::vector<Document>& AllDocuments() {
  static const std::vector<Document>* const documents = new std::vector<Document>(FindDocuments());
  return *documents;
}

}  // namespace sudare::testing
