#include "proxy/report/svg_chart.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "proxy/report/html.h"
#include "proxy/report/words.h"

namespace sudare::report {
namespace {

constexpr int kWidth = 720;
constexpr int kLeft = 64;
constexpr int kTop = 30;
constexpr int kPlotHeight = 110;
constexpr int kLabelHeight = 18;
constexpr int kCell = 26;

// 1, 2 or 5 times a power of ten, not below `value`.
uint64_t RoundUp(uint64_t value) {
  uint64_t step = 1;
  while (true) {
    for (const uint64_t factor : {1, 2, 5}) {
      if (step * factor >= value) return step * factor;
    }
    if (step > UINT64_MAX / 100) return UINT64_MAX;
    step *= 10;
  }
}

std::string Short(uint64_t value) {
  if (value >= 10'000'000) return absl::StrCat(value / 1'000'000, "M");
  if (value >= 1'000'000) return absl::StrFormat("%.1fM", static_cast<double>(value) / 1e6);
  if (value >= 10'000) return absl::StrCat(value / 1000, "k");
  if (value >= 1000) return absl::StrFormat("%.1fk", static_cast<double>(value) / 1e3);
  return absl::StrCat(value);
}

std::string Start(int width, int height, const std::string& title) {
  return absl::StrFormat(
      "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n<text class=\"t\" x=\"0\" "
      "y=\"14\">%s</text>\n",
      width, height, Escaped(title), Escaped(title));
}

std::string Axis(uint64_t top) {
  std::string out;
  for (const auto& [part, value] :
       {std::make_pair(0.0, uint64_t{0}), std::make_pair(0.5, top / 2), std::make_pair(1.0, top)}) {
    // An axis to 1 has no half.
    if (part == 0.5 && top < 2) continue;
    const double y = kTop + kPlotHeight * (1 - part);
    absl::StrAppendFormat(&out,
                          "<line class=\"g\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                          "<text class=\"a\" x=\"%d\" y=\"%.1f\">%s</text>\n",
                          kLeft, kWidth, y, y, kLeft - 6, y + 4, Number(value));
  }
  return out;
}

}  // namespace

std::string Svg(const BarChart& chart) {
  if (chart.bars.empty()) return "";
  uint64_t most = 1;
  for (const Bar& bar : chart.bars) most = std::max(most, bar.value);
  const uint64_t top = RoundUp(most);
  std::string out = Start(kWidth, kTop + kPlotHeight + kLabelHeight, chart.title);
  const double step = static_cast<double>(kWidth - kLeft) / static_cast<double>(chart.bars.size());
  const auto every = static_cast<size_t>(std::ceil(20 / step));
  out += Axis(top);
  for (size_t i = 0; i < chart.bars.size(); ++i) {
    const Bar& bar = chart.bars[i];
    const double x = kLeft + step * static_cast<double>(i);
    if (bar.is_shaded) {
      absl::StrAppendFormat(&out,
                            "<rect class=\"o\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                            x, kTop, step, kPlotHeight);
    }
    if (bar.value > 0) {
      // What isn't nothing is seen.
      const double height =
          std::max(1.5, kPlotHeight * static_cast<double>(bar.value) / static_cast<double>(top));
      absl::StrAppendFormat(&out,
                            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
                            "height=\"%.1f\"><title>%s</title></rect>",
                            chart.style, x + step * 0.14, kTop + kPlotHeight - height, step * 0.72,
                            height, Escaped(bar.title));
    }
    if (i % every == 0) {
      absl::StrAppendFormat(&out, "<text class=\"l\" x=\"%.1f\" y=\"%d\">%s</text>", x + step / 2,
                            kTop + kPlotHeight + 14, Escaped(bar.label));
    }
    out += "\n";
  }
  return out + "</svg>\n";
}

std::string Svg(const HeatMap& map) {
  const uint64_t most =
      std::max<uint64_t>(1, *std::max_element(map.values.begin(), map.values.end()));
  const int height = kTop + kCell * static_cast<int>(map.rows.size()) + kLabelHeight;
  std::string out = Start(kWidth, height, map.title);
  for (size_t row = 0; row < map.rows.size(); ++row) {
    const int y = kTop + kCell * static_cast<int>(row);
    absl::StrAppendFormat(&out, "<text class=\"a\" x=\"%d\" y=\"%d\">%s</text>\n", kLeft - 6,
                          y + 17, Escaped(map.rows[row]));
    for (size_t column = 0; column < map.columns.size(); ++column) {
      const size_t at = row * map.columns.size() + column;
      const int x = kLeft + kCell * static_cast<int>(column);
      const uint64_t value = map.values[at];
      // Square roots, so that little is seen beside much.
      const double shade =
          value == 0
              ? 0
              : 0.12 + 0.88 * std::sqrt(static_cast<double>(value) / static_cast<double>(most));
      absl::StrAppendFormat(
          &out,
          "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill-opacity=\"%.2f\"/>",
          map.is_framed[at] ? "h w" : "h", x + 1, y + 1, kCell - 2, kCell - 2, shade);
      if (value == 0) continue;
      absl::StrAppendFormat(&out, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>",
                            shade > 0.55 ? "v d" : "v", x + kCell / 2, y + 17, Short(value));
    }
    out += "\n";
  }
  for (size_t column = 0; column < map.columns.size(); ++column) {
    absl::StrAppendFormat(&out, "<text class=\"l\" x=\"%d\" y=\"%d\">%s</text>",
                          kLeft + kCell * static_cast<int>(column) + kCell / 2, height - 4,
                          Escaped(map.columns[column]));
  }
  return out + "\n</svg>\n";
}

}  // namespace sudare::report
