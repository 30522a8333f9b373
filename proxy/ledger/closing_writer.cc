#include "proxy/ledger/closing_writer.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/ledger/ledger_document.h"
#include "proxy/report/period.h"
#include "proxy/windows/window_book.h"
#include "spdlog/spdlog.h"

namespace sudare {
namespace {

using sudare::v1::Window;

// What was closed longer ago is asked for by `sudare ledger show`.
constexpr absl::Duration kLongestAgo = absl::Hours(24);

// "W00012.20261127-190000": a state that was begun anew gives numbers again.
std::string NameOf(const Window& window) {
  const absl::Time requested = report::TimeOf(window.events(0).time());
  return absl::StrCat(window.id(), ".",
                      absl::FormatTime("%Y%m%d-%H%M%S", requested, report::Tokyo()));
}

absl::Status FileError(const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat(Quoted(path), " can't be written: ", std::strerror(errno)));
}

// All or nothing.
absl::Status WritePage(const std::string& path, const std::string& page) {
  const std::string unfinished = absl::StrCat(path, ".part");
  std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
  file << page;
  file.close();
  if (!file || std::rename(unfinished.c_str(), path.c_str()) != 0) return FileError(path);
  return absl::OkStatus();
}

}  // namespace

ClosingWriter::ClosingWriter(Parts parts) : parts_(std::move(parts)), thread_([this] { Run(); }) {}

ClosingWriter::~ClosingWriter() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void ClosingWriter::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!wake_.wait_for(lock, absl::ToChronoMilliseconds(parts_.look), [this] { return stop_; })) {
    lock.unlock();
    Look();
    lock.lock();
  }
}

void ClosingWriter::Look() {
  const absl::StatusOr<uint64_t> version = parts_.store->Version();
  // The keeper of windows says when the state is away.
  if (!version.ok() || (seen_ == *version && !is_owed_)) return;
  is_owed_ = false;
  const absl::StatusOr<std::vector<Window>> due = Due();
  if (!due.ok()) {
    is_owed_ = true;
    return;
  }
  seen_ = *version;
  for (const Window& window : *due) {
    const std::string name = NameOf(window);
    const absl::Status written = Write(window);
    // Another proxy's log tells of it.
    if (written.ok() || absl::IsNotFound(written)) {
      done_.insert(name);
      continue;
    }
    is_owed_ = true;
    again_at_[name] = parts_.clock() + parts_.retry;
    spdlog::error("the closing report of window {} can't be written, trying again: {}", window.id(),
                  std::string(written.message()));
  }
}

absl::StatusOr<std::vector<Window>> ClosingWriter::Due() {
  std::vector<Window> all;
  SUDARE_RETURN_IF_ERROR(parts_.store->Read([&](StateReader& state) -> absl::Status {
    SUDARE_ASSIGN_OR_RETURN(all, windows::AllWindows(state));
    return absl::OkStatus();
  }));
  const absl::Time now = parts_.clock();
  std::vector<Window> due;
  for (Window& window : all) {
    if (window.state() != Window::CLOSED) continue;
    const absl::Time closed = report::TimeOf(window.events(window.events_size() - 1).time());
    const std::string name = NameOf(window);
    if (closed < now - kLongestAgo || done_.count(name) > 0) continue;
    const auto again = again_at_.find(name);
    if (now < closed + parts_.settle || (again != again_at_.end() && now < again->second)) {
      is_owed_ = true;
      continue;
    }
    due.push_back(std::move(window));
  }
  return due;
}

absl::Status ClosingWriter::Write(const Window& window) {
  std::error_code error;
  std::filesystem::create_directories(parts_.folder, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat(Quoted(parts_.folder), " can't be made: ", error.message()));
  }
  for (const std::string& language : parts_.languages) {
    const std::string path =
        absl::StrCat(parts_.folder, "/", NameOf(window), ".", language, ".html");
    if (std::filesystem::exists(path, error)) continue;
    sudare::v1::ClosingReportRequest request;
    request.set_window(window.id());
    request.set_language(language);
    SUDARE_ASSIGN_OR_RETURN(
        const auto answer, ledger::AnswerClosingReport(parts_.log_folder, request, parts_.clock()));
    SUDARE_RETURN_IF_ERROR(WritePage(path, answer.document()));
    if (!answer.damage().empty()) {
      spdlog::error("the closing report {} says that the audit log is altered or damaged", path);
    } else {
      spdlog::info("closing report {}", path);
    }
  }
  return absl::OkStatus();
}

}  // namespace sudare
