// What befalls a state in PostgreSQL.
#include "proxy/state/postgres_store.h"

#include <csignal>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/base/status_macros.h"
#include "tests/proxy/state/store_calls.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;
using Code = absl::StatusCode;

class PostgresStoreTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    PostgresServer::Options options;
    // The server's and the role's wishes must not matter.
    options.settings = {{"synchronous_commit", "off"}};
    auto started = PostgresServer::Start(options);
    ASSERT_THAT(started, IsOk());
    server_ = std::move(started)->release();
    ASSERT_THAT(server_->Run("CREATE ROLE proxy LOGIN; CREATE ROLE stranger LOGIN;"
                             "ALTER ROLE proxy SET synchronous_commit = off"),
                IsOk());
  }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }
  void SetUp() override {
    ASSERT_NE(server_, nullptr);
    ASSERT_THAT(server_->Run("DROP SCHEMA IF EXISTS sudare_state CASCADE"), IsOk());
  }

  // By default as patient as a busy machine needs.
  static absl::StatusOr<std::unique_ptr<StateStore>> Open(
      absl::string_view role = "postgres", absl::Duration timeout = absl::Seconds(30)) {
    PostgresStoreOptions options;
    options.connection = server_->ConnectionString(role);
    options.timeout = timeout;
    options.connect_timeout = timeout;
    return OpenPostgresStore(options);
  }
  static void KillSessions() {
    EXPECT_THAT(server_->Run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                             "WHERE application_name = 'sudare'"),
                IsOk());
  }

  static inline PostgresServer* server_ = nullptr;
};

TEST_F(PostgresStoreTest, TheScriptLetsARoleInThatMayDoNothingElse) {
  EXPECT_THAT(Open("proxy"), StatusIs(Code::kFailedPrecondition,
                                      AllOf(HasSubstr("no state yet"), HasSubstr("state init"))));
  ASSERT_OK_AND_ASSIGN(const std::string script, PostgresStateScript("sudare_state", "proxy"));
  ASSERT_THAT(server_->Run(script), IsOk());
  ASSERT_OK_AND_ASSIGN(auto store, Open("proxy"));
  ASSERT_THAT(Put(*store, "k", "1"), IsOk());
  // A second run, as after an update, loses nothing.
  ASSERT_THAT(server_->Run(script), IsOk());
  EXPECT_THAT(Get(*store, "k"), IsOkAndHolds(Optional(Eq("1"))));
  EXPECT_THAT(store->Transact([](StateTransaction& t) { return t.Delete("t", "k"); }), IsOk());
  for (const char* table : {"state", "entries", "turn"}) {
    for (const char* privilege : {"TRUNCATE", "TRIGGER", "REFERENCES"}) {
      ASSERT_OK_AND_ASSIGN(
          const auto rows,
          server_->Query(absl::StrCat("SELECT has_table_privilege('proxy', 'sudare_state.", table,
                                      "', '", privilege, "')")));
      EXPECT_EQ(rows[0][0], "f") << table << " " << privilege;
    }
  }
  EXPECT_THAT(Open("stranger"), Not(IsOk()));
}

TEST_F(PostgresStoreTest, RefusesTheStateOfANewerRelease) {
  EXPECT_THAT(Open(), IsOk());
  ASSERT_THAT(server_->Run("UPDATE sudare_state.state SET schema = 2"), IsOk());
  EXPECT_THAT(Open(), StatusIs(Code::kFailedPrecondition,
                               AllOf(HasSubstr("newer release"), HasSubstr("schema 2"))));
  ASSERT_OK_AND_ASSIGN(const std::string script, PostgresStateScript("sudare_state", "proxy"));
  EXPECT_THAT(server_->Run(script), Not(IsOk()));
}

TEST_F(PostgresStoreTest, ASchemasNameIsNoWayToOtherSql) {
  for (const char* name : {"", "x\"; DROP TABLE y; --", "Big", "pg_catalog", "1a"}) {
    EXPECT_THAT(PostgresStateScript(name, "proxy"), StatusIs(Code::kInvalidArgument)) << name;
  }
  ASSERT_OK_AND_ASSIGN(const std::string script, PostgresStateScript("a", "x\"; DROP ROLE y; --"));
  EXPECT_THAT(script, HasSubstr("TO \"x\"\"; DROP ROLE y; --\""));
}

