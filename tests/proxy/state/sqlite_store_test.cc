// What befalls a state file.
#include "proxy/state/sqlite_store.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/base/status_macros.h"
#include "proxy/state/sqlite_schema.h"
#include "tests/proxy/state/faulty_disk.h"
#include "tests/proxy/state/store_calls.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AllOf;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;
using Code = absl::StatusCode;

class SqliteStoreTest : public ::testing::Test {
 protected:
  SqliteStoreTest() {
    char folder[] = "/tmp/sudare-state-XXXXXX";
    root_ = mkdtemp(folder);
    path_ = absl::StrCat(root_, "/state/state.sqlite");
  }
  ~SqliteStoreTest() override { std::filesystem::remove_all(root_); }

  absl::StatusOr<std::unique_ptr<StateStore>> Open() {
    SqliteStoreOptions options;
    options.path = path_;
    options.busy_timeout = absl::Milliseconds(100);
    return OpenSqliteStore(options);
  }

  // Makes a state with an entry `who`, and closes it.
  void Prepare(const std::string& who) {
    ASSERT_OK_AND_ASSIGN(auto store, Open());
    ASSERT_THAT(Put(*store, "who", who), IsOk());
  }
  // By SQLite itself, past the store.
  void Sql(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK) << error;
    sqlite3_close(database);
    chmod(path_.c_str(), 0600);
  }
  void MakeFolder() {
    std::filesystem::create_directory(root_ + "/state");
    chmod((root_ + "/state").c_str(), 0700);
  }
  void WriteFile(const std::string& bytes) {
    MakeFolder();
    std::ofstream(path_, std::ios::binary) << bytes;
    chmod(path_.c_str(), 0600);
  }
  static mode_t ModeOf(const std::string& path) {
    struct stat info = {};
    EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
    return info.st_mode & 07777;
  }

  std::string root_;
  std::string path_;
};

TEST_F(SqliteStoreTest, MakesFolderAndFileForTheOwnerAlone) {
  umask(0);
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_THAT(Put(*store, "k", "v"), IsOk());
  EXPECT_EQ(ModeOf(root_ + "/state"), 0700u);
  EXPECT_EQ(ModeOf(path_), 0600u);
  EXPECT_EQ(ModeOf(path_ + "-wal"), 0600u);
  EXPECT_EQ(ModeOf(path_ + "-shm"), 0600u);
  umask(022);
}

TEST_F(SqliteStoreTest, RefusesWhatOthersMayUse) {
  Prepare("us");
  chmod(path_.c_str(), 0640);
  EXPECT_THAT(Open(), StatusIs(Code::kPermissionDenied, HasSubstr("chmod 600")));
  chmod(path_.c_str(), 0600);
  chmod((root_ + "/state").c_str(), 0770);
  EXPECT_THAT(Open(), StatusIs(Code::kPermissionDenied, HasSubstr("chmod go-w")));
  chmod((root_ + "/state").c_str(), 0755);
  EXPECT_THAT(Open(), IsOk());
}

TEST_F(SqliteStoreTest, RefusesWhatIsNoPlainFile) {
  Prepare("us");
  std::filesystem::rename(path_, path_ + ".real");
  std::filesystem::create_symlink(path_ + ".real", path_);
  EXPECT_THAT(Open(), StatusIs(Code::kInvalidArgument, HasSubstr("no plain file")));
  std::filesystem::remove(path_);
  std::filesystem::create_directory(path_);
  EXPECT_THAT(Open(), StatusIs(Code::kInvalidArgument, HasSubstr("no plain file")));
}

