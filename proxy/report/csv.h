// CSV for spreadsheets: nothing in it is taken for a formula.
#ifndef SUDARE_PROXY_REPORT_CSV_H_
#define SUDARE_PROXY_REPORT_CSV_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare::report {

// Says to Excel that the text is UTF-8.
inline constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

// One line of RFC 4180 with a line feed. A cell that a spreadsheet would calculate (it begins with
// = + - @, a tab or a line break, their full-width forms included) gets an apostrophe before it;
// bytes that are no UTF-8 and zero bytes become U+FFFD. Pure.
std::string CsvLine(const std::vector<std::string>& cells);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_CSV_H_
