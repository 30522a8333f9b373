// When closing reports are written, and what happens where they can't be.
#include "proxy/ledger/closing_writer.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/report/period.h"
#include "proxy/state/sqlite_store.h"
#include "proxy/windows/window_book.h"
#include "tests/proxy/ledger/made_windows.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::Window;
using sudare::v1::WindowEvent;

namespace fs = std::filesystem;

absl::Time Noon() { return absl::FromCivil(absl::CivilHour(2026, 11, 4, 12), report::Tokyo()); }

class ClosingWriterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = absl::StrCat(::testing::TempDir(), "/closing_writer");
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    SqliteStoreOptions options;
    options.path = folder_ + "/state/state.sqlite";
    ASSERT_OK_AND_ASSIGN(store_, OpenSqliteStore(options));
    MadeWindows windows(&log_);
    windows.At("2026-11-04 09:00");
    const std::string id = windows.Request({"2026-11-04 09:00", "2026-11-04 13:00"});
    windows.Change(id, WindowEvent::APPROVED, "head").Change(id, WindowEvent::OPENED, "clerk");
    windows.At("2026-11-04 12:00").Change(id, WindowEvent::CLOSED, "clerk");
    log_.Close();
    closed_ = windows.window(id);
  }

  void Put(const Window& window) {
    ASSERT_THAT(store_->Transact([&](StateTransaction& state) -> absl::Status {
      return windows::PutWindow(state, window);
    }),
                IsOk());
  }
  std::unique_ptr<ClosingWriter> Start(absl::Time now) {
    ClosingWriter::Parts parts;
    parts.store = store_.get();
    parts.log_folder = log_.folder();
    parts.folder = folder_ + "/pages";
    parts.languages = {"ja", "en"};
    parts.look = absl::Milliseconds(5);
    parts.retry = absl::ZeroDuration();
    parts.clock = [now] { return now; };
    return std::make_unique<ClosingWriter>(std::move(parts));
  }
  std::string PagePath(const std::string& language) const {
    return absl::StrCat(folder_, "/pages/W00001.20261104-090000.", language, ".html");
  }
  static bool Appears(const std::string& path) {
    for (int i = 0; i < 2000; ++i) {
      if (fs::exists(path)) return true;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return false;
  }
  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string folder_;
  MadeLog log_;
  std::unique_ptr<StateStore> store_;
  Window closed_;
};

TEST_F(ClosingWriterTest, AClosedWindowHasItsPagesInBothLanguages) {
  const auto writer = Start(Noon() + absl::Seconds(10));
  Put(closed_);
  ASSERT_TRUE(Appears(PagePath("en")));
  EXPECT_TRUE(absl::StrContains(Read(PagePath("ja")), "終了報告書 W00001"));
  EXPECT_TRUE(absl::StrContains(Read(PagePath("en")), "disconnected"));
}

TEST_F(ClosingWriterTest, APageThatIsThereStaysAsItIs) {
  fs::create_directories(folder_ + "/pages");
  std::ofstream(PagePath("ja")) << "signed";
  Put(closed_);
  const auto writer = Start(Noon() + absl::Seconds(10));
  ASSERT_TRUE(Appears(PagePath("en")));
  EXPECT_EQ(Read(PagePath("ja")), "signed");
}

TEST_F(ClosingWriterTest, WhatCannotBeWrittenIsTriedAgain) {
  // A file where the folder should be.
  std::ofstream(folder_ + "/pages") << "in the way";
  Put(closed_);
  const auto writer = Start(Noon() + absl::Seconds(10));
  absl::SleepFor(absl::Milliseconds(50));
  fs::remove(folder_ + "/pages");
  EXPECT_TRUE(Appears(PagePath("en")));
}

TEST_F(ClosingWriterTest, WindowsThatAreOpenFreshlyClosedOrOldHaveNone) {
  Window open = closed_;
  open.set_id("W00002");
  open.set_state(Window::OPEN);
  Put(open);
  Put(closed_);
  // Within the time that queries have to end, and two days later.
  for (const absl::Duration after : {absl::Seconds(1), absl::Hours(48)}) {
    const auto writer = Start(Noon() + after);
    absl::SleepFor(absl::Milliseconds(100));
    EXPECT_FALSE(fs::exists(folder_ + "/pages"));
  }
}

}  // namespace
}  // namespace sudare::testing
