// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace wengert::detail {

/// The page's script: how elements are made. Text of others gets in as text nodes and attributes only.
inline constexpr char const elements_script[] = R"js(
// ---- elements -------------------------------------------------------------------------------------------------------

window.addEventListener('error', (event) => document.documentElement.dataset.error = event.message);

const report = JSON.parse(document.getElementById('report').textContent);
const find = (selector) => document.querySelector(selector);

// element('div', {class: 'card', onclick: f}, 'text', another): text becomes a text node.
function fill(e, attributes, children) {
  for (const [name, value] of Object.entries(attributes))
    if (name.startsWith('on')) e.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) e.setAttribute(name, value);
  e.append(...children.flat().filter((c) => c !== undefined && c !== ''));
  return e;
}
const element = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const drawing = (tag, attributes = {}, ...children) =>
    fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

// What a mouse clicks, a key presses.
const pressed = (action) => ({
  tabindex: 0,
  role: 'button',
  onclick: action,
  onkeydown: (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    action(event);
  },
});

const plural = (n, what) => n.toLocaleString('en') + ' ' + what + (n === 1 ? '' : 's');
const short = (text, most) => [...text].length <= most ? text : [...text].slice(0, most - 1).join('') + '…';
const odd = (x) => !Number.isFinite(x);
const exact = (x) => Number.isNaN(x) ? 'nan' : Object.is(x, -0) ? '-0' : String(x).replace('Infinity', 'infinity');
const digits = (x) => Number.isNaN(x) ? 'nan' :
                      odd(x)          ? (x < 0 ? '−∞' : '∞') :
                                        String(+x.toPrecision(5)).replace('-', '−');
const marks = {
  value: '✓',
  zero: '0',
  missing: '✕',
  'non-finite': '⚠'
};
)js";

}  // namespace wengert::detail