TEST_F(SqliteStoreTest, BringsAnEmptyFileAndARecordedOldOneUpToDate) {
  WriteFile("");
  EXPECT_THAT(Open(), IsOk());
  std::filesystem::remove(path_);
  std::ifstream recorded("tests/proxy/state/schema_1.sql");
  std::ostringstream sql;
  sql << recorded.rdbuf();
  ASSERT_FALSE(sql.str().empty());
  Sql(sql.str());
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_THAT(store->Read([](StateReader& reader) {
    EXPECT_THAT(reader.Get("windows", absl::string_view("\0\xff", 2)),
                IsOkAndHolds(Optional(Eq("保守"))));
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_F(SqliteStoreTest, MigratesInOneTransactionOrNotAtAll) {
  Prepare("us");
  const char* const first = state::SqliteSchemaSteps()[0];
  ASSERT_OK_AND_ASSIGN(auto connection,
                       state::SqliteConnection::Open(path_, absl::Milliseconds(100)));
  const std::vector<const char*> broken = {first, "CREATE TABLE more (a INT)",
                                           "UPDATE no_such_table SET a = 1"};
  EXPECT_THAT(MigrateSqlite(*connection, path_, broken), Not(IsOk()));
  ASSERT_OK_AND_ASSIGN(connection, state::SqliteConnection::Open(path_, absl::Milliseconds(100)));
  EXPECT_THAT(connection->QueryInteger("SELECT count(*) FROM sqlite_schema WHERE name = 'more'"),
              IsOkAndHolds(Eq(0)));
  EXPECT_THAT(connection->QueryInteger("PRAGMA user_version"), IsOkAndHolds(Eq(1)));
  EXPECT_THAT(Open(), IsOk());

  const std::vector<const char*> steps = {first, "CREATE TABLE more (a INT)",
                                          "INSERT INTO more SELECT count(*) FROM entries"};
  EXPECT_THAT(MigrateSqlite(*connection, path_, steps), IsOk());
  EXPECT_THAT(connection->QueryInteger("SELECT a FROM more"), IsOkAndHolds(Eq(1)));
  EXPECT_THAT(connection->QueryInteger("PRAGMA user_version"), IsOkAndHolds(Eq(3)));
  // Which is a newer release's for this one.
  EXPECT_THAT(Open(), StatusIs(Code::kFailedPrecondition,
                               AllOf(HasSubstr("newer release"), HasSubstr("schema 3"))));
  EXPECT_THAT(connection->QueryInteger("SELECT a FROM more"), IsOkAndHolds(Eq(1)));
}

TEST_F(SqliteStoreTest, ANewerReleaseThatMigratesBeneathIsNoticedAndNotWrittenTo) {
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_THAT(Put(*store, "k", "1"), IsOk());
  Sql("PRAGMA user_version = 2");
  EXPECT_THAT(Put(*store, "k", "2"), StatusIs(Code::kUnavailable, HasSubstr("newer release")));
  EXPECT_THAT(Get(*store, "k"), StatusIs(Code::kUnavailable));
  Sql("PRAGMA user_version = 1");
  EXPECT_THAT(Get(*store, "k"), IsOkAndHolds(Optional(Eq("1"))));
}

TEST_F(SqliteStoreTest, LeavesTheDatabaseOfAnotherProgramAsItIs) {
  MakeFolder();
  Sql("CREATE TABLE theirs (a INT)");
  std::ifstream file(path_, std::ios::binary);
  std::ostringstream before;
  before << file.rdbuf();
  EXPECT_THAT(Open(), StatusIs(Code::kFailedPrecondition, HasSubstr("another program")));
  std::ifstream again(path_, std::ios::binary);
  std::ostringstream after;
  after << again.rdbuf();
  EXPECT_TRUE(before.str() == after.str());
}

TEST_F(SqliteStoreTest, RefusesWhatIsDamaged) {
  WriteFile(
      "this is a text and no database at all, of more than a header's hundred bytes. "
      "this is a text and no database at all, of more than a header's hundred bytes.");
  EXPECT_THAT(Open(), StatusIs(Code::kDataLoss, HasSubstr("damaged")));
  std::filesystem::remove(path_);
  {
    ASSERT_OK_AND_ASSIGN(auto store, Open());
    for (int i = 0; i < 200; ++i) {
      ASSERT_THAT(Put(*store, absl::StrCat(i), std::string(200, 'x')), IsOk());
    }
  }
  const int fd = open(path_.c_str(), O_RDWR);
  const std::string garbage(4096, '\x5a');
  ASSERT_EQ(pwrite(fd, garbage.data(), garbage.size(), 4 * 4096), 4096);
  close(fd);
  EXPECT_THAT(Open(), StatusIs(Code::kDataLoss, HasSubstr("damaged")));
}

TEST_F(SqliteStoreTest, ARemovedFileIsNeverMadeAnewWhileTheProxyRuns) {
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_THAT(Put(*store, "k", "1"), IsOk());
  std::filesystem::remove(path_);
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(Put(*store, "k", "2"), StatusIs(Code::kUnavailable, HasSubstr("is gone")));
    EXPECT_FALSE(std::filesystem::exists(path_));
  }
  // Nor is an empty one taken for a state that has forgotten everything.
  WriteFile("");
  EXPECT_THAT(Get(*store, "k"), StatusIs(Code::kUnavailable));
  EXPECT_THAT(Put(*store, "k", "2"), StatusIs(Code::kUnavailable));
  EXPECT_EQ(std::filesystem::file_size(path_), 0u);
  store.reset();
  // The operator's decision to begin anew.
  ASSERT_OK_AND_ASSIGN(store, Open());
  EXPECT_THAT(Get(*store, "k"), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_F(SqliteStoreTest, AFileCutToNothingIsNotAStateThatForgot) {
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_THAT(Put(*store, "k", "1"), IsOk());
  ASSERT_EQ(truncate(path_.c_str(), 0), 0);
  ASSERT_EQ(truncate((path_ + "-wal").c_str(), 0), 0);
  const auto found = Get(*store, "k");
  EXPECT_TRUE(!found.ok() || found->has_value()) << "the entry is forgotten";
}

TEST_F(SqliteStoreTest, ACopyPutInItsPlaceIsUsedAndNotMixedWithTheOldLog) {
  Prepare("copy");
  std::filesystem::rename(path_, path_ + ".copy");
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_THAT(Put(*store, "who", "running"), IsOk());
  ASSERT_THAT(Put(*store, "more", "of it"), IsOk());
  ASSERT_OK_AND_ASSIGN(const uint64_t before, store->Version());
  std::filesystem::rename(path_, path_ + ".old");
  std::filesystem::rename(path_ + ".copy", path_);
  EXPECT_THAT(Get(*store, "who"), IsOkAndHolds(Optional(Eq("copy"))));
  EXPECT_THAT(Get(*store, "more"), IsOkAndHolds(Eq(std::nullopt)));
  ASSERT_OK_AND_ASSIGN(const uint64_t after, store->Version());
  EXPECT_GT(after, before);
  ASSERT_THAT(Put(*store, "who", "copy, changed"), IsOk());
  store.reset();
  // And what was moved away is whole without its log.
  std::filesystem::rename(path_, path_ + ".copy");
  std::filesystem::rename(path_ + ".old", path_);
  ASSERT_OK_AND_ASSIGN(store, Open());
  EXPECT_THAT(Get(*store, "who"), IsOkAndHolds(Optional(Eq("running"))));
  EXPECT_THAT(Get(*store, "more"), IsOkAndHolds(Optional(Eq("of it"))));
}

TEST_F(SqliteStoreTest, VersionGrowsAlsoIfAnotherStateHasTheSameNumber) {
  Prepare("copy");
  std::filesystem::copy(path_, path_ + ".copy");
  chmod((path_ + ".copy").c_str(), 0600);
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_OK_AND_ASSIGN(const uint64_t before, store->Version());
  EXPECT_THAT(store->Version(), IsOkAndHolds(Eq(before)));
  std::filesystem::rename(path_ + ".copy", path_);
  ASSERT_OK_AND_ASSIGN(const uint64_t after, store->Version());
  EXPECT_GT(after, before);
}

TEST_F(SqliteStoreTest, ARemovedLogIsNoticedBeforeAnythingMoreIsWrittenToIt) {
  for (const char* suffix : {"-wal", "-shm"}) {
    ASSERT_OK_AND_ASSIGN(auto store, Open());
    ASSERT_THAT(Put(*store, "k", suffix), IsOk());
    std::filesystem::remove(path_ + suffix);
    ASSERT_THAT(Put(*store, "after", suffix), IsOk());
    store.reset();
    ASSERT_OK_AND_ASSIGN(store, Open());
    EXPECT_THAT(Get(*store, "k"), IsOkAndHolds(Optional(Eq(suffix))));
    EXPECT_THAT(Get(*store, "after"), IsOkAndHolds(Optional(Eq(suffix))));
  }
}

TEST_F(SqliteStoreTest, ALogRemovedDuringATransactionLeavesItsOutcomeInDoubt) {
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  EXPECT_THAT(store->Transact([&](StateTransaction& transaction) {
    std::filesystem::remove(path_ + "-wal");
    return transaction.Put("t", "k", "1");
  }),
              StatusIs(Code::kUnavailable, HasSubstr("can't be known")));
  EXPECT_THAT(Put(*store, "k", "2"), IsOk());
}

TEST_F(SqliteStoreTest, WaitsForAnotherProcessesLockAndThenSaysSo) {
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_THAT(Put(*store, "k", "1"),
              StatusIs(Code::kUnavailable, HasSubstr("locked by another process")));
  EXPECT_THAT(Get(*store, "k"), IsOk());
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_THAT(Put(*store, "k", "1"), IsOk());
}

TEST_F(SqliteStoreTest, AFullDiskChangesNothingAndPasses) {
  FaultyDisk disk;
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_THAT(Put(*store, "k", "kept"), IsOk());
  const int start = disk.writes();
  ASSERT_THAT(Put(*store, "probe", std::string(20'000, 'x')), IsOk());
  const int writes = disk.writes() - start;
  ASSERT_GT(writes, 5);
  for (int n = 0; n < writes; ++n) {
    disk.FailWritesAfter(n, SQLITE_FULL);
    EXPECT_THAT(Put(*store, "k", absl::StrCat(n, std::string(20'000, 'y'))),
                StatusIs(Code::kUnavailable,
                         AllOf(HasSubstr("no room on the disk"), Not(HasSubstr("can't be known")))))
        << n;
    disk.FailWritesAfter(-1, SQLITE_OK);
    ASSERT_THAT(Get(*store, "k"), IsOkAndHolds(Optional(Eq("kept")))) << n;
  }
  EXPECT_THAT(Put(*store, "k", "more"), IsOk());
}

TEST_F(SqliteStoreTest, AFailedSyncIsNoAcknowledgement) {
  FaultyDisk disk;
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_THAT(Put(*store, "k", "1"), IsOk());
  const int syncs = disk.syncs();
  ASSERT_THAT(Put(*store, "k", "2"), IsOk());
  EXPECT_GT(disk.syncs(), syncs) << "a commit that isn't synced";
  disk.FailSyncsAfter(0, SQLITE_IOERR_FSYNC);
  EXPECT_THAT(Put(*store, "k", "3"), StatusIs(Code::kUnavailable, HasSubstr("can't be known")));
  disk.FailSyncsAfter(-1, SQLITE_OK);
  EXPECT_THAT(Put(*store, "k", "4"), IsOk());
  EXPECT_THAT(Get(*store, "k"), IsOkAndHolds(Optional(Eq("4"))));
}

TEST_F(SqliteStoreTest, WorkThatPassesOverAnErrorOfTheDiskChangesNothing) {
  FaultyDisk disk;
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_THAT(Put(*store, "k", "1"), IsOk());
  EXPECT_THAT(store->Transact([&](StateTransaction& transaction) {
    disk.FailWritesAfter(0, SQLITE_FULL);
    // More than SQLite's cache, so that it writes before the commit, fails, and rolls back by
    // itself.
    for (int i = 0; i < 4; ++i) {
      transaction.Put("t", absl::StrCat("large", i), std::string(1 << 20, 'x')).IgnoreError();
    }
    disk.FailWritesAfter(-1, SQLITE_OK);
    transaction.Put("t", "k", "2").IgnoreError();
    return absl::OkStatus();
  }),
              StatusIs(Code::kUnavailable, HasSubstr("no room on the disk")));
  EXPECT_THAT(Get(*store, "k"), IsOkAndHolds(Optional(Eq("1"))));
  EXPECT_THAT(Get(*store, "large0"), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_F(SqliteStoreTest, TellsTheTimeItIsGiven) {
  SqliteStoreOptions options;
  options.path = path_;
  absl::Time now = absl::FromUnixSeconds(1'000'000'000);
  options.clock = [&] { return now; };
  ASSERT_OK_AND_ASSIGN(auto store, OpenSqliteStore(options));
  const auto told = [&] {
    absl::Time time;
    EXPECT_THAT(store->Transact([&](StateTransaction& transaction) {
      time = transaction.Now();
      return absl::OkStatus();
    }),
                IsOk());
    return time;
  };
  EXPECT_EQ(told(), now);
  now -= absl::Hours(1);
  EXPECT_EQ(told(), now);
}

}  // namespace
}  // namespace sudare::testing
