// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace wengert::detail {

/// The page's script: a graph, and which of its nodes are shown. It touches no element.
inline constexpr char const graph_script[] = R"js(
'use strict';

// ---- the graph ------------------------------------------------------------------------------------------------------

const roles = ['plain', 'source', 'target', 'cut', 'unused', 'input'];

function bytesOf(base64) {
  const text = atob(base64), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; ++i) bytes[i] = text.charCodeAt(i);
  return bytes;
}

// Reads what packed_bytes wrote. Products instead of shifts, which would stop at 32 bits.
function reader(bytes) {
  let at = 0;
  const natural = () => {
    let n = 0, unit = 1;
    for (; bytes[at] >= 128; unit *= 128) n += (bytes[at++] - 128) * unit;
    return n + bytes[at++] * unit;
  };
  const difference = () => {
    const n = natural();
    return n % 2 === 0 ? n / 2 : -(n + 1) / 2;
  };
  return {natural, difference};
}

// Columns, and for every node the edges to its operands and from its users, as runs of one array.
function unpack(packed, strings) {
  const {natural, difference} = reader(bytesOf(packed.integers));
  const table = new Float64Array(bytesOf(packed.numbers).buffer);
  let next = 0;
  const number = () => {
    const known = natural();
    return known === 0 ? table[next++] : table[known - 1];
  };
  const n = packed.nodes, m = packed.edges;
  const column = (size) => new Uint32Array(size);
  const graph = {
    count: n,
    edges: m,
    leftOut: packed.leftOut,
    lines: packed.lines,
    statement: column(n),
    text: column(n),
    name: column(n),
    place: column(n),
    line: column(n),
    flags: column(n),
    lost: column(n),
    from: column(m),
    to: column(m),
    why: column(m),
    value: new Float64Array(n),
    adjoint: new Float64Array(n),
    partial: new Float64Array(m),
    textOf: (i) => strings[graph.text[i]],
    nameOf: (i) => strings[graph.name[i]],
    placeOf: (i) => strings[graph.place[i]],
    role: (i) => roles[graph.flags[i] & 7],
    fromSource: (i) => (graph.flags[i] & 8) !== 0,
    toTarget: (i) => (graph.flags[i] & 16) !== 0,
    culprit: (i) => (graph.flags[i] & 32) !== 0,
    broken: (e) => graph.why[e] !== 0,
    whyOf: (e) => strings[graph.why[e] - 1] || '',
  };
  for (let i = 0, last = 0; i < n; ++i) {
    graph.statement[i] = last += difference();
    graph.text[i] = natural();
    graph.name[i] = natural();
    graph.place[i] = natural();
    graph.line[i] = natural();
    graph.flags[i] = natural();
    graph.lost[i] = natural();
    graph.value[i] = number();
    graph.adjoint[i] = number();
  }
  for (let e = 0, last = 0; e < m; ++e) {
    graph.to[e] = last += difference();
    graph.from[e] = last - difference();
    graph.why[e] = natural();
    graph.partial[e] = number();
  }
  const runs = (end) => {
    const starts = column(n + 1), sorted = column(m);
    for (let e = 0; e < m; ++e) ++starts[end[e] + 1];
    for (let i = 0; i < n; ++i) starts[i + 1] += starts[i];
    const next = starts.slice();
    for (let e = 0; e < m; ++e) sorted[next[end[e]]++] = e;
    return (i) => sorted.subarray(starts[i], starts[i + 1]);
  };
  graph.into = runs(graph.to);
  graph.outOf = runs(graph.from);
  graph.operands = (i) => [...new Set(Array.from(graph.into(i), (e) => graph.from[e]))];
  graph.users = (i) => [...new Set(Array.from(graph.outOf(i), (e) => graph.to[e]))];
  return graph;
}

// The shortest way from a node to one that passes the test, both ends included, or nothing.
function way(graph, start, upwards, test) {
  const before = new Int32Array(graph.count).fill(-2);
  before[start] = -1;
  const queue = [start];
  for (let head = 0; head < queue.length; ++head) {
    const i = queue[head];
    if (test(i)) {
      const path = [];
      for (let k = i; k !== -1; k = before[k]) path.push(k);
      return path.reverse();
    }
    for (const e of upwards ? graph.into(i) : graph.outOf(i)) {
      const k = upwards ? graph.from[e] : graph.to[e];
      if (before[k] === -2) {
        before[k] = i;
        queue.push(k);
      }
    }
  }
  return [];
}

// ---- what is shown of it --------------------------------------------------------------------------------------------

const wholeGraph = 32, step = 8;

