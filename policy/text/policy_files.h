// Reading policy files from disk.
#ifndef SUDARE_POLICY_TEXT_POLICY_FILES_H_
#define SUDARE_POLICY_TEXT_POLICY_FILES_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "policy/issue.h"
#include "policy/text/source_text.h"

namespace sudare::text {

// A policy of three hundred columns has 40 KB. The bound keeps a wrong path from filling the
// memory.
inline constexpr size_t kMaxPolicyFileBytes = 4 * 1024 * 1024;

// Files with these names stand beside a policy and are no part of it: tests of it, and the
// structure of its database.
inline constexpr char kTestFileSuffix[] = ".test.textproto";
inline constexpr char kCatalogFileSuffix[] = ".catalog.textproto";

// The issue of a file over that bound.
Issue TooLarge(const std::string& file);

// The file at `path`, or the files of that folder whose names end in ".textproto", but with neither
// suffix above, and don't start with a dot, in name order. What can't be read or is too large
// becomes an issue. Opens regular files only: a pipe would block.
std::vector<std::shared_ptr<const SourceText>> ReadPolicyFiles(const std::string& path,
                                                               std::vector<Issue>* issues);

// The files with this suffix in the folder at `path`, or in the folder that the file at `path` lies
// in, in name order; there may be none.
std::vector<std::shared_ptr<const SourceText>> ReadFilesBeside(const std::string& path,
                                                               const std::string& suffix,
                                                               std::vector<Issue>* issues);

// One file; nullptr if it can't be read.
std::shared_ptr<const SourceText> ReadTextFile(const std::string& path, std::vector<Issue>* issues);

}  // namespace sudare::text

#endif  // SUDARE_POLICY_TEXT_POLICY_FILES_H_
