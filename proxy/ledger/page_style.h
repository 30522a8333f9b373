// The style of the ledger's pages.
#ifndef SUDARE_PROXY_LEDGER_PAGE_STYLE_H_
#define SUDARE_PROXY_LEDGER_PAGE_STYLE_H_

namespace sudare::ledger {

// As a form of a city office: black rules on white, readable when copied. No font or image is
// fetched. Boxes at the edge of a page (its number) show where the browser knows them.
inline constexpr char kPageStyle[] = R"(
* { box-sizing: border-box; }
body { font-family: "Hiragino Sans", "Yu Gothic", Meiryo, "Noto Sans CJK JP", "IPAGothic", sans-serif;
  font-size: 8.4pt; line-height: 1.4; color: #000; background: #fff; margin: 0 auto;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
@media screen { body { max-width: 297mm; padding: 10mm; } }
h1 { font-size: 15pt; letter-spacing: .12em; margin: 0 0 1mm; }
h2 { font-size: 10pt; margin: 5mm 0 1.2mm; padding-left: 2mm; border-left: 3mm solid #333; break-after: avoid; }
p { margin: 1mm 0; }
table { border-collapse: collapse; width: 100%; }
th, td { border: .25mm solid #333; padding: .9mm 1.2mm; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #ececec; font-weight: 600; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.fixed { table-layout: fixed; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.t { white-space: nowrap; font-variant-numeric: tabular-nums; }
small { font-size: 7.2pt; color: #333; }
code { font-family: "Noto Sans Mono", Consolas, monospace; font-size: 7.4pt; white-space: pre-wrap;
  overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2mm 1.2mm; margin: 0; }
dt { color: #333; white-space: nowrap; } dd { margin: 0; overflow-wrap: anywhere; }
.id { font-weight: 700; font-size: 9pt; }
.auto { display: inline-block; border: .4mm solid #000; padding: 0 1mm; font-weight: 700; }
.bad { border: .6mm solid #a31621; color: #a31621; padding: 1.5mm 2.5mm; font-weight: 700; }
.more { margin: 1mm 0 3mm; color: #a31621; }
.head th { background: #fff; border: 0; padding: 0 0 1.5mm; font-weight: 400; }
.head .band { display: flex; justify-content: space-between; align-items: flex-end; gap: 6mm; }
.stamps { display: flex; flex: none; }
.stamps div { width: 17mm; border: .25mm solid #333; margin-left: -.25mm; text-align: center; font-size: 7.4pt; }
.stamps div::after { content: ""; display: block; height: 14mm; border-top: .25mm solid #333; }
.hash { font-family: "Noto Sans Mono", Consolas, monospace; font-size: 7pt; }
.none { text-align: center; padding: 8mm; }
.sign td { height: 13mm; } .sign th { width: 32mm; vertical-align: middle; }
.facts th { width: 30mm; }
)";

}  // namespace sudare::ledger

#endif  // SUDARE_PROXY_LEDGER_PAGE_STYLE_H_
