// LineSource: lines that a person types, with editing and history on a terminal, or those of a
// stream.
#ifndef SUDARE_PROXY_CLI_LINE_SOURCE_H_
#define SUDARE_PROXY_CLI_LINE_SOURCE_H_

#include <memory>
#include <string>

#include "proxy/cli/console.h"

namespace sudare {

// Thread-safety: one thread at a time.
class LineSource {
 public:
  enum class Result { kLine, kInterrupted, kEnd };

  virtual ~LineSource() = default;
  // The next line without its line break.
  virtual Result Next(const std::string& prompt, std::string* line) = 0;
  // Keeps a whole statement for the arrow keys, and for next time.
  virtual void Remember(const std::string& statement) = 0;
};

// On a terminal: libedit, with the history in `history_file` (made with mode 0600; empty: none).
// Otherwise the lines of `console.in`, without prompts.
std::unique_ptr<LineSource> MakeLineSource(Console& console, const std::string& history_file);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_LINE_SOURCE_H_
