// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace wengert::detail {

/// The page's script: where a graph is drawn. It touches no element.
inline constexpr char const layout_script[] = R"js(
// ---- where it is drawn ----------------------------------------------------------------------------------------------

const rowGap = 52, columnGap = 22;

// Items {width, height} and links {from, to} between them, in layers from top to bottom: sets x and y (the middle) of
// every item and `points` of every link. Links over several layers lead through points that take part as narrow items.
function arrange(items, links) {
  const into = items.map(() => []), outOf = items.map(() => []);
  for (const l of links) into[l.to].push(l.from), outOf[l.from].push(l.to);

  // A layer below all that leads to an item; what nothing leads to moves down to where it is used.
  const open = into.map((from) => from.length), ready = [], layer = items.map(() => 0);
  items.forEach((_, i) => open[i] === 0 && ready.push(i));
  for (let head = 0; head < ready.length; ++head)
    for (const k of outOf[ready[head]]) {
      layer[k] = Math.max(layer[k], layer[ready[head]] + 1);
      if (--open[k] === 0) ready.push(k);
    }
  items.forEach((_, i) => {
    if (into[i].length === 0 && outOf[i].length !== 0) layer[i] = Math.min(...outOf[i].map((k) => layer[k])) - 1;
  });

  const cells = items.map((item, i) => ({item, layer: Math.max(layer[i], 0), width: item.width, up: [], down: []}));
  for (const l of links) {
    let last = cells[l.from];
    l.through = [last];
    const join = (cell) => {
      last.down.push(cell);
      cell.up.push(last);
      l.through.push(last = cell);
    };
    for (let k = last.layer + 1; k < cells[l.to].layer; ++k) {
      const bend = {layer: k, width: 10, up: [], down: []};
      cells.push(bend);
      join(bend);
    }
    join(cells[l.to]);
  }
  const rows = [];
  for (const c of cells) (rows[c.layer] ||= []).push(c);
  for (let k = 0; k < rows.length; ++k) rows[k] ||= [];
  order(rows);
  place(rows);

  let y = 0;
  for (const row of rows) {
    const height = Math.max(12, ...row.map((c) => c.item?.height ?? 0));
    for (const c of row) c.top = y, c.height = c.item?.height ?? height, c.y = y + height / 2;
    y += height + rowGap;
  }
  for (const c of cells)
    if (c.item) c.item.x = c.x, c.item.y = c.y;
  spread(cells, links);
  return y - rowGap;
}

// Few crossings: every cell goes to the mean position of its neighbours in the row above, then below, and so on.
function order(rows) {
  const number = () => rows.forEach((row) => row.forEach((c, i) => c.position = (i + 0.5) / row.length));
  const mean = (cells) => cells.reduce((sum, c) => sum + c.position, 0) / cells.length;
  const crossings = () => {
    let count = 0;
    for (const row of rows) {
      const ends = row.flatMap((c) => c.down.map((d) => [c.position, d.position]));
      if (ends.length > 300) return 0;
      for (let i = 0; i < ends.length; ++i)
        for (let k = 0; k < i; ++k) count += (ends[i][0] - ends[k][0]) * (ends[i][1] - ends[k][1]) < 0;
    }
    return count;
  };
  number();
  let fewest = crossings(), best = rows.map((row) => [...row]);
  for (let sweep = 0; sweep < 12 && fewest !== 0; ++sweep) {
    const upwards = sweep % 2 === 1;
    for (const row of upwards ? [...rows].reverse() : rows) {
      for (const c of row) {
        const near = upwards ? c.down : c.up;
        c.wish = near.length === 0 ? c.position : mean(near);
      }
      row.sort((a, b) => a.wish - b.wish);
      row.forEach((c, i) => c.position = (i + 0.5) / row.length);
    }
    const count = crossings();
    if (count < fewest) fewest = count, best = rows.map((row) => [...row]);
  }
  best.forEach((row, k) => rows[k] = row);
}

// Columns: near the neighbours, and never upon each other. Pushing from the left and pushing from the right both keep
// the distances, and so does the mean of the two.
function place(rows) {
  const apart = (a, b) => (a.width + b.width) / 2 + columnGap;
  for (const row of rows) {
    let x = 0;
    row.forEach((c, i) => c.x = x = i === 0 ? 0 : x + apart(row[i - 1], c));
    for (const c of row) c.x -= x / 2;
  }
  for (let sweep = 0; sweep < 24; ++sweep)
    for (const row of sweep % 2 === 0 ? rows : [...rows].reverse()) {
      const wish = row.map((c) => {
        const near = sweep < 18 ? (sweep % 2 === 0 ? c.up : c.down) : [...c.up, ...c.down];
        return near.length === 0 ? c.x : near.reduce((sum, d) => sum + d.x, 0) / near.length;
      });
      const left = [...wish], right = [...wish];
      for (let i = 1; i < row.length; ++i) left[i] = Math.max(left[i], left[i - 1] + apart(row[i - 1], row[i]));
      for (let i = row.length - 2; i >= 0; --i) right[i] = Math.min(right[i], right[i + 1] - apart(row[i], row[i + 1]));
      row.forEach((c, i) => c.x = (left[i] + right[i]) / 2);
    }
}

// Links leave and enter an item side by side, in the order of where they lead.
function spread(cells, links) {
  const port = (c, k, count) =>
      c.item ? c.x + (Math.min(c.width - 24, 26 * (count - 1))) * (count < 2 ? 0 : k / (count - 1) - 0.5) : c.x;
  const ends = new Map(cells.map((c) => [c, {out: [], in : []}]));
  for (const l of links) {
    ends.get(l.through[0]).out.push(l);
    ends.get(l.through.at(-1)).in.push(l);
  }
  for (const [c, {out, in : entering}] of ends) {
    out.sort((a, b) => a.through[1].x - b.through[1].x);
    entering.sort((a, b) => a.through.at(-2).x - b.through.at(-2).x);
    out.forEach((l, k) => l.start = [port(c, k, out.length), c.y + c.height / 2]);
    entering.forEach((l, k) => l.end = [port(c, k, entering.length), c.y - c.height / 2]);
  }
  for (const l of links) l.points = [l.start, ...l.through.slice(1, -1).map((c) => [c.x, c.y]), l.end];
}
)js";

}  // namespace wengert::detail
