// StatementBuffer: lines in, whole SQL statements out.
#ifndef SUDARE_PROXY_CLI_STATEMENT_BUFFER_H_
#define SUDARE_PROXY_CLI_STATEMENT_BUFFER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare {

// A statement ends at a `;` that stands outside of quotes, dollar quotes and comments.
//
// Thread-safety: one thread at a time.
class StatementBuffer {
 public:
  // Takes a line and returns the statements it completes, without their `;`, empty ones left out.
  std::vector<std::string> Add(absl::string_view line);

  // Nothing is waiting for its `;`: a line may be a command of the shell.
  bool IsEmpty() const;
  // The statement that is waiting, e.g. at the end of the input.
  std::string Take();

 private:
  enum class Inside { kNothing, kQuote, kIdentifier, kDollar, kLineComment, kBlockComment };

  void Scan(char c, char next, absl::string_view rest);

  std::string text_;
  Inside inside_ = Inside::kNothing;
  int comment_depth_ = 0;
  // With both dollar signs.
  std::string dollar_tag_;
  // Characters that a token of several has taken already.
  size_t skip_ = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_STATEMENT_BUFFER_H_
