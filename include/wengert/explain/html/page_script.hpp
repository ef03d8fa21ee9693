// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace wengert::detail {

/// The page's script: what is said of the gradient, of a statement and its line; and the beginning of it all.
inline constexpr char const page_script[] = R"js(
// ---- the page -------------------------------------------------------------------------------------------------------

let current, view, selected = -1;
const opened = new Map();

function open(k) {
  current = report.explanations[k];
  if (!opened.has(k)) opened.set(k, firstView(unpack(current.graph, report.strings)));
  view = opened.get(k);
  document.querySelectorAll('#list button').forEach((b, i) => {
    b.setAttribute('aria-selected', i === k);
    b.tabIndex = i === k ? 0 : -1;
  });
  find('#panel').className = current.status;
  showAnswer();
  const graph = view.graph, alone = graph.count === 0;
  find('#graph').hidden = find('#details').hidden = alone;
  find('#work').classList.toggle('alone', alone);
  find('#work').hidden = alone && current.findings.every((f) => f.line[1] === 0);
  const shown = [...view.shown];
  selected = shown.find(graph.culprit) ?? shown.find((i) => graph.role(i) === 'target') ?? shown[0] ?? -1;
  if (!alone) draw();
  inspect(selected);
  bringIntoView();
  const answer = current.findings.find((f) => !f.note);
  if (answer && (selected === -1 || graph.line[selected] === 0)) showSource(answer.line);
}

function showAnswer() {
  const findings = current.findings.map((f) => {
    const rows = [];
    const row = (label, ...content) =>
        content.some((c) => c) && rows.push(element('dt', {}, label), element('dd', {}, ...content));
    row(f.note ? 'Note' : 'What', f.what);
    row('Where',
        f.where && element('button', {class: 'where', type: 'button', onclick: () => showSource(f.line)}, f.where));
    row('What to do', f.cure);
    return element('dl', {class: f.note ? 'notes' : ''}, rows);
  });
  find('#answer').replaceChildren(
      element(
          'h1', {}, element('span', {class: 'mark'}, marks[current.status]), 'The gradient of ',
          element('code', {}, current.target), ' with respect to ', element('code', {}, current.source), ' ',
          element('span', {class: 'outcome'}, current.outcome, current.reason && ': ' + current.reason)),
      ...findings);
}

// ---- what is known of a statement or an edge ------------------------------------------------------------------------

const known = (x) => element('span', {class: odd(x) ? 'odd' : ''}, exact(x));
const link = (id) => element('button', {type: 'button', onclick: () => select(id)}, short(labelOf(id), 36));

// Without the directories, which the header of the source code says.
function nearby([file, , about]) {
  const name = report.files[file].name;
  return about.startsWith(name) ? about.slice(name.search(/[^/\\]*$/)) : about;
}

function showDetails(title, about, rows) {
  find('#details header h2').textContent = title;
  find('#details header span').textContent = about;
  find('#details dl')
      .replaceChildren(
          ...rows.filter((r) => r[1])
              .flatMap(([label, ...content]) => [element('dt', {}, label), element('dd', {}, ...content)]));
}

function inspect(id) {
  if (id < 0) return showSource(current.findings.find((f) => !f.note)?.line);
  const graph = view.graph, into = graph.into(id), line = graph.lines[graph.line[id] - 1];
  const operands = Array.from(
      into.subarray(0, 20),
      (e) =>
          ['partial', known(graph.partial[e]), ' by ', link(graph.from[e]),
           graph.broken(e) ? element('span', {class: 'odd'}, ' ✕ ' + (graph.whyOf(e) || 'derivative 0')) : '']);
  showDetails(short(labelOf(id), 44), 'statement ' + graph.statement[id], [
    ['value', known(graph.value[id])], ['adjoint', known(graph.adjoint[id])], ...operands,
    ['', into.length > 20 && 'and ' + (into.length - 20).toLocaleString('en') + ' more'], ['place', graph.placeOf(id)],
    ['line', line && nearby(line)],
    ['left out', graph.lost[id] !== 0 && plural(graph.lost[id], 'neighbour') + ', not in this page']
  ]);
  showSource(line);
}

function inspectEdge(e) {
  const graph = view.graph, partial = graph.partial[e], adjoint = graph.adjoint[graph.to[e]];
  showDetails('Partial derivative', graph.broken(e) ? 'no derivative flows here' : '', [
    ['of', link(graph.to[e])], ['by', link(graph.from[e])], ['is', known(partial)],
    ['times adjoint', known(adjoint), ' = ', known(partial * adjoint)],
    ['broken', graph.broken(e) && element('span', {class: 'odd'}, '✕ ' + (graph.whyOf(e) || 'derivative 0'))]
  ]);
}

// ---- source code ----------------------------------------------------------------------------------------------------

let shownFile;

function showSource(line) {
  const [file, number, about] = line ?? [-1, 0, ''], runs = report.files[file]?.runs ?? [];
  const heading = find('#source header span'), room = find('#source .scroll');
  const key = current.source + ' ' + current.target + ' ' + file;
  if (runs.length === 0) {
    shownFile = undefined;
    heading.textContent = report.files[file]?.name ?? '';
    room.replaceChildren(element(
        'p', {},
        number === 0 ? (about || 'The line is not known.') :
                       about + '. The file could not be read when this page was written.'));
    return;
  }
  if (shownFile !== key) {
    shownFile = key;
    heading.textContent = report.files[file].name;
    room.replaceChildren(listing(file, runs));
  }
  room.querySelectorAll('.current').forEach((li) => li.classList.remove('current'));
  const li = room.querySelector(`[data-line="${number}"]`);
  if (!li) return;
  li.classList.add('current');
  const a = li.getBoundingClientRect(), b = room.getBoundingClientRect();
  if (a.top < b.top || a.bottom > b.bottom) room.scrollTop += (a.top + a.bottom - b.top - b.bottom) / 2;
}

