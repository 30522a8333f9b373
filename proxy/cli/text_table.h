// A table made of text: what commands list is shown like any answer.
#ifndef SUDARE_PROXY_CLI_TEXT_TABLE_H_
#define SUDARE_PROXY_CLI_TEXT_TABLE_H_

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "proxy/cli/result_writer.h"

namespace sudare {

// Lifetime: borrows its stream.
class TextTable {
 public:
  TextTable(std::ostream& out, const std::vector<std::string>& names);
  void Row(const std::vector<std::string>& texts);
  // Writes it out.
  void End();

 private:
  const std::unique_ptr<ResultWriter> writer_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_TEXT_TABLE_H_
