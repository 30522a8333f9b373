// SchemaCoverage: what a reference page says of the messages of a .proto file, held against their
// descriptors.
//
// A page has a heading for each message and each enum, with its name between backticks, and below
// it a table with a row for each field or value, its name between backticks first.
#ifndef SUDARE_TESTS_DOCS_SCHEMA_COVERAGE_H_
#define SUDARE_TESTS_DOCS_SCHEMA_COVERAGE_H_

#include <set>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/docs/markdown.h"

namespace sudare::testing {

// "Tokenize", "Tokenize.domain", "Tokenize.Scope", "Tokenize.Scope.ROLE": everything that the file
// declares, but for the values of enums that stand for "unset".
std::set<std::string> DeclaredNames(const google::protobuf::FileDescriptor& file);

// The same as the page has it. Headings that name none of `declared` end a part.
std::set<std::string> DocumentedNames(const Document& page, const std::set<std::string>& declared);

// The fields that are set in a message, and in those inside.
void AddUsedFields(const google::protobuf::Message& message, std::set<std::string>* used);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DOCS_SCHEMA_COVERAGE_H_
