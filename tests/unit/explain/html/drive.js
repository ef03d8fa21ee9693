// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What a reader does with a page, and what they see. browser.sh puts it at the end of a copy of each page.
(() => {
  const opened = performance.now(), root = document.documentElement, failures = [];
  const check = (what, ok) => ok || failures.push(what);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const details = () => document.querySelector('#details').textContent;
  const point = (e, type) => e.dispatchEvent(new PointerEvent(type));
  const click = (e) => e.dispatchEvent(new MouseEvent('click', {bubbles: true}));
  const press = (e, key) => e.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  const sees = (e) => {
    const a = e.getBoundingClientRect(), b = document.querySelector('#graph .scroll').getBoundingClientRect();
    return a.top >= b.top && a.bottom <= b.bottom && a.left >= b.left && a.right <= b.right;
  };

  const pages = {
    ten() {
      check('ten nodes are drawn', all('.scroll .node').length === 10);
      check(
          'the culprit is marked in shape and word',
          all('.scroll .node.culprit path.box').length === 1 &&
              document.querySelector('.scroll .node.culprit .tag').textContent.includes('not finite'));
      const x = document.querySelector('.scroll .node.source');
      point(x, 'pointerenter');
      check('hovering shows a NaN', details().includes('adjointnan'));
      point(x, 'pointerleave');
      check(
          'leaving shows what is selected', details().includes('abs(1 - x)') && details().includes('adjointinfinity'));
      document.querySelector('.scroll .node.input').focus();
      check('focus shows a value', details().includes('value0.25'));
      all('.scroll .edge[data-edge]').find((e) => e.getAttribute('aria-label').endsWith('infinity')).focus();
      check(
          'focus on an edge shows its partial',
          details().includes('isinfinity') && details().includes('times adjoint1'));
      x.focus();
      press(x, 'ArrowDown');
      check('arrow keys walk along edges', document.activeElement.textContent.includes('1 - x'));
      press(document.activeElement, 'Enter');
      check('a key selects', document.querySelector('.scroll .node.selected').textContent.includes('1 - x'));
      check(
          'the line of the selected node is marked',
          document.querySelector('#source .current').textContent.includes('auto const gap'));
      click(document.querySelector('#source li.answer'));
      check('a line selects its node', document.querySelector('.scroll .node.selected').textContent.includes('log('));
      check('the answer is marked in the source', document.querySelector('#source li.answer .dot').textContent === '✕');
      check(
          'two reads of one number are added up', all('.scroll .label').some((l) => l.textContent === '∂ 0.25 + 0.25'));
      for (const n of all('.scroll .node'))
        check('a picture without NaN', !n.getAttribute('transform').includes('NaN'));
    },
    floor() {
      check(
          'the break is marked in line and word',
          all('.scroll .edge.broken').length === 1 &&
              document.querySelector('.scroll .label.broken').textContent === '✕ floor');
      check('what is cut is marked', document.querySelector('.scroll .node.cut .tag').textContent.includes('cut'));
      check(
          'what is not used is marked', document.querySelector('.scroll .node.unused .tag').textContent === 'not used');
    },
    unconnected() {
      check(
          'the missing edge is drawn', all('.scroll .edge.phantom').length === 1 &&
                                           document.querySelector('.scroll .label.broken').textContent === '✕ no path');
    },
    unwatched() {
      check('where there is nothing to draw, nothing is shown', document.querySelector('#work').offsetHeight === 0);
      check('but the cure', document.querySelector('#answer').textContent.includes('call tape.watch(x)'));
    },
    several() {
      const tabs = all('#list button');
      check('a tab for each', tabs.length === 5);
      const headings = tabs.map((tab) => {
        click(tab);
        check(
            'the tab is selected',
            tab.getAttribute('aria-selected') === 'true' && all('#list [aria-selected=true]').length === 1);
        check('its graph is drawn', all('.scroll .node.target').length === 1);
        return document.querySelector('h1').textContent;
      });
      check(
          'each its heading', headings[0].includes('is nan') &&
                                  headings[1].includes('price with respect to x is missing: discrete') &&
                                  headings[4].includes('is 6'));
      press(tabs[4], 'ArrowUp');
      check(
          'arrow keys choose a tab',
          tabs[3].getAttribute('aria-selected') === 'true' && document.activeElement === tabs[3]);
    },
    ladder() {
      const count = () => Number(root.dataset.nodes),
            rest = () =>
                all('.scroll .more.gap').map((g) => parseInt(g.querySelector('text').textContent.replaceAll(',', '')));
      check(
          'source, target and both cuts are shown', all('.scroll .node.source').length > 0 &&
                                                        all('.scroll .node.target').length === 1 &&
                                                        all('.scroll .node.cut').length === 2);
      check('the break is in view', sees(document.querySelector('.scroll .node.culprit')));
      check('what is hidden is counted: ' + rest(), rest().every((n) => n > 10000) && rest().length >= 2);
      const before = count(), hidden = rest()[0];
      click(all('.scroll .more.gap')[0]);
      check('a gap opens a little', count() === before + 8 && rest()[0] === hidden - 8);
      for (let i = 0; i < 20; ++i) press(all('.scroll .more.gap')[0], 'Enter');
      check('and on', count() === before + 8 * 21 && rest()[0] === hidden - 8 * 21);
      const now = count();
      click(document.querySelector('.scroll .more.chip'));
      check('neighbours come', count() > now && count() <= now + 8);
    },
    wide() {
      check('few nodes are shown', all('.scroll .node').length < 20);
      check('the culprit is one of them', details().includes('49998'));
      const chip = document.querySelector('.scroll .node.target .chip.up');
      check('the terms that are hidden are counted', chip.textContent.includes('+99,'));
      const before = all('.scroll .node').length;
      click(chip);
      check('more terms come', all('.scroll .node').length === before + 8);
    },
    pruned() {
      check(
          'the page says what it leaves out',
          document.querySelector('#graph header').textContent.match(/\d\d,\d{3} left out/));
      check('what it left out is marked', all('.scroll .more.fixed').length === 2);
      check(
          'the break is there', all('.scroll .node.culprit').length === 1 && all('.scroll .node.source').length > 0 &&
                                    all('.scroll .node.target').length === 1);
    },
    injected() {
      check('hostile text is text', document.querySelector('h1').textContent.includes('<img src=x onerror=alert(1)>'));
      check('no element came of it', all('img').length === 0 && all('script').length === 3);
      check('no script ran', root.dataset.broken === undefined);
      check('no control characters', !/[\x1b\u202e\u2028]/.test(document.body.textContent));
    },
    empty() { check('it says so', document.querySelector('h1').textContent === 'There is nothing to explain.'); },
  };

  try {
    check('the page is ready', root.dataset.ready === 'yes');
    pages[location.pathname.match(/(\w+)\.html$/)[1]]();
  } catch (e) {
    failures.push(e.stack);
  }
  if (root.dataset.error) failures.push(root.dataset.error);
  root.dataset.opened = Math.round(opened);
  root.dataset.failures = JSON.stringify(failures);
})();
