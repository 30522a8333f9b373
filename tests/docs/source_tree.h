// SourceTree: the repository itself, whose documents name files that are no inputs of any target.
#ifndef SUDARE_TESTS_DOCS_SOURCE_TREE_H_
#define SUDARE_TESTS_DOCS_SOURCE_TREE_H_

#include <string>
#include <vector>

#include "tests/docs/markdown.h"

namespace sudare::testing {

// Its folder, found by the real path of a file at the root. A failure of the test if there is none.
std::string SourceTree();

// All *.md of the repository, in the order of their paths.
const std::vector<Document>& AllDocuments();

// One of them, by its path from the root. A missing one is a failure of the test.
Document ReadDocument(const std::string& path);

// A file by its path from the root. A missing one is a failure of the test.
std::string ReadSource(const std::string& path);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DOCS_SOURCE_TREE_H_
