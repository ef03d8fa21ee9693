// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace wengert::detail {

/// The page's script: choosing a statement, and walking from one to another.
inline constexpr char const selection_script[] = R"js(
// ---- the statement that is looked at -------------------------------------------------------------------------------

// Draws again and leaves the node where the reader saw it.
function redraw(id) {
  const at = () => find(`.node[data-id="${id}"]`).getBoundingClientRect(), before = at(), room = find('#graph .scroll');
  draw();
  const after = at();
  room.scrollBy(after.left - before.left, after.top - before.top);
  find(`.node[data-id="${id}"]`).focus({preventScroll: true});
}

function select(id) {
  selected = id;
  if (!view.shown.has(id)) {
    view.shown.add(id);
    draw();
  }
  markSelected();
  inspect(id);
  bringIntoView();
}

function markSelected() {
  const graph = view.graph;
  document.querySelectorAll('.node[data-id]')
      .forEach((n) => n.classList.toggle('selected', Number(n.dataset.id) === selected));
  // The partials at the selected node; in a small graph there is room for all.
  const near = (e) => graph.from[e] === selected || graph.to[e] === selected;
  document.querySelectorAll('.label').forEach((n) => {
    const edges = n.dataset.edges.split(' ').map(Number);
    const shown = view.shown.size <= 14 || n.matches('.broken') || edges.some((e) => near(e) || odd(graph.partial[e]));
    n.style.display = shown ? '' : 'none';
  });
}

function bringIntoView() {
  const node = find('.node.selected'), room = find('#graph .scroll');
  if (!node) return;
  const a = node.getBoundingClientRect(), b = room.getBoundingClientRect();
  if (a.top < b.top || a.bottom > b.bottom) room.scrollTop += (a.top + a.bottom - b.top - b.bottom) / 2;
  if (a.left < b.left || a.right > b.right) room.scrollLeft += (a.left + a.right - b.left - b.right) / 2;
}

// Arrow keys walk along the edges, and sideways along a layer.
function walk(event) {
  const here = event.target.closest?.('.node[data-id]');
  if (!here || !event.key.startsWith('Arrow')) return;
  event.preventDefault();
  const id = Number(here.dataset.id), [x, y] = centre(here), graph = view.graph;
  const vertical = event.key === 'ArrowUp'   ? graph.operands(id) :
                   event.key === 'ArrowDown' ? graph.users(id) :
                                               undefined;
  const side = event.key === 'ArrowRight' ? 1 : -1;
  let best, nearest = Infinity;
  for (const n of document.querySelectorAll('.node[data-id]')) {
    const [nx, ny] = centre(n);
    if (vertical ? !vertical.includes(Number(n.dataset.id)) : Math.abs(ny - y) > 5 || (nx - x) * side <= 1) continue;
    if (Math.abs(nx - x) < nearest) nearest = Math.abs(nx - x), best = n;
  }
  best?.focus();
}
const centre = (n) => n.getAttribute('transform').match(/-?[\d.]+/g).map(Number);
)js";

}  // namespace wengert::detail
