// The part of the book about what was counted of accounts and people.
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "policy/base/status_macros.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_time.h"

namespace sudare::windows {
namespace {

using sudare::v1::WindowUse;

// Windows' own counts lie where WindowUse always did.
constexpr absl::string_view kAccountUse = "account_use";
constexpr absl::string_view kPersons = "persons_shown";
constexpr size_t kHashBytes = sizeof(absl::uint128);
// Hashes lie together: one entry holds so many bytes, and only the last one is written again.
constexpr size_t kEntryBytes = 16 << 10;
constexpr size_t kNumberLength = 7;

// "w/W00012/", "d/account/2026-11-27/".
std::string PrefixOf(CountedIn what, absl::string_view key) {
  const char* const kind = what == CountedIn::kWindow ? "w" : what == CountedIn::kDay ? "d" : "m";
  return absl::StrCat(kind, "/", key, "/");
}

// Account names may hold anything, so a prefix alone finds others as well.
absl::StatusOr<std::vector<StateEntry>> EntriesOf(StateReader& state, absl::string_view prefix) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<StateEntry> found, state.Scan(kPersons, prefix));
  std::vector<StateEntry> entries;
  for (const StateEntry& entry : found) {
    if (entry.key.size() != prefix.size() + kNumberLength) continue;
    if (entry.value.size() % kHashBytes != 0) {
      return absl::DataLossError("the state's count of persons can't be read");
    }
    entries.push_back(entry);
  }
  return entries;
}

// Days of the account before the one that `key` is; likewise months.
absl::Status ForgetEarlier(StateTransaction& state, CountedIn what, absl::string_view key) {
  const absl::string_view account = key.substr(0, key.rfind('/') + 1);
  SUDARE_ASSIGN_OR_RETURN(const std::vector<StateEntry> found, state.Scan(kAccountUse, account));
  for (const StateEntry& entry : found) {
    if (entry.key.size() != key.size() || entry.key >= key ||
        entry.key.find('/', account.size()) != std::string::npos) {
      continue;
    }
    SUDARE_RETURN_IF_ERROR(state.Delete(kAccountUse, entry.key));
    SUDARE_RETURN_IF_ERROR(ForgetPersons(state, what, entry.key));
  }
  return absl::OkStatus();
}

}  // namespace

std::string DayKey(absl::string_view account, absl::CivilDay day) {
  return absl::StrCat(account, "/", absl::FormatCivilTime(day));
}

std::string MonthKey(absl::string_view account, absl::CivilDay day) {
  return absl::StrCat(account, "/", absl::FormatCivilTime(absl::CivilMonth(day)));
}

absl::StatusOr<WindowUse> CountOf(StateReader& state, CountedIn what, absl::string_view key) {
  if (what == CountedIn::kWindow) return UseOf(state, key);
  SUDARE_ASSIGN_OR_RETURN(const std::optional<std::string> value, state.Get(kAccountUse, key));
  WindowUse use;
  if (value.has_value() && !use.ParseFromString(*value)) {
    return absl::DataLossError("the state's count of an account can't be read");
  }
  return use;
}

absl::Status PutCount(StateTransaction& state, CountedIn what, absl::string_view key,
                      const WindowUse& use) {
  if (what == CountedIn::kWindow) return PutUse(state, key, use);
  SUDARE_ASSIGN_OR_RETURN(const std::optional<std::string> before, state.Get(kAccountUse, key));
  if (!before.has_value()) SUDARE_RETURN_IF_ERROR(ForgetEarlier(state, what, key));
  return state.Put(kAccountUse, key, use.SerializeAsString());
}

absl::StatusOr<std::vector<absl::uint128>> PersonsOf(StateReader& state, CountedIn what,
                                                     absl::string_view key) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<StateEntry> entries,
                          EntriesOf(state, PrefixOf(what, key)));
  std::vector<absl::uint128> persons;
  for (const StateEntry& entry : entries) {
    for (size_t at = 0; at < entry.value.size(); at += kHashBytes) {
      std::memcpy(&persons.emplace_back(), entry.value.data() + at, kHashBytes);
    }
  }
  return persons;
}

absl::Status AddPersons(StateTransaction& state, CountedIn what, absl::string_view key,
                        absl::Span<const absl::uint128> persons) {
  const std::string prefix = PrefixOf(what, key);
  SUDARE_ASSIGN_OR_RETURN(const std::vector<StateEntry> entries, EntriesOf(state, prefix));
  size_t number = entries.size();
  std::string value;
  if (!entries.empty() && entries.back().value.size() < kEntryBytes) {
    --number;
    value = entries.back().value;
  }
  for (const absl::uint128& person : persons) {
    value.append(reinterpret_cast<const char*>(&person), kHashBytes);
    if (value.size() < kEntryBytes) continue;
    SUDARE_RETURN_IF_ERROR(
        state.Put(kPersons, absl::StrCat(prefix, absl::StrFormat("%07d", number)), value));
    ++number;
    value.clear();
  }
  if (value.empty()) return absl::OkStatus();
  return state.Put(kPersons, absl::StrCat(prefix, absl::StrFormat("%07d", number)), value);
}

absl::Status ForgetPersons(StateTransaction& state, CountedIn what, absl::string_view key) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<StateEntry> entries,
                          EntriesOf(state, PrefixOf(what, key)));
  for (const StateEntry& entry : entries) {
    SUDARE_RETURN_IF_ERROR(state.Delete(kPersons, entry.key));
  }
  return absl::OkStatus();
}

}  // namespace sudare::windows
