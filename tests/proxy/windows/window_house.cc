#include "tests/proxy/windows/window_house.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "proxy/state/sqlite_store.h"
#include "proxy/windows/window_time.h"
#include "tests/policy/policies.h"

namespace sudare::testing {

using sudare::v1::ChangeWindowRequest;
using sudare::v1::RequestWindowRequest;
using sudare::v1::Window;

std::string WindowPolicy() {
  return R"(
classes { name: "pay" } classes { name: "name" } classes { name: "secret" }
tables { name: "p.t" columns { name: "a" class: "pay" } columns { name: "n" class: "name" person: "employee" }
         columns { name: "s" class: "secret" } }
roles { name: "maintenance" database_role: "m" requires_window: true
  exclusive_with: "office" exclusive_with: "attendance"
  limits { rows_per_query: 500 rows_per_window: 5000 } window_idle { seconds: 600 }
  rules { class: "pay" allow {} } rules { class: "name" partial { keep_first: 1 } } }
roles { name: "attendance" database_role: "a" requires_window: true rules { class: "pay" allow {} } }
roles { name: "office" database_role: "o" rules { class: "pay" allow {} } }
roles { name: "free" database_role: "f" rules { class: "pay" allow {} } }
roles { name: "counted" database_role: "c" rules { class: "pay" allow {} }
  budgets { rows_per_day: 3000 persons_per_day: 10 } }
accounts { name: "counted" role: "counted" kind: PROGRAM certificate { san: "k" } }
accounts { name: "vendor-1" role: "maintenance" organization: "Vendor" person: "山田 太郎"
  certificate { san: "1" } pledge { document: "誓約書1" signed: "2026-04-01" expires: "2027-03-31" } }
accounts { name: "vendor-2" role: "maintenance" person: "鈴木 花子"
  certificate { san: "2" } pledge { document: "誓約書2" signed: "2026-04-01" expires: "2027-03-31" } }
accounts { name: "late" role: "maintenance" person: "佐藤 次郎"
  certificate { san: "l" } pledge { document: "誓約書3" signed: "2026-04-01" expires: "2026-11-27" } }
accounts { name: "nameless" role: "maintenance"
  certificate { san: "x" } pledge { document: "誓約書4" signed: "2026-04-01" expires: "2027-03-31" } }
accounts { name: "batch" role: "maintenance" kind: PROGRAM certificate { san: "b" } }
accounts { name: "guest" role: "attendance" person: "高橋 三郎"
  certificate { san: "g" } pledge { document: "誓約書5" signed: "2026-04-01" expires: "2027-03-31" } }
accounts { name: "clerk" role: "office" kind: PROGRAM certificate { san: "c" } }
accounts { name: "other" role: "free" kind: PROGRAM certificate { san: "o" } }
staff { name: "requester" duties: [ REQUEST ] certificate { san: "sr" } }
staff { name: "requester-approver" duties: [ REQUEST, APPROVE ] certificate { san: "sra" } }
staff { name: "approver" duties: [ APPROVE ] certificate { san: "sa" } }
staff { name: "connector" duties: [ CONNECT ] certificate { san: "sc" } }
staff { name: "auditor" duties: [ AUDIT ] certificate { san: "su" } }
)";
}

absl::Time Evening() {
  return absl::FromCivil(absl::CivilMinute(2026, 11, 27, 19, 0), absl::FixedTimeZone(9 * 60 * 60));
}

absl::Time TestClock::wall() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return wall_;
}

absl::Duration TestClock::monotonic() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return monotonic_;
}

void TestClock::Pass(absl::Duration time) {
  std::lock_guard<std::mutex> lock(mutex_);
  wall_ += time;
  monotonic_ += time;
}

void TestClock::Set(absl::Time wall) {
  std::lock_guard<std::mutex> lock(mutex_);
  wall_ = wall;
}

windows::Clocks TestClock::clocks() {
  return {[this] { return wall(); }, [this] { return monotonic(); }};
}