function listing(file, runs) {
  const answers = new Set(current.findings.filter((f) => !f.note && f.line[0] === file).map((f) => f.line[1]));
  const nodes = new Map(), graph = view.graph;
  for (let i = graph.count - 1; i >= 0; --i) {
    const line = graph.lines[graph.line[i] - 1];
    if (line?.[0] !== file) continue;
    const last = nodes.get(line[1]);
    if (last === undefined || view.shown.has(i) || !view.shown.has(last)) nodes.set(line[1], i);
  }
  const rows = runs.flatMap(
      ([first, ...lines], k) =>
          [...(k === 0 ? [] : [element(
                                  'li', {class: 'skip'}, '', element('span', {}),
                                  element('span', {class: 'number'}, '⋯'), element('span', {}))]),
           ...lines.map((text, i) => {
             const n = first + i, node = nodes.get(n);
             return element(
                 'li', {
                   'data-line': n,
                   class: (answers.has(n) ? 'answer ' : '') + (node === undefined ? '' : 'linked'),
                   ...(node === undefined ? {} : pressed(() => select(node))),
                 },
                 element(
                     'span', {class: 'dot'},
                     answers.has(n)     ? '✕' :
                     node === undefined ? ' ' :
                                          '•'),
                 element('span', {class: 'number'}, String(n)), element('span', {}, text || ' '));
           })]);
  return element('ol', {}, rows);
}

// ---- begin ----------------------------------------------------------------------------------------------------------

// Small pictures of what the drawing is made of.
function legend() {
  const entry = (words, name, ...picture) => element(
      'span', {}, drawing('svg', {class: name, width: 26, height: 14, viewBox: '-13 -7 26 14'}, ...picture), words);
  const box = (name, inset, rx) =>
      drawing('rect', {class: name, x: -12 + inset, y: -6 + inset, width: 24 - 2 * inset, height: 12 - 2 * inset, rx});
  const line = drawing('path', {class: 'line', d: 'M-13,0H13'});
  return element(
      'div', {id: 'legend'}, entry('source', 'node source', box('box', 0, 6)),
      entry('target', 'node target', box('box', 0, 4), box('inner', 2.5, 2)),
      entry('cause', 'node culprit', drawing('path', {class: 'box', d: octagon(24, 12, 4)})),
      entry('from the source', 'edge flows', line), entry('no derivative flows', 'edge broken', line.cloneNode()),
      element('span', {}, '= value   ∇ adjoint   ∂ partial'));
}

function card(id, title, ...content) {
  return element(
      'section', {class: 'card', id, 'aria-label': title},
      element('header', {}, element('h2', {}, title), element('span', {})), ...content);
}

function begin() {
  const several = report.explanations.length > 1;
  const targets = new Set(report.explanations.map((e) => e.target));
  const list =
      several &&
      element(
          'nav', {
            id: 'list',
            role: 'tablist',
            'aria-orientation': 'vertical',
            'aria-label': 'Gradients',
            onkeydown: moveInList
          },
          element(
              'h2', {},
              targets.size === 1 ? 'Gradient of ' + [...targets][0] + ' by' :
                                   plural(report.explanations.length, 'gradient')),
          report.explanations.map(
              (e, k) => element(
                  'button', {
                    type: 'button',
                    role: 'tab',
                    class: e.status,
                    onclick: () => open(k),
                    title: `${e.target} by ${e.source}`
                  },
                  element('code', {class: 'pair'}, targets.size === 1 ? e.source : e.target + ' by ' + e.source),
                  element(
                      'span', {class: 'state'}, element('span', {class: 'mark'}, marks[e.status]), e.outcome,
                      e.reason && ': ' + e.reason))));
  const panel = element(
      'main', {id: 'panel'}, element('div', {id: 'answer'}),
      element(
          'div', {id: 'work'},
          card('graph', 'From source to target', element('div', {class: 'scroll', onkeydown: walk}), legend()),
          element(
              'div', {class: 'side'}, card('details', 'Statement', element('dl')),
              card('source', 'Source', element('div', {class: 'scroll', tabindex: 0})))));
  document.body.append(
      element('div', {id: 'page', class: several ? 'several' : ''}, ...(several ? [list] : []), panel));
  if (report.explanations.length === 0)
    find('#panel').replaceChildren(element('h1', {}, 'There is nothing to explain.'));
  else open(Math.max(0, report.explanations.findIndex((e) => e.status === 'missing' || e.status === 'non-finite')));
  document.documentElement.dataset.ready = 'yes';
}

function moveInList(event) {
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key],
        to = step === 1 ? event.target.nextElementSibling : event.target.previousElementSibling;
  if (step === undefined || to?.tagName !== 'BUTTON') return;
  event.preventDefault();
  to.click();
  to.focus();
}

begin();
)js";

}  // namespace wengert::detail
