// PostgresServer: the private PostgreSQL of tests, the one that `sudare prove` works in.
//
//   ASSERT_OK_AND_ASSIGN(auto server, PostgresServer::Start());
//   ASSERT_THAT(server->Run("CREATE TABLE t (a int)"), IsOk());
//   auto rows = server->Query("SELECT a FROM t");
#ifndef SUDARE_TESTS_SUPPORT_POSTGRES_H_
#define SUDARE_TESTS_SUPPORT_POSTGRES_H_

#include "proxy/prove/private_postgres.h"

namespace sudare::testing {

using PostgresServer = sudare::prove::PrivatePostgres;

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_SUPPORT_POSTGRES_H_
