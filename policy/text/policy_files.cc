#include "policy/text/policy_files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <functional>
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

bool IsPolicyName(const std::string& name) {
  return absl::EndsWith(name, ".textproto") && !absl::EndsWith(name, kTestFileSuffix) &&
         !absl::EndsWith(name, kCatalogFileSuffix);
}

std::vector<std::string> FilesOfFolder(const std::string& folder,
                                       const std::function<bool(const std::string&)>& is_wanted,
                                       std::vector<Issue>* issues) {
  std::vector<std::string> files;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (is_wanted(name) && !absl::StartsWith(name, ".")) files.push_back(entry->path().string());
  }
  if (error) {
    issues->push_back(FileIssue(folder, absl::StrCat("cannot list: ", error.message())));
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> PolicyFilesAt(const std::string& path, bool is_folder,
                                       std::vector<Issue>* issues) {
  if (!is_folder) {
    if (IsPolicyName(path) || !absl::EndsWith(path, ".textproto")) return {path};
    issues->push_back(FileIssue(path, "this name is that of a file beside a policy, not of one",
                                "give the policy's own file or folder"));
    return {};
  }
  const size_t before = issues->size();
  std::vector<std::string> files = FilesOfFolder(path, IsPolicyName, issues);
  if (files.empty() && issues->size() == before) {
    issues->push_back(FileIssue(path, "no *.textproto in this folder"));
  }
  return files;
}

std::vector<std::shared_ptr<const SourceText>> ReadAll(const std::vector<std::string>& files,
                                                       std::vector<Issue>* issues) {
  std::vector<std::shared_ptr<const SourceText>> sources;
  for (const std::string& file : files) {
    if (auto source = ReadTextFile(file, issues)) sources.push_back(std::move(source));
  }
  return sources;
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
  return ReadAll(PolicyFilesAt(path, fs::is_directory(status), issues), issues);
}

std::vector<std::shared_ptr<const SourceText>> ReadFilesBeside(const std::string& path,
                                                               const std::string& suffix,
                                                               std::vector<Issue>* issues) {
  std::error_code error;
  std::string folder = path;
  if (!fs::is_directory(path, error)) folder = fs::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  return ReadAll(
      FilesOfFolder(
          folder, [&suffix](const std::string& name) { return absl::EndsWith(name, suffix); },
          issues),
      issues);
}

std::shared_ptr<const SourceText> ReadTextFile(const std::string& path,
                                               std::vector<Issue>* issues) {
  std::string text;
  if (!ReadFile(path, &text, issues)) return nullptr;
  return std::make_shared<const SourceText>(path, std::move(text));
}

}  // namespace sudare::text
