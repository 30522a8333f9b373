// Messages as entries of the state's tables, for the books of this room.
#ifndef SUDARE_PROXY_WINDOWS_STATE_MESSAGES_H_
#define SUDARE_PROXY_WINDOWS_STATE_MESSAGES_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "policy/base/status_macros.h"
#include "proxy/state/state_store.h"

namespace sudare::windows {

// kDataLoss: the entry is no such message.
template <typename Message>
absl::StatusOr<Message> ParseEntry(absl::string_view table, const StateEntry& entry) {
  Message message;
  if (message.ParseFromString(entry.value)) return message;
  return absl::DataLossError(
      absl::StrCat("the state's entry ", table, "/", entry.key, " can't be read"));
}

// All of a table, in order of key.
template <typename Message>
absl::StatusOr<std::vector<Message>> ScanAll(StateReader& state, absl::string_view table) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<StateEntry> entries, state.Scan(table, ""));
  std::vector<Message> messages;
  for (const StateEntry& entry : entries) {
    SUDARE_ASSIGN_OR_RETURN(Message message, ParseEntry<Message>(table, entry));
    messages.push_back(std::move(message));
  }
  return messages;
}

// nullopt: there is no such key.
template <typename Message>
absl::StatusOr<std::optional<Message>> FindEntry(StateReader& state, absl::string_view table,
                                                 absl::string_view key) {
  SUDARE_ASSIGN_OR_RETURN(std::optional<std::string> value, state.Get(table, key));
  if (!value.has_value()) return std::optional<Message>();
  SUDARE_ASSIGN_OR_RETURN(Message message,
                          ParseEntry<Message>(table, {std::string(key), *std::move(value)}));
  return std::optional<Message>(std::move(message));
}

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_STATE_MESSAGES_H_
