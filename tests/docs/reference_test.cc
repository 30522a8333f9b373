// The reference pages: every field is described, none that isn't there, each is shown in an
// example, and the real loader says of the examples what the page says.
//
// Fences: "textproto" is complete by itself; "textproto add" is read together with the first
// complete one of the page; "textproto role" is the inside of a role, read in the same way. With
// "mistake" the block "text" after it is what the loader says. Record these anew by
//
//   SUDARE_RECORD_GOLDEN=1 bazel run //tests/docs:reference_test
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "proto/config.pb.h"
#include "proto/policy.pb.h"
#include "proxy/config.h"
#include "tests/docs/markdown.h"
#include "tests/docs/schema_coverage.h"
#include "tests/docs/source_tree.h"

namespace sudare::testing {
namespace {

using google::protobuf::TextFormat;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kPolicyPage[] = "docs/policy_reference.md";
constexpr char kConfigPage[] = "docs/configuration.md";

std::string Shown(const std::vector<Issue>& issues) {
  std::string shown;
  for (const Issue& issue : issues) absl::StrAppend(&shown, issue.ToString(), "\n");
  return shown;
}

// Puts what the loader says into the page.
void Record(const std::string& page, const FencedBlock& mistake, const std::string& expected,
            const std::string& actual) {
  const std::string before = absl::StrCat(mistake.text, "```\n\n```text\n");
  const std::string text =
      absl::StrReplaceAll(ReadSource(page), {{before + expected, before + actual}});
  std::ofstream(absl::StrCat(SourceTree(), "/", page), std::ios::binary) << text;
}

bool Recording() { return getenv("SUDARE_RECORD_GOLDEN") != nullptr; }

// Those of `names` that aren't among `others`.
std::vector<std::string> Without(const std::set<std::string>& names,
                                 const std::set<std::string>& others) {
  std::vector<std::string> left;
  for (const std::string& name : names) {
    if (others.count(name) == 0) left.push_back(name);
  }
  return left;
}

void ExpectAllDescribed(const std::string& path, const google::protobuf::FileDescriptor& file) {
  const std::set<std::string> declared = DeclaredNames(file);
  const std::set<std::string> documented = DocumentedNames(ReadDocument(path), declared);
  EXPECT_THAT(Without(declared, documented), IsEmpty()) << "not described in " << path;
  EXPECT_THAT(Without(documented, declared), IsEmpty()) << path << " describes what isn't there";
}

TEST(ReferenceTest, EveryFieldOfAPolicyIsDescribed) {
  ExpectAllDescribed(kPolicyPage, *v1::Policy::descriptor()->file());
}

TEST(ReferenceTest, EveryFieldOfTheConfigurationIsDescribed) {
  ExpectAllDescribed(kConfigPage, *v1::Config::descriptor()->file());
}

TEST(ReferenceTest, WhatIsMissingOrTooMuchIsFound) {
  const std::set<std::string> declared = DeclaredNames(*v1::Config::descriptor()->file());
  EXPECT_THAT(declared, Contains("Listener.plaintext_on_loopback"));
  const Document page = ParseMarkdown(
      "x.md",
      "## `Audit`: the log\n| `folder` | |\n| `colour` | |\n## `Nothing`\n## Others\n| `x` |\n");
  EXPECT_THAT(DocumentedNames(page, declared),
              ::testing::ElementsAre("Audit", "Audit.colour", "Audit.folder", "Nothing"));
}

// The blocks of a page that hold text-format, with what they add to.
class Examples {
 public:
  explicit Examples(const std::string& path) : page_(ReadDocument(path)) {
    for (const FencedBlock& block : page_.blocks) {
      if (block.Is("textproto") && block.words.size() == 1 && base_.empty()) base_ = block.text;
    }
    EXPECT_NE(base_, "") << path << " begins with no complete example";
  }

  const std::string& base() const { return base_; }
  std::string Place(const FencedBlock& block) const {
    return absl::StrCat(page_.path, ":", block.line);
  }

  // Calls `good(block)` for examples and `bad(block, expected)` for mistakes.
  template <typename Good, typename Bad>
  void ForEach(const Good& good, const Bad& bad) const {
    for (size_t i = 0; i < page_.blocks.size(); ++i) {
      const FencedBlock& block = page_.blocks[i];
      if (!block.Is("textproto")) continue;
      if (!block.Has("mistake")) {
        good(block);
      } else if (i + 1 < page_.blocks.size() && page_.blocks[i + 1].Is("text")) {
        bad(block, page_.blocks[i + 1].text);
      } else {
        ADD_FAILURE() << Place(block) << ": a mistake without its message";
      }
    }
  }