TEST_F(PostgresStoreTest, ManyThatStartAtOnceMakeOneState) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([i] {
      auto store = Open();
      ASSERT_THAT(store, IsOk());
      EXPECT_THAT(Put(**store, absl::StrCat(i), "v"), IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  for (int i = 0; i < 6; ++i)
    EXPECT_THAT(Get(*store, absl::StrCat(i)), IsOkAndHolds(Optional(Eq("v"))));
}

TEST_F(PostgresStoreTest, CommitsAreDurableWhateverRoleAndServerWish) {
  ASSERT_OK_AND_ASSIGN(const std::string script, PostgresStateScript("sudare_state", "proxy"));
  ASSERT_THAT(server_->Run(script), IsOk());
  ASSERT_OK_AND_ASSIGN(auto store, Open("proxy"));
  // Asked inside of a transaction of the store's, through a default of the table's.
  ASSERT_THAT(server_->Run("CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ "
                           "BEGIN NEW.value := current_setting('synchronous_commit')::bytea; "
                           "RETURN NEW; END $$; CREATE TRIGGER note BEFORE INSERT ON "
                           "sudare_state.entries FOR EACH ROW EXECUTE FUNCTION public.note()"),
              IsOk());
  ASSERT_THAT(Put(*store, "k", "v"), IsOk());
  EXPECT_THAT(Get(*store, "k"), IsOkAndHolds(Optional(Eq("on"))));
}

TEST_F(PostgresStoreTest, SessionsThatWereEndedAreReplacedWithoutAnError) {
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  for (int i = 0; i < 3; ++i) {
    ASSERT_THAT(Put(*store, "k", absl::StrCat(i)), IsOk());
    ASSERT_THAT(Get(*store, "k"), IsOkAndHolds(Optional(Eq(absl::StrCat(i)))));
    KillSessions();
  }
  ASSERT_THAT(server_->Restart(), IsOk());
  EXPECT_THAT(Get(*store, "k"), IsOkAndHolds(Optional(Eq("2"))));
  ASSERT_THAT(server_->Kill9(), IsOk());
  EXPECT_THAT(Get(*store, "k"), StatusIs(Code::kUnavailable, HasSubstr("can't be reached")));
  ASSERT_THAT(server_->Restart(), IsOk());
  EXPECT_THAT(Put(*store, "k", "3"), IsOk());
}

TEST_F(PostgresStoreTest, ASessionEndedInATransactionChangesNothing) {
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_THAT(Put(*store, "k", "1"), IsOk());
  int runs = 0;
  EXPECT_THAT(store->Transact([&](StateTransaction& transaction) -> absl::Status {
    ++runs;
    SUDARE_RETURN_IF_ERROR(transaction.Put("t", "k", "2"));
    KillSessions();
    return transaction.Put("t", "other", "2");
  }),
              StatusIs(Code::kUnavailable, HasSubstr("was lost")));
  EXPECT_EQ(runs, 1);
  EXPECT_THAT(Get(*store, "k"), IsOkAndHolds(Optional(Eq("1"))));
}

TEST_F(PostgresStoreTest, ACommitWhoseAnswerIsMissingIsSaidToBeInDoubt) {
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_THAT(Put(*store, "k", "1"), IsOk());
  EXPECT_THAT(store->Transact([&](StateTransaction& transaction) {
    const absl::Status status = transaction.Put("t", "k", "2");
    KillSessions();
    return status;
  }),
              StatusIs(Code::kUnavailable, HasSubstr("can't be known")));
  EXPECT_THAT(Get(*store, "k"), IsOkAndHolds(Optional(Eq("1"))));
  // The server answers that it failed: then it is known.
  ASSERT_THAT(server_->Run("CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ "
                           "BEGIN RAISE EXCEPTION 'no'; END $$; CREATE CONSTRAINT TRIGGER fail "
                           "AFTER INSERT ON sudare_state.entries DEFERRABLE INITIALLY DEFERRED "
                           "FOR EACH ROW EXECUTE FUNCTION public.fail()"),
              IsOk());
  EXPECT_THAT(Put(*store, "new", "1"),
              StatusIs(Code::kUnavailable, Not(HasSubstr("can't be known"))));
  EXPECT_THAT(Get(*store, "new"), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_F(PostgresStoreTest, AHungServerIsUnavailableInBoundedTime) {
  ASSERT_OK_AND_ASSIGN(auto store, Open("postgres", absl::Seconds(2)));
  ASSERT_THAT(Put(*store, "k", "1"), IsOk());
  ASSERT_THAT(Get(*store, "k"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto rows,
                       server_->Query("SELECT string_agg(pid::text, ' ') FROM pg_stat_activity "
                                      "WHERE application_name = 'sudare'"));
  std::vector<pid_t> frozen = {server_->pid()};
  for (size_t at = 0; at < rows[0][0]->size();) {
    frozen.push_back(std::stoi(rows[0][0]->substr(at)));
    at = rows[0][0]->find(' ', at);
    if (at == std::string::npos) break;
    ++at;
  }
  ASSERT_EQ(frozen.size(), 3u);
  for (const pid_t pid : frozen) kill(pid, SIGSTOP);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      const absl::Time start = absl::Now();
      const absl::Status status = i % 2 == 0 ? Put(*store, "k", "2") : Get(*store, "k").status();
      EXPECT_THAT(status, StatusIs(Code::kUnavailable));
      EXPECT_LT(absl::Now() - start, absl::Seconds(6));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const pid_t pid : frozen) kill(pid, SIGCONT);
  EXPECT_THAT(Get(*store, "k"), IsOkAndHolds(Optional(Eq("1"))));
  EXPECT_THAT(Put(*store, "k", "3"), IsOk());
}

TEST_F(PostgresStoreTest, WaitsForAnotherProxysTurnAndThenSaysSo) {
  ASSERT_OK_AND_ASSIGN(auto store, Open("postgres", absl::Seconds(2)));
  ASSERT_OK_AND_ASSIGN(auto other, Open());
  ASSERT_THAT(other->Transact([&](StateTransaction&) {
    std::thread([&] {
      EXPECT_THAT(Put(*store, "k", "1"), StatusIs(Code::kUnavailable, AnyOf(HasSubstr("to itself"),
                                                                            HasSubstr("in time"))));
      EXPECT_THAT(Get(*store, "k"), IsOkAndHolds(Eq(std::nullopt)));
      EXPECT_THAT(store->Version(), IsOk());
    }).join();
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(Put(*store, "k", "1"), IsOk());
}

TEST_F(PostgresStoreTest, TimeNeverRunsBackFromOneTransactionToTheNext) {
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_OK_AND_ASSIGN(auto other, Open());
  absl::Time last = absl::InfinitePast();  // guarded by the store's turn
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_THAT((t % 2 == 0 ? store : other)->Transact([&](StateTransaction& transaction) {
          EXPECT_GE(transaction.Now(), last);
          last = transaction.Now();
          absl::SleepFor(absl::Milliseconds(1));
          return absl::OkStatus();
        }),
                    IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(PostgresStoreTest, LostTablesAreNeverMadeAnewWhileTheProxyRuns) {
  ASSERT_OK_AND_ASSIGN(auto store, Open());
  ASSERT_THAT(Put(*store, "k", "1"), IsOk());
  ASSERT_THAT(server_->Run("DROP SCHEMA sudare_state CASCADE"), IsOk());
  KillSessions();
  EXPECT_THAT(Put(*store, "k", "2"), StatusIs(Code::kUnavailable, HasSubstr("are missing")));
  EXPECT_THAT(Get(*store, "k"), StatusIs(Code::kUnavailable, HasSubstr("are missing")));
  EXPECT_THAT(store->Version(), StatusIs(Code::kUnavailable));
}

TEST_F(PostgresStoreTest, ARowThatAPolicyHidesIsAnErrorAndNotAMissingEntry) {
  ASSERT_OK_AND_ASSIGN(const std::string script, PostgresStateScript("sudare_state", "proxy"));
  ASSERT_THAT(server_->Run(script), IsOk());
  ASSERT_OK_AND_ASSIGN(auto store, Open("proxy"));
  ASSERT_THAT(Put(*store, "k", "1"), IsOk());
  ASSERT_THAT(server_->Run("ALTER TABLE sudare_state.entries ENABLE ROW LEVEL SECURITY"), IsOk());
  EXPECT_THAT(Get(*store, "k"), StatusIs(Code::kUnavailable));
}

}  // namespace
}  // namespace sudare::testing
