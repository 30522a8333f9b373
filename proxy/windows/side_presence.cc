#include "proxy/windows/side_presence.h"

#include "policy/base/status_macros.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_time.h"

namespace sudare::windows {

class SidePresence::Hold {
 public:
  Hold(SidePresence* presence, std::string role) : presence_(*presence), role_(std::move(role)) {}
  ~Hold() { presence_.Leave(role_); }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

 private:
  SidePresence& presence_;
  const std::string role_;
};

SidePresence::SidePresence(StateStore* store, std::string proxy,
                           std::function<absl::Duration()> monotonic)
    : store_(*store), proxy_(std::move(proxy)), monotonic_(std::move(monotonic)) {}

SidePresence::~SidePresence() {
  for (const auto& [name, side] : sides_) {
    const std::string& role = name;
    // If that fails it runs out by itself.
    store_.Transact([&](StateTransaction& state) { return DropPresence(state, proxy_, role); })
        .IgnoreError();
  }
}

SidePresence::Side* SidePresence::Reliable(const Role& role, const std::string& account) {
  const auto found = sides_.find(role.name);
  if (found == sides_.end()) return nullptr;
  Side& side = found->second;
  const bool reliable = monotonic_() < side.reliable_until && side.accounts.count(account) != 0 &&
                        side.role.exclusive_with == role.exclusive_with;
  return reliable ? &side : nullptr;
}

absl::StatusOr<std::shared_ptr<void>> SidePresence::Enter(const Role& role,
                                                          const std::string& account) {
  const auto take = [&](Side& side) {
    ++side.running;
    side.last_used = monotonic_();
    return std::make_shared<Hold>(this, role.name);
  };
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (Side* const side = Reliable(role, account)) return take(*side);
  }
  std::lock_guard<std::mutex> publishing(publishing_);
  Side wanted;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (Side* const side = Reliable(role, account)) return take(*side);
    const auto found = sides_.find(role.name);
    if (found != sides_.end()) wanted.accounts = found->second.accounts;
  }
  wanted.role = role;
  wanted.accounts.insert(account);
  const absl::Duration before = monotonic_();
  SUDARE_RETURN_IF_ERROR(Publish(wanted));
  std::lock_guard<std::mutex> lock(mutex_);
  Side& side = sides_[role.name];
  side.role = wanted.role;
  side.accounts = wanted.accounts;
  side.reliable_until = before + kReliance;
  return take(side);
}

absl::Status SidePresence::Publish(const Side& side) {
  return store_.Transact([&](StateTransaction& state) -> absl::Status {
    SUDARE_RETURN_IF_ERROR(CheckOtherSide(state, side.role));
    sudare::v1::ConnectedSide presence;
    presence.set_role(side.role.name);
    for (const std::string& account : side.accounts) presence.add_accounts(account);
    SetTime(state.Now() + kLease, presence.mutable_expires());
    return PutPresence(state, proxy_, presence);
  });
}

bool SidePresence::IsIdle(const Side& side) const {
  if (side.running > 0) return false;
  // A window that is open keeps the other side out by itself.
  return side.role.requires_window || monotonic_() - side.last_used > kLinger;
}

std::vector<std::pair<std::string, absl::Status>> SidePresence::Renew() {
  std::vector<std::pair<std::string, absl::Status>> lost;
  std::lock_guard<std::mutex> publishing(publishing_);
  absl::flat_hash_map<std::string, Side> sides;
  absl::flat_hash_map<std::string, Side> idle;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (auto& [name, side] : sides_) (IsIdle(side) ? idle : sides)[name] = side;
    // From here on whoever comes has to wait for `publishing_` and publishes anew.
    for (const auto& [name, side] : idle) sides_.erase(name);
  }
  for (const auto& [name, side] : idle) {
    const std::string& role = name;
    store_.Transact([&](StateTransaction& state) { return DropPresence(state, proxy_, role); })
        .IgnoreError();
  }
  for (const auto& [name, side] : sides) {
    const absl::Duration before = monotonic_();
    const absl::Status published = Publish(side);
    std::lock_guard<std::mutex> lock(mutex_);
    if (published.ok()) {
      sides_[name].reliable_until = before + kReliance;
    } else if (absl::IsFailedPrecondition(published)) {
      // Only a change of the policy makes two sides exclusive while both are connected.
      sides_[name].reliable_until = absl::ZeroDuration();
      lost.emplace_back(name, published);
    }
  }
  return lost;
}

std::vector<std::string> SidePresence::Lapsed() const {
  std::vector<std::string> lapsed;
  std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& [name, side] : sides_) {
    if (side.running > 0 && monotonic_() >= side.reliable_until) lapsed.push_back(name);
  }
  return lapsed;
}

void SidePresence::Leave(const std::string& role) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = sides_.find(role);
  if (found == sides_.end()) return;
  --found->second.running;
  found->second.last_used = monotonic_();
}

}  // namespace sudare::windows
