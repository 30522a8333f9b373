#include "proxy/windows/pass_registry.h"

namespace sudare::windows {

// What is guarded by the registry's mutex is marked.
class PassRegistry::Pass : public WindowPass {
 public:
  Pass(PassRegistry* registry, PassFacts facts, PassBudgets budgets, std::shared_ptr<void> hold)
      : registry_(*registry),
        facts_(std::move(facts)),
        budgets_(std::move(budgets)),
        hold_(std::move(hold)) {
    std::lock_guard<std::mutex> lock(registry_.mutex_);
    registry_.passes_.insert(this);
  }
  ~Pass() override {
    std::lock_guard<std::mutex> lock(registry_.mutex_);
    registry_.passes_.erase(this);
  }

  const std::string& window() const override { return facts_.window; }
  const std::string& token_scope() const override { return facts_.token_scope; }
  absl::Time ends_at() const override { return facts_.ends_at; }
  const std::vector<std::string>& classes() const override { return facts_.classes; }

  bool cut() const override { return cut_.load(std::memory_order_acquire); }
  absl::Status CutStatus() const override {
    std::lock_guard<std::mutex> lock(registry_.mutex_);
    return why_;
  }
  void OnCut(std::function<void()> abort) override {
    std::lock_guard<std::mutex> lock(registry_.mutex_);
    abort_ = std::move(abort);
  }
  absl::Status TakeRows(uint64_t rows) override { return budgets_.take_rows(rows); }
  bool counts_persons() const override { return budgets_.see_persons != nullptr; }
  absl::StatusOr<uint64_t> SeePersons(absl::Span<const absl::uint128> known,
                                      uint64_t unnamed) override {
    return budgets_.see_persons(known, unnamed);
  }

 private:
  friend class PassRegistry;

  PassRegistry& registry_;
  const PassFacts facts_;
  const PassBudgets budgets_;
  const std::shared_ptr<void> hold_;
  std::atomic<bool> cut_{false};
  // Guarded by registry_.mutex_: why and when it was cut; how it is ended by force.
  absl::Status why_;
  absl::Duration cut_at_;
  std::function<void()> abort_;
};

std::unique_ptr<WindowPass> PassRegistry::Admit(PassFacts facts, PassBudgets budgets,
                                                std::shared_ptr<void> hold) {
  return std::make_unique<Pass>(this, std::move(facts), std::move(budgets), std::move(hold));
}

void PassRegistry::Cut(absl::FunctionRef<bool(const PassFacts&)> which, const absl::Status& why,
                       absl::Duration now) {
  std::lock_guard<std::mutex> lock(mutex_);
  for (Pass* const pass : passes_) {
    if (pass->cut() || !which(pass->facts_)) continue;
    pass->why_ = why;
    pass->cut_at_ = now;
    pass->cut_.store(true, std::memory_order_release);
  }
}

void PassRegistry::AbortLate(absl::Duration now) {
  std::lock_guard<std::mutex> lock(mutex_);
  for (Pass* const pass : passes_) {
    if (!pass->cut() || pass->abort_ == nullptr || now - pass->cut_at_ < kGrace) continue;
    pass->abort_();
    pass->abort_ = nullptr;
  }
}

absl::flat_hash_set<std::string> PassRegistry::BusyWindows() const {
  std::lock_guard<std::mutex> lock(mutex_);
  absl::flat_hash_set<std::string> busy;
  for (const Pass* const pass : passes_) {
    if (!pass->facts_.window.empty()) busy.insert(pass->facts_.window);
  }
  return busy;
}

absl::flat_hash_set<std::string> PassRegistry::BusyAccounts() const {
  std::lock_guard<std::mutex> lock(mutex_);
  absl::flat_hash_set<std::string> busy;
  for (const Pass* const pass : passes_) busy.insert(pass->facts_.account);
  return busy;
}

}  // namespace sudare::windows
