#include "policy/loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/policy/policies.h"

namespace sudare {
namespace {

using ::sudare::testing::IssuesOf;
using ::sudare::testing::PolicyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kClasses[] = "classes { name: \"pay\" }\n";
constexpr char kTables[] =
    "tables { name: \"payroll.t\" columns { name: \"a\" class: \"pay\" } }\n";
constexpr char kRoles[] = "roles { name: \"r\" rules { class: \"pay\" allow {} } }\n";

std::string AllOf(const LoadResult& result) {
  return absl::StrJoin(result.issues, "\n",
                       [](std::string* out, const Issue& issue) { out->append(issue.ToString()); });
}

// A folder of its own for each test.
class LoaderFilesTest : public ::testing::Test {
 protected:
  LoaderFilesTest() {
    std::string pattern = absl::StrCat(::testing::TempDir(), "/policy.XXXXXX");
    folder_ = mkdtemp(&pattern[0]);
  }
  ~LoaderFilesTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = absl::StrCat(folder_, "/", name);
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::string folder_;
};

TEST_F(LoaderFilesTest, ReadsOneFile) {
  const LoadResult result = LoadPolicy(Write("p.textproto", absl::StrCat(kClasses, kTables)));
  ASSERT_NE(result.policy, nullptr) << AllOf(result);
  EXPECT_NE(result.policy->FindTable("payroll", "t"), nullptr);
}

TEST_F(LoaderFilesTest, MergesAFolderInNameOrder) {
  Write("10-roles.textproto", kRoles);
  Write("30-classes.textproto", kClasses);
  Write("20-tables.textproto", kTables);
  Write("README.md", "not { a policy");
  Write(".#10-roles.textproto", "an editor's lock");
  Write("10-roles.textproto~", "an editor's copy");
  const LoadResult result = LoadPolicy(folder_);
  ASSERT_NE(result.policy, nullptr) << AllOf(result);
  EXPECT_EQ(result.policy->FindRole("r")->rules[0].place.file,
            absl::StrCat(folder_, "/10-roles.textproto"));
}

TEST_F(LoaderFilesTest, ReportsTheProblemsOfAllFilesInOrder) {
  Write("a.textproto", "classes { nmae: \"pay\" }\nclasses { name: \"Bad\" }\n");
  Write("b.textproto", "tables { name: \"t\" }\nroles { name: pay }\n");
  const LoadResult result = LoadPolicy(folder_);
  EXPECT_EQ(result.policy, nullptr);
  ASSERT_THAT(result.issues, SizeIs(4)) << AllOf(result);
  EXPECT_THAT(result.issues[0].message, HasSubstr("unknown field `nmae`"));
  EXPECT_THAT(result.issues[1].message, HasSubstr("bad class name `Bad`"));
  EXPECT_THAT(result.issues[2].message, HasSubstr("`t` is not schema.table"));
  EXPECT_THAT(result.issues[3].message, HasSubstr("expected text in quotes"));
  EXPECT_THAT(result.issues[3].place.ToString(), HasSubstr("b.textproto:2"));
}

TEST_F(LoaderFilesTest, NamesBothPlacesOfADuplicate) {
  Write("a.textproto", kClasses);
  Write("b.textproto", absl::StrCat("\n", kClasses));
  const LoadResult result = LoadPolicy(folder_);
  EXPECT_THAT(AllOf(result),
              HasSubstr("b.textproto:2:17: error: class `pay` is listed twice, first "
                        "at "));
  EXPECT_THAT(AllOf(result), HasSubstr("a.textproto:1\n"));
}

TEST_F(LoaderFilesTest, SaysThatAPathDoesNotExist) {
  const LoadResult result = LoadPolicy(absl::StrCat(folder_, "/missing"));
  EXPECT_EQ(result.policy, nullptr);
  ASSERT_THAT(result.issues, SizeIs(1));
  EXPECT_THAT(AllOf(result), HasSubstr("/missing: error: no such file or folder"));
}

TEST_F(LoaderFilesTest, SaysThatAFolderHoldsNoPolicy) {
  const LoadResult result = LoadPolicy(folder_);
  EXPECT_EQ(result.policy, nullptr);
  EXPECT_THAT(AllOf(result), HasSubstr("no *.textproto in this folder"));
}

TEST_F(LoaderFilesTest, TestsAndCatalogsBesideAPolicyAreNoPartOfIt) {
  Write("p.textproto", absl::StrCat(kClasses, kTables));
  const std::string test = Write("p.test.textproto", "tests { account: \"a\" }");
  const std::string catalog = Write("db.catalog.textproto", "relations { schema: \"a\" }");
  const LoadResult result = LoadPolicy(folder_);
  EXPECT_NE(result.policy, nullptr) << AllOf(result);
  // Named as the policy, they aren't silently taken for an empty one.
  for (const std::string& path : {test, catalog}) {
    EXPECT_THAT(AllOf(LoadPolicy(path)), HasSubstr("a file beside a policy, not of one"));
  }
}

TEST_F(LoaderFilesTest, AFolderOfTestsAloneHoldsNoPolicy) {
  Write("p.test.textproto", "");
  EXPECT_THAT(AllOf(LoadPolicy(folder_)), HasSubstr("no *.textproto in this folder"));
}

TEST_F(LoaderFilesTest, AFileThatCannotBeReadFailsTheFolder) {
  Write("a.textproto", absl::StrCat(kClasses, kTables, kRoles));
  ASSERT_EQ(symlink("nowhere", absl::StrCat(folder_, "/b.textproto").c_str()), 0);
  const LoadResult result = LoadPolicy(folder_);
  EXPECT_EQ(result.policy, nullptr);
  ASSERT_THAT(result.issues, SizeIs(1)) << AllOf(result);
  EXPECT_THAT(AllOf(result), HasSubstr("b.textproto: error: cannot read"));
}

TEST_F(LoaderFilesTest, AnErrorWhileReadingIsNoShorterPolicy) {
  // A regular file whose first byte can't be read.
  const LoadResult result = LoadPolicy("/proc/self/mem");
  EXPECT_EQ(result.policy, nullptr);
  EXPECT_THAT(AllOf(result), HasSubstr("/proc/self/mem: error: cannot read"));
}

TEST_F(LoaderFilesTest, NeitherFoldersNorPipesAreOpenedAsFiles) {
  std::filesystem::create_directory(absl::StrCat(folder_, "/a.textproto"));
  ASSERT_EQ(mkfifo(absl::StrCat(folder_, "/b.textproto").c_str(), 0600), 0);
  const LoadResult result = LoadPolicy(folder_);
  EXPECT_THAT(AllOf(result), HasSubstr("a.textproto: error: not a regular file"));
  EXPECT_THAT(AllOf(result), HasSubstr("b.textproto: error: not a regular file"));
}

TEST_F(LoaderFilesTest, AnEndlessFileIsCutOff) {
  const std::string path = Write("huge.textproto", "");
  std::filesystem::resize_file(path, 5 * 1024 * 1024);
  EXPECT_THAT(AllOf(LoadPolicy(path)), HasSubstr("more than 4194304 bytes"));
}

TEST(LoaderTest, AnEmptyPolicyIsAnError) {
  EXPECT_THAT(IssuesOf(""), HasSubstr("the policy is empty"));
  EXPECT_THAT(IssuesOf("# nothing\n"), HasSubstr("the policy is empty"));
  EXPECT_EQ(LoadPolicyFromSources({}).policy, nullptr);
}

TEST(LoaderTest, WarningsLeaveThePolicyUsable) {
  const LoadResult result = LoadPolicyFromSources({{"p", "roles { name: \"r\" }"}});
  EXPECT_NE(result.policy, nullptr);
  EXPECT_THAT(result.issues, SizeIs(1));
}

TEST(LoaderTest, AByteOrderMarkIsNoPartOfTheText) {
  EXPECT_EQ(IssuesOf(absl::StrCat("\xEF\xBB\xBF", kClasses)), "");
  EXPECT_THAT(IssuesOf("\xEF\xBB\xBF"
                       "classes { nmae: \"pay\" }"),
              StartsWith("p.textproto:1:11:"));
}

TEST(LoaderTest, ColumnsCountCharactersTabsToo) {
  EXPECT_THAT(IssuesOf("classes {\ttitle: \"給与\"\tnmae: \"pay\" }"),
              StartsWith("p.textproto:1:23: error: unknown field `nmae`"));
}

TEST(LoaderTest, WindowsLineEndsAreNoHarm) {
  EXPECT_EQ(IssuesOf("classes {\r\n  name: \"pay\"\r\n}\r\n"), "");
  EXPECT_EQ(IssuesOf("classes {\r\n  nmae: \"pay\"\r\n}\r\n"),
            "p.textproto:2:3: error: unknown field `nmae` in `classes`\n"
            "    nmae: \"pay\"\n    ^\n  did you mean `name`?");
}

TEST(LoaderTest, RulesInListSyntaxKnowTheirLines) {
  const auto policy =
      PolicyOf(absl::StrCat(kClasses, "classes { name: \"b\" } classes { name: \"c\" }\n",
                            R"(tables { name: "p.t"
  columns: [ { name: "a" class: "pay" }, { name: "b" class: "b" }, { name: "c" class: "c" } ] }
roles {
  name: "r"
  rules: [
    { class: "pay" allow {} },
    { class: "b"
      hide {} }
  ]
  rules { class: "c" hide {} }
}
)"));
  const std::vector<Rule>& rules = policy->FindRole("r")->rules;
  ASSERT_THAT(rules, SizeIs(3));
  EXPECT_EQ(rules[1].place.line, 9);
  EXPECT_EQ(rules[2].place.line, 12);
}

TEST(LoaderTest, ElementsOfAListAreBlamedOneByOne) {
  EXPECT_THAT(IssuesOf(absl::StrCat(kClasses, kTables,
                                    "roles { name: \"r\" rules { class: \"pay\"\n"
                                    "json { keep: [ \"$.a\", # , ok\n  '$.\\'b', \"x\" ] } } }")),
              HasSubstr("p.textproto:5:12: error: path `x`"));
}

TEST(LoaderTest, NamesThatMayStandInAnUnreadablePartAreNotCalledUnknown) {
  const std::string issues = IssuesOf(absl::StrCat(kTables, "classes { name: pay }\n"));
  EXPECT_THAT(issues, HasSubstr("expected text in quotes"));
  EXPECT_THAT(issues, Not(HasSubstr("unknown class")));
}

TEST(LoaderTest, AMissingBracketSpoilsOnlyItsOwnEntry) {
  const std::string issues = IssuesOf("roles { name: \"r\"\nclasses { nmae: \"x\" }\n");
  EXPECT_THAT(issues, HasSubstr("p.textproto:1:7: error: this `{` is never closed"));
  EXPECT_THAT(issues, HasSubstr("p.textproto:2:11: error: unknown field `nmae` in `classes`"));
}

TEST(LoaderTest, PasswordsAndTheirHashesAreNeverShown) {
  for (const char* line : {"accounts { name: \"a\" password_hash: \"hunter2\" }",
                           "accounts { name: \"a\" password_hash: hunter2 }",
                           "accounts { name: \"a\" password_hash \"hunter2\" }",
                           "accounts { name: \"a\" rol: \"x\" password_hash:\t'hunter2' }",
                           "accounts { nmae: \"$argon2id$v=19$m=1$c2FsdA$hunter2\" }",
                           "accounts { name: \"a\" password_hash: \"hunter2 }"}) {
    const std::string issues = IssuesOf(line);
    EXPECT_THAT(issues, HasSubstr("error")) << line;
    EXPECT_THAT(issues, Not(HasSubstr("hunter2"))) << line;
  }
}

struct Hostile {
  const char* what;
  std::string text;
  const char* message;
};

std::string Repeated(absl::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) absl::StrAppend(&result, text);
  return result;
}

std::string Garbage(size_t size) {
  std::mt19937 random(7);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

TEST(LoaderTest, HostileTextIsAClearErrorAndNeverACrash) {
  const Hostile cases[] = {
      {"garbage", Garbage(1 << 20), "error"},
      {"ASCII garbage", Repeated("}{<>[]:;\"'\n#", 50000), "error"},
      {"a NUL byte", std::string("classes { name: \"a\0b\" }", 23), "1:19: error: a NUL byte"},
      {"invalid UTF-8", "# \xE7\xB0", "1:3: error: this byte is not UTF-8"},
      {"latin-1", "classes { title: \"caf\xE9\" }", "1:22: error: this byte is not UTF-8"},
      {"escaped NUL", "classes { name: \"pay\" title: \"\\000\" }", "`title` has a control"},
      {"escaped invalid UTF-8", "classes { name: \"pay\" title: \"\\377\" }",
       "`title` is not UTF-8"},
      {"known nesting", Repeated("roles { rules {\n", 100000), "is never closed"},
      {"one unclosed entry", "roles {\n" + Repeated("rules {\n", 500000), "is never closed"},
      {"unknown nesting", Repeated("x { ", 500000) + Repeated("}", 500000), "line of more than"},
      {"unknown nesting over lines", Repeated("x {\n", 500000) + Repeated("}\n", 500000),
       "nested too deeply"},
      {"lists of lists",
       "classes { name: " + Repeated("[\n", 100000) + Repeated("]\n", 100000) + "}", "error"},
      {"huge", std::string(5 << 20, ' '), "more than 4194304 bytes"},
      {"a long line", "# " + std::string(20000, 'x'), "a line of more than 16384 bytes"},
      {"truncated in a text", "classes { name: \"pa", "never closed"},
      {"truncated after a name", "classes { name", "never closed"},
      {"truncated after a colon", "classes { name:", "never closed"},
      {"binary protobuf",
       "\n\x05\n\x03"
       "pay",
       "control characters"},
      {"huge number", "roles { limits { rows_per_query: 99999999999999999999999999 } }",
       "too large"},
      {"an unknown number of an enum", "staff { name: \"a\" duties: 99 }", "unknown value 99"},
  };
  for (const Hostile& one : cases) {
    const LoadResult result = LoadPolicyFromSources({{"p.textproto", one.text}});
    EXPECT_EQ(result.policy, nullptr) << one.what;
    EXPECT_THAT(AllOf(result).substr(0, 2000), HasSubstr(one.message)) << one.what;
    EXPECT_LE(result.issues.size(), 25u) << one.what;
  }
}

TEST(LoaderTest, APolicyCutOffAnywhereIsHarmless) {
  const std::string text =
      absl::StrCat(kClasses, kTables,
                   "roles { name: \"r\" rules { class: \"pay\" partial { fill: \"簾\" } } }\n",
                   "staff { name: \"s\" duties: [ APPROVE ] }\n");
  ASSERT_EQ(IssuesOf(text), "");
  for (size_t size = 0; size < text.size(); ++size) {
    const LoadResult result = LoadPolicyFromSources({{"p", text.substr(0, size)}});
    EXPECT_EQ(result.policy == nullptr, HasErrors(result.issues)) << size;
  }
}

TEST(LoaderTest, ChangedBytesAreHarmless) {
  const std::string text = absl::StrCat(kClasses, kTables, kRoles, "accounts { name: \"a\" }\n");
  std::mt19937 random(11);
  for (int i = 0; i < 3000; ++i) {
    std::string changed = text;
    for (int j = 0; j < 3; ++j) changed[random() % changed.size()] = static_cast<char>(random());
    const LoadResult result = LoadPolicyFromSources({{"p", changed}});
    EXPECT_EQ(result.policy == nullptr, HasErrors(result.issues)) << changed;
  }
}

TEST(LoaderTest, ManyProblemsAreCounted) {
  const std::string issues =
      AllOf(LoadPolicyFromSources({{"p", Repeated("classes { name: \"A\" }\n", 5000)}}));
  EXPECT_THAT(issues, HasSubstr("more problems are not shown"));
}

}  // namespace
}  // namespace sudare
