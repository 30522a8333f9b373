// The style of a report's page.
#ifndef SUDARE_PROXY_REPORT_HTML_STYLE_H_
#define SUDARE_PROXY_REPORT_HTML_STYLE_H_

namespace sudare::report {

// No font, image or anything else is fetched; colours keep their meaning in print.
inline constexpr char kHtmlStyle[] = R"(
@page { size: A4; margin: 14mm 13mm; }
* { box-sizing: border-box; }
body { font-family: "Hiragino Sans", "Yu Gothic", Meiryo, "Noto Sans CJK JP", "IPAGothic", sans-serif;
  font-size: 14px; line-height: 1.65; color: #1b1f24; max-width: 62em; margin: 0 auto; padding: 1.5em;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
h1 { font-size: 1.7em; margin: 0 0 .1em; }
h2 { font-size: 1.2em; margin: 2em 0 .5em; padding-bottom: .2em; border-bottom: 2px solid #35506b;
  break-after: avoid; }
.sub { color: #57606a; margin: 0 0 1.2em; }
.state ul { margin: .3em 0 0; padding-left: 1.3em; font-size: .85em; font-weight: 400; columns: 2; }
.state { border: 1px solid; border-left-width: 8px; border-radius: 4px; padding: .7em 1em; margin: 1em 0;
  font-size: 1.12em; font-weight: 600; }
.good { border-color: #2f6f4f; background: #eef6f0; }
.look { border-color: #b26a00; background: #fdf4e3; }
.bad { border-color: #a31621; background: #fbe9ea; }
.summary { padding-left: 1.4em; }
.numbers { display: flex; flex-wrap: wrap; gap: .6em; margin: 1em 0; padding: 0; }
.numbers div { flex: 1 1 6em; border: 1px solid #d0d7de; border-radius: 4px; padding: .4em .6em; }
.numbers b { display: block; white-space: nowrap; font-size: 1.5em; line-height: 1.3; font-variant-numeric: tabular-nums; }
.numbers span { color: #57606a; font-size: .85em; }
.finding { border: 1px solid #d0d7de; border-left: 6px solid #8c959f; border-radius: 4px;
  padding: .5em .9em; margin: .6em 0; break-inside: avoid; }
.finding.attention { border-left-color: #b26a00; }
.finding h3 { margin: 0; font-size: 1em; }
.finding p { margin: .2em 0; }
.finding .advice { color: #424a53; }
table { border-collapse: collapse; width: 100%; font-size: .86em; margin: .6em 0; }
th, td { border-bottom: 1px solid #d0d7de; padding: .3em .5em; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #f2f5f8; font-weight: 600; overflow-wrap: normal; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.n { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
td.n, .t { white-space: nowrap; }
th.n, .numbers span { word-break: keep-all; }
code { font-family: "Noto Sans Mono", Consolas, monospace; font-size: .92em; white-space: pre-wrap;
  overflow-wrap: anywhere; }
small { color: #57606a; }
.mark { background: #fdf4e3; border: 1px solid #b26a00; border-radius: 3px; padding: 0 .3em;
  font-size: .85em; }
.note, .none { color: #57606a; font-size: .9em; }
svg { width: 100%; height: auto; display: block; margin: .8em 0; break-inside: avoid;
  font-family: inherit; }
svg .t { font-size: 13px; font-weight: 600; fill: #1b1f24; }
svg .a { font-size: 10px; fill: #57606a; text-anchor: end; }
svg .l { font-size: 10px; fill: #57606a; text-anchor: middle; }
svg .v { font-size: 9px; fill: #1b1f24; text-anchor: middle; }
svg .d { fill: #fff; }
svg .g { stroke: #d0d7de; stroke-width: 1; }
svg .o { fill: #eceff2; }
svg .q { fill: #35506b; } svg .r { fill: #4d8076; } svg .x { fill: #a31621; }
svg .h { fill: #35506b; stroke: #e3e7eb; stroke-width: 1; } svg .w { stroke: #8c959f; }
.sign td { height: 3.2em; vertical-align: middle; }
.sign th { width: 11em; }
@media print { body { font-size: 10.5pt; max-width: none; padding: 0; } h2 { margin-top: 1.4em; } }
)";

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_HTML_STYLE_H_
