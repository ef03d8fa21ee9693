// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace wengert::detail {

/// The page's script: the picture of a graph.
inline constexpr char const drawing_script[] = R"js(
// ---- the graph ------------------------------------------------------------------------------------------------------

// A box without its corners.
const octagon = (w, h, c) =>
    `M${-w / 2 + c},${-h / 2}H${w / 2 - c}L${w / 2},${-h / 2 + c}V${h / 2 - c}L${w / 2 - c},${h / 2}` +
    `H${-w / 2 + c}L${-w / 2},${h / 2 - c}V${-h / 2 + c}Z`;

function labelOf(i) {
  const name = view.graph.nameOf(i), text = view.graph.textOf(i);
  return name === '' || name === text ? text || name || 'statement ' + view.graph.statement[i] :
         text === ''                  ? name :
                                        name + ' = ' + text;
}

function tagOf(i) {
  const role = view.graph.role(i), words = role === 'plain' || role === 'input' ? [] : [role];
  if (view.graph.culprit(i)) words.push(current.status === 'non-finite' ? '⚠ not finite' : '✕ here');
  else if (role === 'cut') words[0] = '✕ cut';
  else if (role === 'unused') words[0] = 'not used';
  return words.join(' · ');
}

function draw() {
  const graph = view.graph, gaps = gapsOf(view), ids = [...view.shown].sort((a, b) => a - b);
  const items = ids.map((id) => {
    const label = short(labelOf(id), 30), tag = tagOf(id);
    const numbers = digits(graph.value[id]).length + digits(graph.adjoint[id]).length + 8;
    return {
      id,
      label,
      tag,
      height: tag ? 58 : 44,
      width: Math.max([...label].length * 7.6, numbers * 6.8, tag.length * 7, 76) + 24
    };
  });
  const position = new Map(ids.map((id, k) => [id, k])), links = [];
  for (const id of ids)
    for (const e of graph.into(id))
      if (position.has(graph.from[e])) links.push({from: position.get(graph.from[e]), to: position.get(id), edge: e});
  for (const gap of gaps) {
    const label = gap.hidden.length === 0 ? 'statements left out' : plural(gap.hidden.length, 'more statement');
    const k = items.push({gap, label, height: 26, width: label.length * 6.6 + 26}) - 1;
    links.push({from: position.get(gap.from), to: k, gap}, {from: k, to: position.get(gap.to), gap});
  }
  const ends = phantom(ids);
  if (ends) links.push({from: position.get(ends[0]), to: position.get(ends[1]), phantom: true});
  const height = arrange(items, links), labels = drawLabels(links), margin = 26;
  let left = 0, right = 0;
  for (const {x, width} of items) left = Math.min(left, x - width / 2), right = Math.max(right, x + width / 2);
  for (const {points} of links)
    for (const [x] of points) left = Math.min(left, x), right = Math.max(right, x);
  for (const {end} of labels) right = Math.max(right, end);
  const box = {x: left - margin, y: -margin, width: right - left + 2 * margin, height: height + 2 * margin};
  const room = find('#graph .scroll');
  const fits = Math.min((room.clientWidth - 2) / box.width, (room.clientHeight - 2) / box.height);
  const scale = Math.min(1, Math.max(fits, 0.8));
  const svg = drawing(
      'svg',
      {viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`, width: box.width * scale, height: box.height * scale},
      links.map(drawLink), labels.map((l) => l.drawn),
      items.map((item) => item.gap ? drawGap(item) : drawNode(item, gaps)));
  room.replaceChildren(svg);
  const rest = graph.count - ids.length;
  find('#graph header span').textContent =
      plural(ids.length, 'statement') + ' shown' +
      (rest === 0 ? '' : ', ' + rest.toLocaleString('en') + ' more in this page') +
      (graph.leftOut === 0 ? '' : ', ' + graph.leftOut.toLocaleString('en') + ' left out');
  document.documentElement.dataset.nodes = ids.length;
  markSelected();
}

// Where nothing leads from what the source reaches to the target: the edge that is not there.
function phantom(ids) {
  const graph = view.graph;
  if (current.status !== 'missing' || breaksOf(graph, 1).length !== 0) return undefined;
  const target = ids.find((i) => graph.role(i) === 'target');
  const end = ids.findLast((i) => graph.fromSource(i) && !graph.users(i).some((k) => view.shown.has(k)));
  return target === undefined || end === undefined || end === target ? undefined : [end, target];
}

function drawNode(item, gaps) {
  const {id, tag, width: w, height: h} = item, graph = view.graph, role = graph.role(id), culprit = graph.culprit(id);
  const rounded = (dw, r, name) =>
      drawing('rect', {class: name, x: -w / 2 - dw, y: -h / 2 - dw, width: w + 2 * dw, height: h + 2 * dw, rx: r});
  const radius = {source: h / 2, input: 2}[role] ?? 8;
  const cut = culprit || role === 'cut';
  const box = cut ? drawing('path', {class: 'box', d: octagon(w, h, 11)}) : rounded(0, radius, 'box');
  const number = (sign, x) => drawing('tspan', {class: odd(x) ? 'odd' : undefined}, sign + digits(x));
  const value = graph.value[id], adjoint = graph.adjoint[id], down = tag ? 7 : 0;
  const chips = [true, false].map((up) => {
    const hidden = hiddenAround(view, gaps, id, up);
    return hidden.length === 0 ? '' : drawChip(hidden, up, w, h, id);
  });
  return drawing(
      'g', {
        class: `node ${role}${culprit ? ' culprit' : ''}`,
        transform: `translate(${item.x},${item.y})`,
        'data-id': id,
        'aria-label': `${tag} ${labelOf(id)}, value ${exact(value)}, adjoint ${exact(adjoint)}`,
        ...pressed(() => select(id)),
        onpointerenter: () => inspect(id),
        onpointerleave: () => inspect(selected),
        onfocus: () => inspect(id),
        onblur: () => inspect(selected),
      },
      drawing('title', {}, labelOf(id)), rounded(5, radius + 5, 'halo'), box,
      role === 'target' && !culprit ? rounded(-3.5, 5, 'inner') : '',
      tag ? drawing('text', {class: 'tag', y: -13}, tag) : '', drawing('text', {y: down - 4}, item.label),
      drawing('text', {class: 'numbers', y: down + 13}, number('= ', value), '   ', number('∇ ', adjoint)), chips,
      graph.lost[id] === 0 ? '' : drawLost(graph.lost[id], w, h));
}

// How many operands or users are hidden, at the upper or lower right corner.
function drawChip(hidden, up, w, h, id) {
  const text = '+' + hidden.length.toLocaleString('en'), width = text.length * 6.4 + 12;
  const action = (event) => {
    event.stopPropagation();
    hidden.slice(0, step).forEach((k) => view.shown.add(k));
    redraw(id);
  };
  const about = 'show ' + plural(Math.min(hidden.length, step), up ? 'more operand' : 'more user') + ' of ' +
                hidden.length.toLocaleString('en');
  return drawing(
      'g', {
        class: 'more chip ' + (up ? 'up' : 'down'),
        transform: `translate(${w / 2 - width / 2 + 12},${up ? -h / 2 - 4 : h / 2 + 4})`,
        'aria-label': about,
        ...pressed(action)
      },
      drawing('title', {}, about), drawing('rect', {x: -width / 2, y: -8, width, height: 16, rx: 8}),
      drawing('text', {y: 4}, text));
}

// Operands or users that were too many for the page.
function drawLost(count, w, h) {
  return drawing(
      'g', {class: 'more chip fixed', transform: `translate(${-w / 2},${h / 2 + 4})`},
      drawing('title', {}, plural(count, 'neighbour') + ', not in this page'),
      drawing('rect', {x: -11, y: -8, width: 22, height: 16, rx: 8}), drawing('text', {y: 4}, '⋯'));
}

function drawGap(item) {
  const {gap, width: w, height: h} = item;
  const lost = gap.hidden.length === 0, action = () => {
    openGap(view, gap);
    redraw(gap.from);
  };
  return drawing(
      'g', {
        class: 'more ' + (lost ? 'fixed' : 'gap'),
        transform: `translate(${item.x},${item.y})`,
        ...(lost ? {} : pressed(action))
      },
      drawing('title', {}, lost ? 'they are not in this page' : 'show some of them'),
      drawing('rect', {x: -w / 2, y: -h / 2, width: w, height: h, rx: h / 2}), drawing('text', {y: 4}, item.label));
}

// A curve that leaves every point and reaches the next straight down.
function drawLink(link) {
  const p = link.points, [ex, ey] = p.at(-1), tip = 7;
  let d = `M${p[0]}`;
  for (let k = 1; k < p.length; ++k) {
    const [ax, ay] = p[k - 1], bx = p[k][0], by = p[k][1] - (k === p.length - 1 ? tip - 1 : 0), bend = (by - ay) / 2;
    d += `C${ax},${ay + bend} ${bx},${by - bend} ${bx},${by}`;
  }
  const line = drawing('path', {class: 'line', d}),
        head = drawing('path', {class: 'tip', d: `M${ex},${ey}l-4,${-tip}h8Z`});
  if (link.gap) return drawing('g', {class: 'edge gap'}, line, head);
  if (link.phantom) return drawing('g', {class: 'edge broken phantom'}, line);
  const e = link.edge, graph = view.graph, flows = graph.fromSource(graph.from[e]);
  return drawing(
      'g', {
        class: 'edge' + (graph.broken(e) ? ' broken' : flows ? ' flows' : ''),
        'data-edge': e,
        tabindex: 0,
        role: 'img',
        'aria-label': `partial of ${labelOf(graph.to[e])} by ${labelOf(graph.from[e])}: ${exact(graph.partial[e])}`,
        onpointerenter: () => inspectEdge(e),
        onpointerleave: () => inspect(selected),
        onfocus: () => inspectEdge(e),
        onblur: () => inspect(selected),
      },
      drawing('path', {class: 'reach', d}), line, head);
}

// The partials, one label for all edges between the same two statements, beside the line and where there is room. What
// is broken has its label upon the line.
function drawLabels(links) {
  const graph = view.graph, pairs = new Map(), placed = [];
  for (const l of links)
    if (!l.gap) pairs.set(l.from + ' ' + l.to, [...(pairs.get(l.from + ' ' + l.to) ?? []), l]);
  return [...pairs.values()].map((pair) => {
    const edges = pair.flatMap((l) => l.phantom ? [] : [l.edge]), cut = edges.find(graph.broken);
    const upon = edges.length === 0 || cut !== undefined, {points: p} = pair.at(upon ? 0 : -1);
    const text = edges.length === 0 ? '✕ ' + (current.reason || 'no path') :
                 upon               ? '✕ ' + short(graph.whyOf(cut) || 'derivative 0', 24) :
                 edges.length > 3   ? `∂ ${edges.length} times` :
                                      '∂ ' + edges.map((e) => digits(graph.partial[e])).join(' + ');
    const width = [...text].length * 6.8 + 12, k = p.length >> 1, [ax, ay] = p[k - 1], [bx, by] = p[k];
    const lift = upon ? 0 : Math.max(-9, Math.min(9, (bx - ax) / 4));
    const at = (t) =>
        [ax + (bx - ax) * t * t * (3 - 2 * t) - (upon ? width / 2 : 0),
         ay + (by - ay) * (1.5 * t * (1 - t) + t * t * t) - lift];
    const free = (t) =>
        placed.every(([x, y, w]) => Math.abs(y - at(t)[1]) > 14 || at(t)[0] > x + w || at(t)[0] + width < x);
    const [x, y] = at([0.5, 0.68, 0.32].find(free) ?? 0.5);
    placed.push([x, y, width]);
    const plate = upon ? drawing('rect', {class: 'plate', y: -9, width, height: 18, rx: 9}) : '';
    const strange = edges.some((e) => odd(graph.partial[e])) ? 'odd' : undefined;
    const drawn = drawing(
        'g',
        {class: 'label' + (upon ? ' broken' : ''), transform: `translate(${x},${y})`, 'data-edges': edges.join(' ')},
        plate, drawing('text', {x: upon ? width / 2 : 7, y: 4, class: strange}, text));
    return {drawn, end: x + width};
  });
}
)js";

}  // namespace wengert::detail
