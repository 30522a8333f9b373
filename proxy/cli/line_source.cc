#include "proxy/cli/line_source.h"

#include <fcntl.h>
#include <histedit.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

namespace sudare {
namespace {

constexpr int kHistoryEntries = 1000;

class StreamLines : public LineSource {
 public:
  explicit StreamLines(std::istream& in) : in_(in) {}

  Result Next(const std::string& prompt, std::string* line) override {
    if (!std::getline(in_, *line)) return Result::kEnd;
    if (!line->empty() && line->back() == '\r') line->pop_back();
    return Result::kLine;
  }
  void Remember(const std::string& statement) override {}

 private:
  std::istream& in_;
};

void Ignore(int) {}

class EditedLines : public LineSource {
 public:
  explicit EditedLines(const std::string& history_file)
      : file_(history_file),
        history_(history_init()),
        editor_(el_init("sudare", stdin, stdout, stderr)) {
    HistEvent event;
    history(history_, &event, H_SETSIZE, kHistoryEntries);
    history(history_, &event, H_SETUNIQUE, 1);
    if (!file_.empty()) history(history_, &event, H_LOAD, file_.c_str());
    el_set(editor_, EL_CLIENTDATA, this);
    el_set(editor_, EL_PROMPT, &EditedLines::Prompt);
    el_set(editor_, EL_EDITOR, "emacs");
    el_set(editor_, EL_HIST, history, history_);
    el_source(editor_, nullptr);
    // Ctrl-C interrupts the reading of a line, and nothing more.
    struct sigaction action = {};
    action.sa_handler = Ignore;
    sigaction(SIGINT, &action, &before_);
  }

  ~EditedLines() override {
    Save();
    sigaction(SIGINT, &before_, nullptr);
    el_end(editor_);
    history_end(history_);
  }

  Result Next(const std::string& prompt, std::string* line) override {
    prompt_ = prompt;
    int count = 0;
    errno = 0;
    const char* text = el_gets(editor_, &count);
    if (text == nullptr || count <= 0) {
      if (count < 0 && errno == EINTR) {
        el_reset(editor_);
        std::fputs("\n", stdout);
        return Result::kInterrupted;
      }
      return Result::kEnd;
    }
    line->assign(text, static_cast<size_t>(count));
    while (!line->empty() && (line->back() == '\n' || line->back() == '\r')) line->pop_back();
    return Result::kLine;
  }

  void Remember(const std::string& statement) override {
    std::string one_line = statement;
    std::replace(one_line.begin(), one_line.end(), '\n', ' ');
    HistEvent event;
    history(history_, &event, H_ENTER, one_line.c_str());
  }

 private:
  static char* Prompt(EditLine* editor) {
    EditedLines* self = nullptr;
    el_get(editor, EL_CLIENTDATA, &self);
    return self->prompt_.data();
  }

  // Statements may name people: the file is the owner's alone.
  void Save() {
    if (file_.empty()) return;
    const int fd = open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return;
    const bool is_private = fchmod(fd, 0600) == 0;
    close(fd);
    HistEvent event;
    if (is_private) history(history_, &event, H_SAVE, file_.c_str());
  }

  const std::string file_;
  std::string prompt_;
  History* const history_;
  EditLine* const editor_;
  struct sigaction before_ = {};
};

}  // namespace

std::unique_ptr<LineSource> MakeLineSource(Console& console, const std::string& history_file) {
  if (!console.is_terminal) return std::make_unique<StreamLines>(console.in);
  return std::make_unique<EditedLines>(history_file);
}

}  // namespace sudare