WindowHouse::WindowHouse(std::unique_ptr<StateStore> another) : store(std::move(another)) {
  char folder[] = "/tmp/sudare-windows-XXXXXX";
  folder_ = mkdtemp(folder);
  SetPolicy(WindowPolicy());
  if (store == nullptr) {
    SqliteStoreOptions options;
    options.path = path();
    options.clock = [this] { return clock.wall(); };
    absl::StatusOr<std::unique_ptr<StateStore>> opened = OpenSqliteStore(std::move(options));
    EXPECT_TRUE(opened.ok()) << opened.status();
    store = *std::move(opened);
  }
  changes = std::make_unique<windows::WindowChanges>(store.get(), &log);
  desk = MakeDesk(nullptr);
}

std::unique_ptr<WindowDesk> WindowHouse::MakeDesk(const windows::LineParts* lines) {
  WindowDesk::Parts parts;
  parts.store = store.get();
  parts.changes = changes.get();
  parts.lines = lines;
  parts.rows_per_window = [](const Role& role) { return role.limits.rows_per_window(); };
  parts.clock = [this] { return clock.wall(); };
  return std::make_unique<WindowDesk>(std::move(parts));
}

windows::LineParts WindowHouse::Lines(const std::string& proxy,
                                      const windows::WindowPrograms* programs) {
  windows::LineParts parts;
  parts.store = store.get();
  parts.changes = changes.get();
  parts.programs = programs;
  parts.proxy = proxy;
  return parts;
}

WindowHouse::~WindowHouse() {
  store.reset();
  std::filesystem::remove_all(folder_);
}

void WindowHouse::LoseState() { std::filesystem::rename(path(), path() + ".away"); }

void WindowHouse::GiveStateBack() { std::filesystem::rename(path() + ".away", path()); }

void WindowHouse::SetPolicy(const std::string& text) { policy_ = PolicyOf(text); }

RequestWindowRequest WindowHouse::Asked(const std::vector<std::string>& accounts) {
  RequestWindowRequest request;
  for (const std::string& account : accounts) request.add_persons()->set_account(account);
  request.set_purpose("住民税の差額を調べる");
  request.set_ticket("障害票 26-118");
  request.set_telephone("電話では解決しなかった");
  windows::SetTime(Evening(), request.mutable_planned_start());
  windows::SetTime(Evening() + absl::Hours(2), request.mutable_planned_end());
  return request;
}

absl::StatusOr<Window> WindowHouse::Request(const std::string& staff,
                                            const RequestWindowRequest& request) {
  return desk->Request(policy(), {staff, "", "127.0.0.1:1"}, request);
}

absl::StatusOr<Window> WindowHouse::Do(Call call, const std::string& staff, const std::string& id,
                                       const std::string& remark) {
  ChangeWindowRequest request;
  request.set_id(id);
  request.set_remark(remark);
  return (desk.get()->*call)(policy(), {staff, "", "127.0.0.1:1"}, request);
}

Window WindowHouse::Opened(const std::vector<std::string>& accounts) {
  absl::StatusOr<Window> window = Request("requester", Asked(accounts));
  EXPECT_TRUE(window.ok()) << window.status();
  window = Do(&WindowDesk::Approve, "approver", window->id());
  EXPECT_TRUE(window.ok()) << window.status();
  window = Do(&WindowDesk::Open, "connector", window->id());
  EXPECT_TRUE(window.ok()) << window.status();
  return *window;
}

Window WindowHouse::Get(const std::string& id) {
  sudare::v1::GetWindowRequest request;
  request.set_id(id);
  const absl::StatusOr<Window> window = desk->Get(policy(), {"auditor", "", ""}, request);
  EXPECT_TRUE(window.ok()) << window.status();
  return *window;
}

std::unique_ptr<windows::WindowKeeper> WindowHouse::MakeKeeper(const std::string& name) {
  windows::WindowKeeper::Parts parts;
  parts.store = store.get();
  parts.changes = changes.get();
  parts.policy = &source_;
  parts.proxy = name;
  parts.clocks = clock.clocks();
  return std::make_unique<windows::WindowKeeper>(std::move(parts));
}

}  // namespace sudare::testing
