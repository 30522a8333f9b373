#include "proxy/cli/text_table.h"

namespace sudare {

TextTable::TextTable(std::ostream& out, const std::vector<std::string>& names)
    : writer_(MakeTableWriter(out, {})) {
  sudare::v1::Header header;
  for (const std::string& name : names) header.add_columns()->set_name(name);
  writer_->Begin(header);
}

void TextTable::Row(const std::vector<std::string>& texts) {
  writer_->Row(std::vector<Cell>(texts.begin(), texts.end()));
}

void TextTable::End() { writer_->Abandon(); }

}  // namespace sudare
