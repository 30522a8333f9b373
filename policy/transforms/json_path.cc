#include "policy/transforms/json_path.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/base/utf8.h"

namespace sudare {
namespace {

constexpr size_t kMaxPaths = 100;
constexpr size_t kMaxSteps = 16;
constexpr size_t kMaxPathBytes = 1000;

// A key, or each element if unset.
using Step = std::optional<std::string>;

bool IsPlainKeyByte(char c) {
  return absl::ascii_isalnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

// "a b", with \" and \\ for those two.
bool ConsumeQuotedKey(absl::string_view* path, std::string* key) {
  while (!path->empty()) {
    char c = path->front();
    path->remove_prefix(1);
    if (c == '"') return true;
    if (c == '\\') {
      if (path->empty() || (path->front() != '"' && path->front() != '\\')) return false;
      c = path->front();
      path->remove_prefix(1);
    }
    key->push_back(c);
  }
  return false;
}

bool ConsumeStep(absl::string_view* path, Step* step) {
  if (absl::ConsumePrefix(path, "[*]")) {
    step->reset();
    return true;
  }
  if (!absl::ConsumePrefix(path, ".")) return false;
  std::string key;
  if (absl::ConsumePrefix(path, "\"")) {
    if (!ConsumeQuotedKey(path, &key)) return false;
  } else {
    while (!path->empty() && IsPlainKeyByte(path->front())) {
      key.push_back(path->front());
      path->remove_prefix(1);
    }
    if (key.empty()) return false;
  }
  *step = std::move(key);
  return true;
}

absl::StatusOr<std::vector<Step>> ParsePath(absl::string_view path) {
  const std::string quoted = Quoted(path);
  const absl::Status wrong = absl::InvalidArgumentError(absl::StrCat(
      "path ", quoted, " can't be read: write it like `$.a.b`, `$.lines[*].code` or `$.\"a b\"`"));
  if (path.size() > kMaxPathBytes || absl::StrContains(path, '\0') ||
      FindInvalidUtf8(path) != absl::string_view::npos || !absl::ConsumePrefix(&path, "$")) {
    return wrong;
  }
  std::vector<Step> steps;
  while (!path.empty()) {
    Step step;
    if (!ConsumeStep(&path, &step)) return wrong;
    steps.push_back(std::move(step));
  }
  if (steps.empty()) {
    return absl::InvalidArgumentError("path `$` keeps the whole document: use `allow`");
  }
  if (steps.size() > kMaxSteps) {
    return absl::InvalidArgumentError(
        absl::StrCat("path ", quoted, " is deeper than ", kMaxSteps, " steps"));
  }
  return steps;
}

bool KeyBefore(const JsonKeep::Member& member, const std::string& key) {
  return member.key.size() != key.size() ? member.key.size() < key.size() : member.key < key;
}

// Where `step` leads from `keep`; made if it isn't there.
JsonKeep* Follow(const Step& step, JsonKeep* keep) {
  if (!step.has_value()) {
    if (keep->elements == nullptr) keep->elements = std::make_unique<JsonKeep>();
    return keep->elements.get();
  }
  auto member = std::lower_bound(keep->members.begin(), keep->members.end(), *step, KeyBefore);
  if (member == keep->members.end() || member->key != *step) {
    member = keep->members.insert(member, {*step, std::make_unique<JsonKeep>()});
  }
  return member->keep.get();
}

}  // namespace

absl::StatusOr<std::unique_ptr<const JsonKeep>> ParseJsonPaths(
    const std::vector<std::string>& paths) {
  if (paths.empty() || paths.size() > kMaxPaths) {
    return absl::InvalidArgumentError(
        absl::StrCat("`json` needs 1 to ", kMaxPaths, " paths in `keep`"));
  }
  auto root = std::make_unique<JsonKeep>();
  for (const std::string& path : paths) {
    SUDARE_ASSIGN_OR_RETURN(const std::vector<Step> steps, ParsePath(path));
    JsonKeep* keep = root.get();
    for (const Step& step : steps) {
      if (keep->whole) break;
      keep = Follow(step, keep);
    }
    keep->whole = true;
    keep->members.clear();
    keep->elements.reset();
  }
  return root;
}

}  // namespace sudare