// The edges where the derivative ends, first those between what the source reaches and what reaches the target.
function breaksOf(graph, most) {
  const weighed = [[], [], [], []];
  for (let e = 0; e < graph.edges; ++e) {
    if (!graph.broken(e)) continue;
    const a = graph.from[e], b = graph.to[e];
    const weight = 2 * (graph.fromSource(a) && graph.toTarget(b)) + (graph.culprit(a) || graph.culprit(b));
    if (weighed[weight].length < most) weighed[weight].push(e);
  }
  const between = [...weighed[3], ...weighed[2]].slice(0, most);
  return between.length !== 0 ? between : weighed[1].length !== 0 ? weighed[1] : weighed[0];
}

function nodesWith(graph, test, most) {
  const found = [];
  for (let i = 0; i < graph.count && found.length < most; ++i)
    if (test(i)) found.push(i);
  return found;
}

// A set of nodes; paths of which it shows both ends; and pairs of nodes whose paths the page has no room for.
function firstView(graph) {
  const isSource = (i) => graph.role(i) === 'source', isTarget = (i) => graph.role(i) === 'target';
  const shown = new Set(), paths = [], severed = [];
  const show = (path, head, tail) => {
    if (path.length === 0) return;
    paths.push(path);
    path.forEach((i, k) => {
      if (path.length <= 9 || k < head || k >= path.length - tail) shown.add(i);
    });
  };
  const culprits = nodesWith(graph, graph.culprit, 4), breaks = breaksOf(graph, 4);
  const heads = [...breaks.map((e) => graph.from[e]), ...culprits];
  const tails = [...breaks.map((e) => graph.to[e]), ...culprits];
  const targets = nodesWith(graph, isTarget, 3);
  if (heads.length === 0)
    for (const t of targets) show(way(graph, t, true, isSource).reverse(), 3, 4);
  for (const i of [...heads, ...tails, ...targets]) shown.add(i);
  for (const i of heads) show(way(graph, i, true, isSource).reverse(), 2, 4);
  for (const i of tails) show(way(graph, i, false, isTarget), 4, 2);
  if (graph.leftOut !== 0 && heads.length !== 0 && targets.length !== 0) {
    const source = nodesWith(graph, isSource, 1)[0];
    if (source !== undefined && ![...shown].some(isSource)) severed.push({from: source, to: heads[0]});
    if (way(graph, tails[0], false, isTarget).length === 0) severed.push({from: tails[0], to: targets[0]});
    severed.forEach(({from, to}) => shown.add(from).add(to));
  }
  const ends = (i) => ['cut', 'unused'].includes(graph.role(i));
  if (![...shown].some(isSource))
    for (const s of nodesWith(graph, isSource, 2)) {
      shown.add(s);
      show(way(graph, s, false, ends), 3, 3);
    }
  if (graph.count <= wholeGraph)
    for (let i = 0; i < graph.count; ++i) shown.add(i);
  else
    for (const i of [...shown]) {
      const near = heads.includes(i) || tails.includes(i) || targets.includes(i);
      if (shown.size < wholeGraph) graph.operands(i).slice(0, near ? 3 : 1).forEach((k) => shown.add(k));
      if (shown.size < wholeGraph && near) graph.users(i).slice(0, 2).forEach((k) => shown.add(k));
    }
  return {graph, shown, paths, severed};
}

// The parts of the paths that are hidden, each between two nodes that are shown.
function gapsOf(view) {
  const gaps = new Map();
  for (const path of view.paths) {
    let last = -1;
    path.forEach((i, k) => {
      if (!view.shown.has(i)) return;
      if (last !== -1 && k > last + 1)
        gaps.set(path[last] + ' ' + i, {from: path[last], to: i, hidden: path.slice(last + 1, k)});
      last = k;
    });
  }
  return [...gaps.values(), ...view.severed.map((ends) => ({...ends, hidden: []}))];
}

// Opens a gap from both of its ends.
function openGap(view, gap) {
  const few = gap.hidden.length <= step + step / 2;
  gap.hidden.forEach((i, k) => {
    if (few || k < step / 2 || k >= gap.hidden.length - step / 2) view.shown.add(i);
  });
}

// The operands or users of a node that are not shown, without those that a gap stands for.
function hiddenAround(view, gaps, i, upwards) {
  const all = upwards ? view.graph.operands(i) : view.graph.users(i);
  const inGap = gaps.filter((g) => (upwards ? g.to : g.from) === i).map((g) => g.hidden.at(upwards ? -1 : 0));
  return all.filter((k) => !view.shown.has(k) && !inGap.includes(k));
}
)js";

}  // namespace wengert::detail
