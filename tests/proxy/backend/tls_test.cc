// The same sessions over an encrypted connection.

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/backend/backend.h"
#include "tests/proxy/backend/database_test.h"
#include "tests/support/child_process.h"

namespace sudare {
namespace {

using ::sudare::testing::ChildOptions;
using ::sudare::testing::CollectingReceiver;
using ::sudare::testing::IsOk;
using ::sudare::testing::RunProgram;
using ::sudare::testing::StatusIs;

int FreePort() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  close(listener);
  return ntohs(address.sin_port);
}

class TlsTest : public DatabaseTest {
 protected:
  void SetUp() override {
    const std::string key = server().socket_directory() + "/key.pem";
    const std::string certificate = server().socket_directory() + "/certificate.pem";
    ChildOptions make{{"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                       "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                       "/CN=localhost", "-keyout", key, "-out", certificate}};
    make.drop_root = true;
    ASSERT_THAT(RunProgram(make, ""), IsOk());
    const std::string port = std::to_string(FreePort());
    ASSERT_THAT(server().Run("ALTER SYSTEM SET ssl = on;"
                             "ALTER SYSTEM SET listen_addresses = '127.0.0.1';"
                             "ALTER SYSTEM SET port = " +
                             port +
                             ";"
                             "ALTER SYSTEM SET ssl_key_file = '" +
                             key +
                             "';"
                             "ALTER SYSTEM SET ssl_cert_file = '" +
                             certificate + "'"),
                IsOk());
    ASSERT_THAT(server().Restart(), IsOk());
    BackendOptions options;
    options.connection = "host=127.0.0.1 sslmode=require user=proxy dbname=postgres port=" + port;
    backend_ = MakePostgresBackend(options);
  }

  std::unique_ptr<Backend> backend_;
};

TEST_F(TlsTest, CarriesStatementsRowsAndCancellation) {
  ASSERT_OK_AND_ASSIGN(auto session, backend_->Lease("", {}));
  EXPECT_EQ(FetchText(*session, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"), "t");

  auto rows = Fetch(*session, "SELECT g, repeat('x', 100) FROM generate_series(1, 100000) g");
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ(rows->size(), 100'000u);
  EXPECT_EQ(rows->back()[0], Value("100000"));

  const std::string large(5 << 20, 'y');
  rows = Fetch(*session, Sql("SELECT $1::text", {large}));
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ((*rows)[0][0], large);

  CollectingReceiver receiver;
  EXPECT_THAT(
      session->Execute(Sql("SELECT pg_sleep(60)"), Within(absl::Milliseconds(200)), receiver),
      StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(FetchText(*session, "SELECT 1"), "1");

  ASSERT_THAT(server().Stop(), IsOk());
  EXPECT_THAT(Fetch(*session, "SELECT 1"), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace sudare
