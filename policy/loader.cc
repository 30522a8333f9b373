#include "policy/loader.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "policy/compiled_policy.h"
#include "policy/signature.h"
#include "policy/text/parsed_policy.h"
#include "policy/text/policy_files.h"
#include "policy/text/source_text.h"
#include "policy/validator.h"

namespace sudare {
namespace {

using Sources = std::vector<std::shared_ptr<const text::SourceText>>;

// By file in the order given, then by line and column. What has no place comes first.
void SortIssues(const Sources& sources, std::vector<Issue>* issues) {
  absl::flat_hash_map<std::string, int> order;
  for (const auto& source : sources) order.emplace(source->file(), order.size() + 1);
  const auto key = [&order](const Issue& issue) {
    const auto found = order.find(issue.place.file);
    return std::make_tuple(found == order.end() ? 0 : found->second, issue.place.line,
                           issue.place.column);
  };
  std::stable_sort(issues->begin(), issues->end(),
                   [&key](const Issue& a, const Issue& b) { return key(a) < key(b); });
}

std::vector<SignedFile> FilesOf(const Sources& sources) {
  std::vector<SignedFile> files;
  for (const auto& source : sources) {
    files.push_back({std::filesystem::path(source->file()).filename().string(), source->text()});
  }
  return files;
}

// Errors: see CheckSignature. kNotFound: there is no signature.
absl::Status CheckSignatureOf(const std::string& path, const Sources& sources,
                              const std::vector<Ed25519PublicKey>& signers) {
  std::vector<Issue> issues;
  const auto signature = text::ReadTextFile(SignaturePath(path), &issues);
  if (signature == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("the policy must be signed, and its signature is missing: ",
                     issues.empty() ? "" : issues.front().message));
  }
  return CheckSignature(FilesOf(sources), signature->text(), signers);
}

// `issues`: what already went wrong; some of the policy is missing then.
LoadResult Load(const Sources& sources, std::vector<Issue> issues) {
  LoadResult result;
  text::ParsedPolicy parsed = text::ParsePolicySources(sources, &issues);
  parsed.complete = parsed.complete && !HasErrors(issues);
  std::vector<Issue> found = ValidatePolicy(parsed);
  issues.insert(issues.end(), std::make_move_iterator(found.begin()),
                std::make_move_iterator(found.end()));
  SortIssues(sources, &issues);
  result.issues = std::move(issues);
  if (!HasErrors(result.issues)) result.policy = CompilePolicy(parsed);
  return result;
}

}  // namespace

LoadResult LoadPolicyFromSources(const std::vector<PolicyText>& sources) {
  Sources texts;
  std::vector<Issue> issues;
  for (const PolicyText& source : sources) {
    if (source.text.size() > text::kMaxPolicyFileBytes) {
      issues.push_back(text::TooLarge(source.file));
      continue;
    }
    texts.push_back(std::make_shared<const text::SourceText>(source.file, source.text));
  }
  return Load(texts, std::move(issues));
}

LoadResult LoadPolicy(const std::string& path, const LoadOptions& options) {
  std::vector<Issue> issues;
  const Sources sources = text::ReadPolicyFiles(path, &issues);
  if (!options.signers.empty() && !HasErrors(issues)) {
    const absl::Status status = CheckSignatureOf(path, sources, options.signers);
    if (!status.ok()) {
      Issue issue;
      issue.code = "not-signed";
      issue.place.file = SignaturePath(path);
      issue.message = std::string(status.message());
      issue.advice = "sign by `sudare policy sign`, with the key of a configured signer";
      return {nullptr, {std::move(issue)}};
    }
  }
  return Load(sources, std::move(issues));
}

absl::StatusOr<std::string> SignPolicyAt(const std::string& path, const Ed25519PrivateKey& key) {
  std::vector<Issue> issues;
  const Sources sources = text::ReadPolicyFiles(path, &issues);
  const LoadResult result = Load(sources, std::move(issues));
  if (result.policy == nullptr) {
    const auto error =
        std::find_if(result.issues.begin(), result.issues.end(),
                     [](const Issue& issue) { return issue.severity == Issue::Severity::kError; });
    return absl::InvalidArgumentError(absl::StrCat("the policy has errors, the first at ",
                                                   error->place.ToString(), ": ", error->message,
                                                   ": correct it before it is signed"));
  }
  return SignPolicy(FilesOf(sources), key);
}

}  // namespace sudare
