// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace wengert::detail {

/// The page's style sheet. The colours are after Okabe and Ito, so that colour-blind people tell them apart; and every one
/// of them comes with a shape or a word.
inline constexpr char const page_style[] = R"css(
:root {
  color-scheme: light dark;
  --paper: #f6f7f9; --card: #ffffff; --ink: #1d2430; --faint: #5d6878; --line: #dde1e7; --wash: #eef1f5;
  --node: #f3f5f8; --edge: #9aa4b2;
  --source: #0072b2; --source-wash: #e4f1f9; --target: #00795a; --target-wash: #e2f4ee;
  --break: #c64a00; --break-wash: #fdeee4; --select: #1d2430;
  --sans: system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181e; --card: #1b2028; --ink: #e4e8ee; --faint: #9aa5b4; --line: #313945; --wash: #242b35;
    --node: #262d38; --edge: #6d7888;
    --source: #6bbcf0; --source-wash: #18303f; --target: #4fcfa4; --target-wash: #17352d;
    --break: #ff9a5c; --break-wash: #3b2416; --select: #e4e8ee;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { height: 100%; }
body { height: 100%; margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.5 var(--sans); }
h1, h2, p, ul, dl, dd, figure { margin: 0; padding: 0; }
code, pre, .mono { font-family: var(--mono); font-size: 0.93em; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: left; cursor: pointer; }
:focus-visible { outline: 2px solid var(--source); outline-offset: 2px; }
noscript pre { padding: 24px; white-space: pre-wrap; }

#page { display: grid; grid-template-columns: minmax(0, 1fr); height: 100%; }
#page.several { grid-template-columns: 232px minmax(0, 1fr); }
#list { overflow-y: auto; border-right: 1px solid var(--line); padding: 16px 10px; }
#list h2 { padding: 0 10px 8px; font-size: 12px; font-weight: 600; color: var(--faint); }
#list button {
  display: block; width: 100%; padding: 6px 10px; border-radius: 6px; content-visibility: auto;
  contain-intrinsic-height: 54px;
}
#list button:hover { background: var(--wash); }
#list [aria-selected=true] { background: var(--card); box-shadow: inset 3px 0 var(--source), 0 0 0 1px var(--line); }
#list .pair { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#list .state {
  display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 12px;
  color: var(--faint);
}
.missing .mark, .non-finite .mark { color: var(--break); }
.mark { display: inline-block; width: 1.3em; font-weight: 700; color: var(--target); }

#panel { display: grid; grid-template-rows: auto minmax(0, 1fr); gap: 14px; height: 100vh; padding: 18px 20px 16px; }
#answer { max-height: 44vh; overflow-y: auto; }
#answer h1 { font-size: 19px; font-weight: 600; line-height: 1.35; letter-spacing: -0.005em; }
#answer .mark { width: 1.4em; }
#answer h1 code {
  padding: 1px 6px; border-radius: 5px; background: var(--wash); font-weight: 500; overflow-wrap: anywhere;
}
.outcome { white-space: nowrap; }
.missing .outcome, .non-finite .outcome { color: var(--break); }
#answer dl { display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 3px 0; margin-top: 8px; max-width: 112ch; }
#answer dt { color: var(--faint); }
#answer dd { overflow-wrap: anywhere; }
#answer .where { font-family: var(--mono); font-size: 0.93em; }
#answer button.where:hover { text-decoration: underline; }
.notes { font-size: 13px; color: var(--faint); }

#work { display: grid; grid-template-columns: minmax(0, 1.55fr) minmax(340px, 1fr); gap: 14px; min-height: 0; }
#work.alone { grid-template-columns: minmax(0, 1fr); }
#work.alone .side { grid-template-rows: minmax(0, 1fr); }
.card {
  display: flex; flex-direction: column; min-height: 0; min-width: 0; background: var(--card);
  border: 1px solid var(--line); border-radius: 10px; overflow: hidden;
}
.card > header {
  display: flex; gap: 12px; align-items: baseline; padding: 9px 14px; border-bottom: 1px solid var(--line);
}
.card > header h2 { flex: none; font-size: 13px; font-weight: 600; }
.card > header span {
  min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 12px; color: var(--faint);
}
.scroll { flex: 1; min-height: 0; overflow: auto; }
.side { display: grid; grid-template-rows: auto minmax(0, 1fr); gap: 14px; min-height: 0; }

#graph .scroll { display: grid; }
#graph svg { display: block; margin: auto; }
#legend {
  display: flex; flex-wrap: wrap; gap: 2px 18px; padding: 8px 14px; border-top: 1px solid var(--line);
  font-size: 12px; color: var(--faint);
}
#legend span { display: flex; gap: 7px; align-items: center; white-space: pre; }

