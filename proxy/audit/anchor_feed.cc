#include "proxy/audit/anchor_feed.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"

namespace sudare::audit {
namespace {

using sudare::v1::ServerEvent;

constexpr size_t kAtOnce = 4096;
constexpr absl::Duration kLongestRetry = absl::Seconds(30);
constexpr absl::Duration kFarewell = absl::Seconds(2);

}  // namespace

AnchorFeed::AnchorFeed(Parts parts)
    : parts_(std::move(parts)),
      anchored_(parts_.known),
      latest_(parts_.latest),
      lacking_since_(parts_.latest_at) {
  anchored_.anchor = parts_.anchor->name();
  thread_ = std::thread([this] { Run(); });
}

AnchorFeed::~AnchorFeed() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
    wake_.notify_all();
  }
  thread_.join();
}

void AnchorFeed::Offer(const Checkpoint& checkpoint) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (anchored_.last == latest_) lacking_since_ = checkpoint.time;
  latest_ = checkpoint.number;
  wake_.notify_all();
}

AuditAnchorStatus AnchorFeed::Status() const {
  std::lock_guard<std::mutex> lock(mutex_);
  AuditAnchorStatus status;
  status.name = anchored_.anchor;
  status.trouble = trouble_;
  status.anchored = anchored_.last;
  status.lacking = latest_ - std::min(latest_, anchored_.last);
  if (status.lacking != 0) status.lacking_since = lacking_since_;
  return status;
}

AnchoredRange AnchorFeed::Anchored() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return anchored_;
}

void AnchorFeed::Run() {
  absl::Duration retry = parts_.first_retry;
  absl::Time farewell = absl::InfiniteFuture();
  // Once at the start even if nothing is lacking: the anchor may have been altered.
  bool is_due = true;
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    if (stop_) farewell = std::min(farewell, absl::Now() + kFarewell);
    is_due = is_due || latest_ > anchored_.last;
    if (!is_due && stop_) return;
    if (!is_due) {
      wake_.wait(lock);
      continue;
    }
    const uint64_t latest = latest_;
    lock.unlock();
    const absl::Status status = Round(latest);
    Note(status);
    lock.lock();
    is_due = !status.ok();
    if (status.ok()) {
      retry = parts_.first_retry;
      continue;
    }
    if (absl::Now() >= farewell) return;
    const absl::Duration pause = stop_ ? std::min(retry, kFarewell / 4) : retry;
    const bool was_stopping = stop_;
    wake_.wait_for(lock, absl::ToChronoNanoseconds(pause), [&] { return stop_ != was_stopping; });
    retry = std::min(2 * retry, kLongestRetry);
  }
}

absl::Status AnchorFeed::Round(uint64_t latest) {
  auto ends = parts_.anchor->Ends();
  const bool is_made = !absl::IsNotFound(ends.status());
  if (!is_made && Anchored().last != 0) {
    return absl::UnavailableError(
        absl::StrCat(ends.status().message(), ": is its disk mounted? It held checkpoints up to ",
                     Anchored().last, ", so no new one is made in its place"));
  }
  if (is_made) {
    SUDARE_RETURN_IF_ERROR(ends.status());
    SUDARE_RETURN_IF_ERROR(CheckEnds(*ends, latest));
  }
  uint64_t first = is_made ? ends->first : 0;
  uint64_t last = is_made && ends->last.has_value() ? ends->last->checkpoint.number : 0;
  while (last < latest) {
    SUDARE_ASSIGN_OR_RETURN(const std::vector<SignedCheckpoint> lacking,
                            parts_.checkpoints(last + 1, kAtOnce));
    if (lacking.empty()) {
      return absl::UnavailableError("the checkpoints that it lacks can't be found in the log");
    }
    SUDARE_RETURN_IF_ERROR(parts_.anchor->Append(lacking, /*make=*/last == 0));
    if (first == 0) first = lacking.front().checkpoint.number;
    last = lacking.back().checkpoint.number;
    SetAnchored(first, last);
  }
  SetAnchored(first, last);
  return absl::OkStatus();
}

absl::Status AnchorFeed::CheckEnds(const AnchorEnds& ends, uint64_t latest) {
  const uint64_t known = Anchored().last;
  const uint64_t last = ends.last.has_value() ? ends.last->checkpoint.number : 0;
  if (last != 0 && ends.last->checkpoint.log != parts_.log) {
    return absl::DataLossError(
        absl::StrCat("holds ", last,
                     " checkpoints of another log: if this log was replaced, put the right one "
                     "back; if it is a new one, give it an anchor of its own"));
  }
  if (last > latest) {
    return absl::DataLossError(
        absl::StrCat("holds checkpoint ", last, ", but the log ends with checkpoint ", latest,
                     ": an old copy of the log was put back, or its end cut off; run `sudare audit "
                     "verify` with this anchor"));
  }
  if (last != 0) {
    SUDARE_ASSIGN_OR_RETURN(const std::vector<SignedCheckpoint> own, parts_.checkpoints(last, 1));
    // What the log archived can't be compared any more.
    if (!own.empty() && own[0].checkpoint.number == last &&
        !(own[0].statement == ends.last->statement)) {
      return absl::DataLossError(
          absl::StrCat("holds another checkpoint ", last,
                       " than the log: one of the two was rewritten; run `sudare audit verify` "
                       "with this anchor"));
    }
  }
  if (last < known) {
    // They are written once more, but that they were missing stays on record.
    parts_.on_event(ServerEvent::ANCHOR_ALTERED,
                    absl::StrCat("anchor ", parts_.anchor->name(), " lost checkpoints ", last + 1,
                                 " to ", known, ", which it had confirmed"));
    SetAnchored(ends.first, last);
  }
  return absl::OkStatus();
}

void AnchorFeed::SetAnchored(uint64_t first, uint64_t last) {
  std::lock_guard<std::mutex> lock(mutex_);
  anchored_.first = first;
  anchored_.last = last;
}

void AnchorFeed::Note(const absl::Status& status) {
  bool was_away = false;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    was_away = !trouble_.empty();
    trouble_ = std::string(status.message());
  }
  const std::string& name = parts_.anchor->name();
  if (!status.ok() && !was_away) {
    parts_.on_event(
        absl::IsDataLoss(status) ? ServerEvent::ANCHOR_ALTERED : ServerEvent::ANCHOR_AWAY,
        absl::StrCat("anchor ", name, ": ", status.message()));
  } else if (status.ok() && was_away) {
    parts_.on_event(
        ServerEvent::ANCHOR_BACK,
        absl::StrCat("anchor ", name, " holds all checkpoints up to ", Anchored().last));
  }
}

}  // namespace sudare::audit
