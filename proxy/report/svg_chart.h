// Charts as SVG, to stand inside of a page: no script, no reference, colours that differ in grey,
// too.
#ifndef SUDARE_PROXY_REPORT_SVG_CHART_H_
#define SUDARE_PROXY_REPORT_SVG_CHART_H_

#include <cstdint>
#include <string>
#include <vector>

namespace sudare::report {

struct Bar {
  // Under the bar, if there is room: "3" for the third.
  std::string label;
  // Stands on its own when pointed at, and for readers who can't see: "2026-11-03: 120".
  std::string title;
  uint64_t value = 0;
  // Another shade behind it, for days off.
  bool is_shaded = false;
};

struct BarChart {
  std::string title;
  // CSS class of the bars: "q", "r", "x".
  std::string style;
  std::vector<Bar> bars;
};

// Bars over a common axis from 0 to a round number; an empty text without bars. All text is
// escaped. Pure.
std::string Svg(const BarChart& chart);

struct HeatMap {
  std::string title;
  // Row by row; all rows are as long as `columns`.
  std::vector<std::string> rows;
  std::vector<std::string> columns;
  std::vector<uint64_t> values;
  // Framed: those that belong to working hours.
  std::vector<bool> is_framed;
};

// A field of squares, the darker the more, with the number in each that isn't 0.
std::string Svg(const HeatMap& map);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_SVG_CHART_H_
