#include "policy/text/policy_files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sudare::text {
namespace {

namespace fs = std::filesystem;

Issue FileIssue(const std::string& file, std::string message, std::string advice = "") {
  Issue issue;
  issue.code = "unreadable-file";
  issue.place.file = file;
  issue.message = std::move(message);
  issue.advice = std::move(advice);
  return issue;
}

std::string Reason(int error) { return std::error_code(error, std::generic_category()).message(); }

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// One byte more than allowed is enough to know that a file is too large.
bool ReadFile(const std::string& path, std::string* text, std::vector<Issue>* issues) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    issues->push_back(FileIssue(
        path, error ? absl::StrCat("cannot read: ", error.message()) : "not a regular file"));
    return false;
  }
  std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) {
    issues->push_back(FileIssue(path, absl::StrCat("cannot read: ", Reason(errno))));
    return false;
  }
  char buffer[64 * 1024];
  while (text->size() <= kMaxPolicyFileBytes) {
    const size_t count = std::fread(buffer, 1, sizeof(buffer), file.get());
    if (count == 0) break;
    text->append(buffer, count);
  }
  if (std::ferror(file.get())) {
    issues->push_back(FileIssue(path, absl::StrCat("cannot read: ", Reason(errno))));
    return false;
  }
  if (text->size() > kMaxPolicyFileBytes) {
    issues->push_back(TooLarge(path));
    return false;
  }
  return true;
}

std::vector<std::string> FilesOfFolder(const std::string& folder, std::vector<Issue>* issues) {
  std::vector<std::string> files;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (absl::EndsWith(name, ".textproto") && !absl::StartsWith(name, ".")) {
      files.push_back(entry->path().string());
    }
  }
  if (error) {
    issues->push_back(FileIssue(folder, absl::StrCat("cannot list: ", error.message())));
  } else if (files.empty()) {
    issues->push_back(FileIssue(folder, "no *.textproto in this folder"));
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

Issue TooLarge(const std::string& file) {
  return FileIssue(file, absl::StrCat("more than ", kMaxPolicyFileBytes, " bytes"),
                   "cut the policy into several files of a folder");
}

std::vector<std::shared_ptr<const SourceText>> ReadPolicyFiles(const std::string& path,
                                                               std::vector<Issue>* issues) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    const bool missing = !error || status.type() == fs::file_type::not_found;
    issues->push_back(FileIssue(
        path, missing ? "no such file or folder" : absl::StrCat("cannot read: ", error.message()),
        "give the path of a policy file or of a folder of *.textproto"));
    return {};
  }
  const std::vector<std::string> files =
      fs::is_directory(status) ? FilesOfFolder(path, issues) : std::vector<std::string>{path};
  std::vector<std::shared_ptr<const SourceText>> sources;
  for (const std::string& file : files) {
    std::string text;
    if (!ReadFile(file, &text, issues)) continue;
    sources.push_back(std::make_shared<const SourceText>(file, std::move(text)));
  }
  return sources;
}

}  // namespace sudare::text