 private:
  const Document page_;
  std::string base_;
};

// The text of a policy file for a block; one of a role has the lines of the page.
std::string TextOfBlock(const FencedBlock& block) {
  if (!block.Has("role")) return block.text;
  return absl::StrCat("roles { name: \"example\"\n", block.text, "}\n");
}

std::vector<Issue> LoadExample(const Examples& examples, const FencedBlock& block) {
  std::vector<PolicyText> sources;
  if (block.words.size() > 1) sources.push_back({"policy.textproto", examples.base()});
  sources.push_back({"example.textproto", TextOfBlock(block)});
  std::vector<Issue> issues = LoadPolicyFromSources(sources).issues;
  // A part of a role needn't have rules.
  for (size_t i = issues.size(); i > 0; --i) {
    if (block.Has("role") && issues[i - 1].code == "no-rules") issues.erase(issues.begin() + i - 1);
  }
  return issues;
}

TEST(ReferenceTest, EveryExampleOfAPolicyIsWhatThePageSays) {
  const Examples examples(kPolicyPage);
  std::set<std::string> used;
  int mistakes = 0;
  examples.ForEach(
      [&](const FencedBlock& block) {
        EXPECT_EQ(Shown(LoadExample(examples, block)), "") << examples.Place(block);
        v1::Policy policy;
        EXPECT_TRUE(TextFormat::ParseFromString(TextOfBlock(block), &policy));
        AddUsedFields(policy, &used);
      },
      [&](const FencedBlock& block, const std::string& expected) {
        const std::string actual = Shown(LoadExample(examples, block));
        if (Recording()) return Record(kPolicyPage, block, expected, actual);
        EXPECT_EQ(actual, expected) << examples.Place(block);
        ++mistakes;
      });
  EXPECT_TRUE(Recording() || mistakes > 5);
  for (const std::string& name : DeclaredNames(*v1::Policy::descriptor()->file())) {
    // Fields, not messages, enums and their values.
    const size_t dot = name.rfind('.');
    if (dot == std::string::npos || name[dot + 1] < 'a') continue;
    EXPECT_THAT(used, Contains(name)) << "no example shows it";
  }
}

// Files that configurations of the page name.
class ConfigFolder {
 public:
  ConfigFolder() {
    std::string folder = "/tmp/sudare-reference-XXXXXX";
    EXPECT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    mkdir(Path("policy").c_str(), 0700);
    for (const char* name : {"server.pem", "server.key", "vendors-ca.pem", "keyring", "passphrase",
                             "head.pub", "deputy.pub", "audit.key", "replay.pub"}) {
      std::ofstream(Path(name)) << "x";
      chmod(Path(name).c_str(), 0600);
    }
  }
  ~ConfigFolder() { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return absl::StrCat(folder_, "/", name); }

 private:
  std::string folder_;
};

// A block in place of what the page's first example has of the same fields.
v1::Config Combined(const std::string& base, const v1::Config& part) {
  v1::Config config;
  EXPECT_TRUE(TextFormat::ParseFromString(base, &config));
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  part.GetReflection()->ListFields(part, &fields);
  for (const auto* field : fields) config.GetReflection()->ClearField(&config, field);
  config.MergeFrom(part);
  return config;
}

TEST(ReferenceTest, EveryExampleOfAConfigurationIsWhatThePageSays) {
  const Examples examples(kConfigPage);
  const ConfigFolder folder;
  std::set<std::string> used;
  int mistakes = 0;
  examples.ForEach(
      [&](const FencedBlock& block) {
        v1::Config part;
        ASSERT_TRUE(TextFormat::ParseFromString(block.text, &part)) << examples.Place(block);
        AddUsedFields(part, &used);
        std::string text;
        ASSERT_TRUE(TextFormat::PrintToString(Combined(examples.base(), part), &text));
        const ConfigResult result = ParseConfig(folder.Path("sudare.textproto"), text);
        EXPECT_EQ(Shown(result.issues), "") << examples.Place(block);
      },
      [&](const FencedBlock& block, const std::string& expected) {
        // What else is missing in a part is no mistake of it.
        const std::string actual = Shown(ParseConfig("sudare.textproto", block.text).issues);
        EXPECT_THAT(actual, HasSubstr(expected)) << examples.Place(block);
        ++mistakes;
      });
  EXPECT_GT(mistakes, 3);
  for (const std::string& name : DeclaredNames(*v1::Config::descriptor()->file())) {
    const size_t dot = name.rfind('.');
    if (dot == std::string::npos || name[dot + 1] < 'a') continue;
    EXPECT_THAT(used, Contains(name)) << "no example shows it";
  }
}

}  // namespace
}  // namespace sudare::testing