.node { cursor: pointer; }
.node:focus { outline: none; }
.node .box { fill: var(--node); stroke: var(--edge); stroke-width: 1.2; }
.node text { fill: var(--ink); font: 12.5px var(--mono); text-anchor: middle; pointer-events: none; }
.node .numbers { font-size: 11px; fill: var(--faint); }
.node .odd, .odd { fill: var(--break); color: var(--break); font-weight: 700; }
.node .tag { font: 600 10.5px var(--sans); letter-spacing: 0.02em; fill: var(--faint); }
.node.source .box { fill: var(--source-wash); stroke: var(--source); stroke-width: 1.8; }
.node.source .tag { fill: var(--source); }
.node.target .box, .node.target .inner { fill: var(--target-wash); stroke: var(--target); stroke-width: 1.4; }
.node.target .tag { fill: var(--target); }
.node.input .box { fill: none; }
.node.unused .box { stroke-dasharray: 5 4; }
.node.cut .box, .node.culprit .box { fill: var(--break-wash); stroke: var(--break); stroke-width: 1.6; }
.node.culprit .box { stroke-width: 2.6; }
.node.cut .tag, .node.culprit .tag { fill: var(--break); }
.node:hover .box { stroke-width: 2.4; }
.halo { fill: none; stroke: var(--select); stroke-width: 1.4; stroke-dasharray: 1 0; opacity: 0; }
.node.selected .halo { opacity: 0.55; }
.node:focus-visible .halo { opacity: 1; stroke: var(--source); stroke-width: 2.2; }
.edge path { fill: none; stroke: var(--edge); stroke-width: 1.3; }
.edge .reach { stroke: transparent; stroke-width: 12; }
.edge .tip { fill: var(--edge); stroke: none; }
.edge.flows path { stroke: var(--source); stroke-width: 1.9; }
.edge.flows .tip { fill: var(--source); stroke: none; }
.edge.broken path { stroke: var(--break); stroke-width: 2; stroke-dasharray: 4 5; }
.edge.broken .tip { fill: var(--break); stroke: none; }
.edge .reach, .edge.flows .reach, .edge.broken .reach { stroke: transparent; stroke-width: 12; stroke-dasharray: none; }
.edge:hover .line, .edge:focus-visible .line { stroke-width: 3; }
.edge:focus { outline: none; }
.label { pointer-events: none; }
.label text { font: 11px var(--mono); fill: var(--faint); stroke: var(--card); stroke-width: 3px; paint-order: stroke; }
.label .odd { fill: var(--break); }
.label.broken .plate { fill: var(--break-wash); stroke: var(--break); }
.label.broken text { font-weight: 700; fill: var(--break); stroke: none; text-anchor: middle; }
.edge.gap path { stroke-dasharray: 2 5; }
.more { cursor: pointer; }
.more rect { fill: var(--card); stroke: var(--edge); stroke-dasharray: 3 3; }
.more text { font: 12px var(--sans); fill: var(--faint); text-anchor: middle; }
.more.chip rect { stroke-dasharray: none; }
.more.chip text { font-size: 10.5px; }
.more:hover rect, .more:focus-visible rect { fill: var(--wash); stroke: var(--ink); }
.more:focus { outline: none; }
.more.fixed { cursor: default; }

#details { flex: none; }
#details dl {
  display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 1px 0; padding: 9px 14px 11px; height: 172px;
  overflow-y: auto; align-content: start;
}
#details dt { color: var(--faint); }
#details dd { font-family: var(--mono); font-size: 0.93em; overflow-wrap: anywhere; }
#details dd button:hover { text-decoration: underline; }

#source ol {
  list-style: none; margin: 0; padding: 8px 0; min-width: max-content; font: 12.5px/1.6 var(--mono); tab-size: 4;
}
#source li { display: grid; grid-template-columns: 24px 44px 1fr; padding-right: 16px; white-space: pre; }
#source li .number { padding-right: 12px; text-align: right; color: var(--faint); user-select: none; }
#source li .dot { padding-left: 10px; color: var(--edge); user-select: none; }
#source li.linked { cursor: pointer; }
#source li.linked:hover { background: var(--wash); }
#source li.answer .dot { color: var(--break); font-weight: 700; }
#source li.answer { background: var(--break-wash); }
#source li.current { background: var(--wash); box-shadow: inset 3px 0 var(--select); }
#source li.answer.current { background: var(--break-wash); box-shadow: inset 3px 0 var(--break); }
#source li.skip { color: var(--faint); }
#source p { padding: 14px; color: var(--faint); overflow-wrap: anywhere; }

@media (max-width: 900px), (max-height: 520px) {
  #page, #page.several { display: block; height: auto; }
  #list { max-height: 30vh; border-right: 0; border-bottom: 1px solid var(--line); }
  #panel, #answer { height: auto; max-height: none; }
  #panel { padding: 14px; }
  #work { grid-template-columns: minmax(0, 1fr); }
  #graph .scroll { max-height: 75vh; }
  #source .scroll { max-height: 60vh; }
}
)css";

}  // namespace wengert::detail
