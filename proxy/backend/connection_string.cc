#include "proxy/backend/connection_string.h"

#include <libpq-fe.h>

#include <cstdlib>
#include <memory>

#include "absl/strings/str_cat.h"

namespace sudare {
namespace {

struct OptionsFree {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using OwnedOptions = std::unique_ptr<PQconninfoOption, OptionsFree>;

std::string ValueOf(const PQconninfoOption* options, absl::string_view keyword) {
  for (const PQconninfoOption* option = options; option != nullptr && option->keyword != nullptr;
       ++option) {
    if (option->keyword != keyword) continue;
    if (option->val != nullptr) return option->val;
    const char* from_environment =
        option->envvar == nullptr ? nullptr : std::getenv(option->envvar);
    if (from_environment != nullptr) return from_environment;
    return option->compiled == nullptr ? "" : option->compiled;
  }
  return "";
}

}  // namespace

absl::StatusOr<ConnectionFacts> ReadConnectionString(const std::string& connection) {
  char* message = nullptr;
  const OwnedOptions options(PQconninfoParse(connection.c_str(), &message));
  PQfreemem(message);
  if (options == nullptr) {
    return absl::InvalidArgumentError("the connection string can't be read by libpq");
  }
  ConnectionFacts facts;
  facts.host = ValueOf(options.get(), "hostaddr");
  if (facts.host.empty()) facts.host = ValueOf(options.get(), "host");
  facts.ssl_mode = ValueOf(options.get(), "sslmode");
  facts.has_service = !ValueOf(options.get(), "service").empty();
  facts.password_file = ValueOf(options.get(), "passfile");
  const char* home = std::getenv("HOME");
  if (facts.password_file.empty() && home != nullptr) {
    facts.password_file = absl::StrCat(home, "/.pgpass");
  }
  return facts;
}

}  // namespace sudare
