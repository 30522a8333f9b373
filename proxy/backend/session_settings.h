// Settings every database session is pinned to, in one list.
//
// They travel in the startup packet, where they outrank the settings of roles and databases and are
// what RESET goes back to; they are read back before the session is first used.
#ifndef SUDARE_PROXY_BACKEND_SESSION_SETTINGS_H_
#define SUDARE_PROXY_BACKEND_SESSION_SETTINGS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sudare {

struct SessionSetting {
  std::string name;
  // In the form in which SHOW prints it.
  std::string value;
};

// Longest time a statement may run in a session that has asked for no more. A coarse backstop for a
// proxy that has lost its mind: deadlines are kept by the proxy, to the millisecond.
constexpr absl::Duration kStatementTimeout = absl::Minutes(15);

// `database_role`: acts as this role from the start; empty: as the login role.
std::vector<SessionSetting> PinnedSettings(absl::string_view database_role,
                                           absl::string_view time_zone);

// The startup packet's `options` for `settings`.
std::string StartupOptions(const std::vector<SessionSetting>& settings);

// A SELECT that gives one row with the present value of each setting, in this order.
std::string SettingsQuery(const std::vector<SessionSetting>& settings);

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_SESSION_SETTINGS_H_
