// Judgements over readings; what a real server says is read in server_test.cc.
#include "proxy/doctor/database_check.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "tests/proxy/doctor/codes.h"

namespace sudare::doctor {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;

ServerFacts Good() {
  ServerFacts facts;
  facts.version_number = 150004;
  facts.version = "15.4";
  facts.database = "payroll";
  facts.login_role = "sudare_proxy";
  facts.encoding = "UTF8";
  facts.settings = {{"log_statement", "none"},
                    {"log_min_duration_statement", "-1"},
                    {"log_min_duration_sample", "-1"},
                    {"log_statement_sample_rate", "1"},
                    {"log_transaction_sample_rate", "0"},
                    {"log_parameter_max_length", "-1"},
                    {"log_parameter_max_length_on_error", "0"},
                    {"logging_collector", "on"},
                    {"log_file_mode", "0600"},
                    {"debug_print_plan", "off"},
                    {"password_encryption", "scram-sha-256"},
                    {"max_connections", "100"},
                    {"superuser_reserved_connections", "3"}};
  return facts;
}

Findings Server(const ServerFacts& facts) {
  Findings findings;
  CheckServer(facts, &findings);
  return findings;
}

TEST(ServerCheck, PostgreSql15InUtf8IsGood) {
  EXPECT_THAT(Codes(Server(Good())), ElementsAre("database-ok"));
}

TEST(ServerCheck, OtherVersionsAreWarnedOf) {
  ServerFacts facts = Good();
  for (const int version : {140009, 160001}) {
    facts.version_number = version;
    facts.version = std::to_string(version / 10000) + ".1";
    EXPECT_THAT(Server(facts), Tells("version-untested", facts.version));
  }
}

TEST(ServerCheck, OtherEncodingsAreErrors) {
  ServerFacts facts = Good();
  for (const char* encoding : {"SQL_ASCII", "EUC_JP"}) {
    facts.encoding = encoding;
    EXPECT_THAT(Server(facts), Tells("server-encoding", encoding));
  }
}

TEST(ServerCheck, AStandbyIsNoted) {
  ServerFacts facts = Good();
  facts.is_standby = true;
  facts.settings["hot_standby_feedback"] = "off";
  facts.settings["max_standby_streaming_delay"] = "30000";
  EXPECT_THAT(Server(facts), Tells("standby", "hot_standby_feedback off"));
}

TEST(ServerCheck, Md5PasswordsAreTold) {
  ServerFacts facts = Good();
  facts.settings["password_encryption"] = "md5";
  EXPECT_THAT(Server(facts), Tells("password-encryption", "md5"));
}

Findings Link(const ServerFacts& facts, const std::string& ssl_mode, bool has_service = false) {
  ConnectionFacts connection;
  connection.ssl_mode = ssl_mode;
  connection.has_service = has_service;
  Findings findings;
  CheckDatabaseLink(facts, connection, &findings);
  return findings;
}

TEST(DatabaseLinkCheck, OverANetworkItMustBeEncryptedAndVerified) {
  ServerFacts facts = Good();
  EXPECT_THAT(Link(facts, "prefer"), Tells("database-link-ok", "unix socket"));
  facts.address = "127.0.0.1";
  EXPECT_THAT(Link(facts, "prefer"), Tells("database-link-ok", "loopback"));
  facts.address = "10.0.0.7";
  facts.is_local = false;
  EXPECT_THAT(Codes(Link(facts, "prefer")), ElementsAre("database-plaintext"));
  EXPECT_THAT(Link(facts, "prefer"), Tells("database-plaintext", "10.0.0.7"));
  facts.is_encrypted = true;
  EXPECT_THAT(Link(facts, "require"), Tells("database-unverified", "sslmode=require"));
  EXPECT_THAT(Link(facts, "verify-ca"), Tells("database-unverified", "sslmode=verify-ca"));
  EXPECT_THAT(Link(facts, "verify-full"), Tells("database-link-ok", "the server is verified"));
  // What a service file says isn't known.
  EXPECT_THAT(Link(facts, "prefer", true), DoesNotTell("database-unverified"));
}

Findings Log(const std::map<std::string, std::string>& changes) {
  ServerFacts facts = Good();
  for (const auto& [name, value] : changes) facts.settings[name] = value;
  Findings findings;
  CheckServerLog(facts, &findings);
  return findings;
}

TEST(ServerLogCheck, TheDefaultsWriteNothing) {
  EXPECT_THAT(Codes(Log({})), ElementsAre("log-ok"));
  // Statements that change the structure are not the proxy's.
  EXPECT_THAT(Codes(Log({{"log_statement", "ddl"}})), ElementsAre("log-ok"));
  EXPECT_THAT(Codes(Log({{"log_statement", "mod"}})), ElementsAre("log-ok"));
}

struct LogCase {
  std::map<std::string, std::string> settings;
  const char* code;
  const char* remedy;
};

TEST(ServerLogCheck, WhateverWritesBoundValuesIsAnError) {
  const LogCase cases[] = {
      {{{"log_statement", "all"}}, "log_statement", "log_statement = 'none'"},
      {{{"log_min_duration_statement", "0"}}, "log_min_duration_statement", "= -1"},
      {{{"log_min_duration_statement", "5000"}}, "log_min_duration_statement", "= -1"},
      {{{"log_min_duration_sample", "0"}}, "log_min_duration_sample", "= -1"},
      {{{"log_transaction_sample_rate", "0.1"}}, "log_transaction_sample_rate", "= 0"},
      {{{"log_parameter_max_length_on_error", "-1"}}, "log_parameter_max_length_on_error", "= 0"},
      {{{"debug_print_plan", "on"}}, "debug_print_plan", "= off"},
      {{{"debug_print_parse", "on"}}, "debug_print_parse", "= off"},
      {{{"debug_print_rewritten", "on"}}, "debug_print_rewritten", "= off"},
      {{{"auto_explain.log_min_duration", "1000"}}, "auto_explain.log_min_duration", "= -1"},
      {{{"pgaudit.log", "ddl, READ"}, {"pgaudit.log_parameter", "on"}},
       "pgaudit.log",
       "pgaudit.log_parameter = off"}};
  for (const LogCase& one : cases) {
    const Findings findings = Log(one.settings);
    EXPECT_THAT(Codes(findings), ElementsAre("log-writes-values")) << one.code;
    EXPECT_THAT(findings,
                AllOf(Tells("log-writes-values", one.code), Tells("log-writes-values", one.remedy),
                      Tells("log-writes-values", "ALTER ROLE sudare_proxy SET")));
  }
}

TEST(ServerLogCheck, WithoutBoundValuesStatementsAreAWarning) {
  EXPECT_THAT(Codes(Log({{"log_statement", "all"}, {"log_parameter_max_length", "0"}})),
              ElementsAre("log-writes-statements"));
  EXPECT_THAT(Codes(Log({{"pgaudit.log", "all"}, {"pgaudit.log_parameter", "off"}})),
              ElementsAre("log-writes-statements"));
}

TEST(ServerLogCheck, LibrariesThatKeepQuietAreGood) {
  EXPECT_THAT(Codes(Log({{"auto_explain.log_min_duration", "-1"},
                         {"pgaudit.log", "all, -read"},
                         {"pg_stat_statements.track", "all"},
                         {"log_min_duration_sample", "0"},
                         {"log_statement_sample_rate", "0"}})),
              ElementsAre("log-ok"));
}

TEST(ServerLogCheck, ALogFileThatAllMayReadIsTold) {
  EXPECT_THAT(Log({{"log_file_mode", "0644"}}), Tells("log-file-open", "0644"));
  EXPECT_THAT(Log({{"log_file_mode", "0640"}}), DoesNotTell("log-file-open"));
  // Then it isn't PostgreSQL that makes the file.
  EXPECT_THAT(Log({{"log_file_mode", "0644"}, {"logging_collector", "off"}}),
              DoesNotTell("log-file-open"));
}

std::shared_ptr<const Policy> TwoRoles() {
  return LoadPolicyFromSources({{"p", R"(
      classes { name: "c" }
      tables { name: "s.t" columns { name: "a" class: "c" } }
      roles { name: "one" database_role: "r1" rules { class: "c" allow {} } }
      roles { name: "two" database_role: "r2" rules { class: "c" allow {} } }
      accounts { name: "x" role: "one" kind: PROGRAM })"}})
      .policy;
}

Findings Connections(const ServerFacts& facts, uint32_t pool_size) {
  sudare::v1::Database database;
  database.set_catalog_role("catalog");
  database.set_pool_size(pool_size);
  Findings findings;
  CheckConnections(facts, database, TwoRoles().get(), &findings);
  return findings;
}

TEST(ConnectionsCheck, EveryPoolMustFit) {
  ServerFacts facts = Good();
  // 3 roles: 96 of 97.
  EXPECT_THAT(Connections(facts, 32), Tells("connections-ok", "96 sessions (3 database roles"));
  EXPECT_THAT(Connections(facts, 33), Tells("connections-few", "`max_connections` allows 97"));
  facts.role_connections = 10;
  EXPECT_THAT(Connections(facts, 4), Tells("connections-few", "ALTER ROLE"));
  EXPECT_THAT(Connections(facts, 3), DoesNotTell("connections-few"));
  facts.database_connections = 8;
  EXPECT_THAT(Connections(facts, 3), Tells("connections-few", "ALTER DATABASE"));
}

HbaRule Rule(const std::string& type, const std::string& user, const std::string& address,
             const std::string& method) {
  return {7, type, {"all"}, {user}, address, method};
}

Findings Hba(const HbaRule& rule) {
  Findings findings;
  CheckHba({rule}, Good(), &findings);
  return findings;
}

TEST(HbaCheck, NobodyComesInOverTheNetworkWithoutProof) {
  EXPECT_THAT(Hba(Rule("host", "all", "0.0.0.0", "trust")),
              AllOf(Tells("hba-trust", "pg_hba.conf:7"), Tells("hba-trust", "すべてのロール")));
  EXPECT_THAT(Hba(Rule("hostssl", "sudare_proxy", "10.0.0.0", "ident")),
              Tells("hba-trust", "sudare_proxy"));
  EXPECT_THAT(Hba(Rule("host", "+staff", "10.0.0.0", "password")),
              Tells("hba-plain-password", "pg_hba.conf:7"));
  for (const HbaRule& good :
       {Rule("host", "all", "10.0.0.0", "scram-sha-256"), Rule("local", "all", "", "trust"),
        Rule("host", "all", "127.0.0.1", "trust"), Rule("host", "other", "10.0.0.0", "trust"),
        Rule("hostssl", "all", "10.0.0.0", "password"), Rule("host", "all", "0.0.0.0", "reject")}) {
    EXPECT_THAT(Codes(Hba(good)), ElementsAre("hba-ok")) << good.type << good.address;
  }
  HbaRule other = Rule("host", "all", "0.0.0.0", "trust");
  other.databases = {"replication"};
  EXPECT_THAT(Codes(Hba(other)), ElementsAre("hba-ok"));
  other.databases = {"payroll"};
  EXPECT_THAT(Codes(Hba(other)), ElementsAre("hba-trust"));
}

}  // namespace
}  // namespace sudare::doctor
