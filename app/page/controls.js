// Hands: slider, buttons, keys, wheel and touch.
function step(by) {
  state.playing = false;
  const from = by > 0 ? Math.floor(state.position + 1e-6) : Math.ceil(state.position - 1e-6);
  change({position: from + by});
}

function goTo(date) {
  state.playing = false;
  change({position: date});
}

function moveSeamBy(share) {
  if (state.look === 'swipe') change({seam: state.seam + share});
}

const shiftedKeys = {ArrowLeft: () => moveSeamBy(-0.02), ArrowRight: () => moveSeamBy(0.02)};
const keys = {
  ArrowLeft: () => step(-1), ArrowRight: () => step(1), Home: () => goTo(0), End: () => goTo(last),
  ArrowUp: () => change({slice: state.slice + 1}), ArrowDown: () => change({slice: state.slice - 1}),
  PageUp: () => change({slice: state.slice + 5}), PageDown: () => change({slice: state.slice - 5}),
  ' ': () => play(!state.playing), s: () => look('switch'), w: () => look('swipe'), d: () => look('difference'),
  g: () => look(state.look === 'grid' ? 'fade' : 'grid'), i: () => change({inverted: !state.inverted}), Escape: () => look('fade'), 0: () => goTo(row.reference),
};

function isOwnKey(target, key) {
  if (target.tagName === 'BUTTON') return key === ' ';
  return target.type === 'range' && target.id !== 'position' && key !== ' ' && key.length > 1 && key !== 'Escape';
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || isOwnKey(event.target, event.key)) return;
  // Held down, arrows go on; what turns something on or off does so once.
  if (event.repeat && event.key.length === 1) return event.preventDefault();
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const date = Number(key) - 1;
  const act = event.shiftKey ? shiftedKeys[key] : keys[key] ?? (date >= 0 && date <= last ? () => goTo(date) : null);
  if (!act) return;
  event.preventDefault();
  act();
});

for (const name of ['stage', 'grid']) {
  element(name).addEventListener('wheel', (event) => {
    if (event.ctrlKey) return;
    event.preventDefault();
    change({slice: state.slice + (event.deltaY < 0 ? 1 : -1)});
  }, {passive: false});
}

// Across: date, or the line of a swipe. Up and down: slice.
let drag = null;
canvas.addEventListener('pointerdown', (event) => {
  if (event.button !== 0 || drag) return;
  canvas.setPointerCapture(event.pointerId);
  drag = {id: event.pointerId, x: event.clientX, y: event.clientY, slice: state.slice, position: state.position, way: null};
  if (state.look === 'swipe') moveSeam(event);
});

function moveSeam(event) {
  const box = canvas.getBoundingClientRect();
  change({seam: (event.clientX - box.left) / box.width});
}

canvas.addEventListener('pointermove', (event) => {
  if (!drag || event.pointerId !== drag.id) return;
  const box = canvas.getBoundingClientRect();
  const x = (event.clientX - drag.x) / box.width, y = (event.clientY - drag.y) / box.height;
  if (!drag.way && Math.hypot(x, y) < 0.015) return;
  drag.way ??= Math.abs(x) > Math.abs(y) ? 'across' : 'along';
  if (drag.way === 'along') return change({slice: drag.slice - Math.round(y * Math.max(12, row.slices.length))});
  if (state.look === 'swipe') return moveSeam(event);
  state.playing = false;
  change({position: drag.position + x * Math.max(1, last)});
});

function endDrag(event) {
  if (!drag || event.pointerId !== drag.id) return;
  if (drag.way === 'across' && state.look !== 'swipe') goTo(Math.round(state.position));
  drag = null;
}
canvas.addEventListener('pointerup', endDrag);
canvas.addEventListener('pointercancel', endDrag);

element('position').addEventListener('input', (event) => {
  state.playing = false;
  change({position: Number(event.target.value)});
});
element('position').addEventListener('change', () => goTo(Math.round(state.position)));
element('slice').addEventListener('input', (event) => change({slice: Number(event.target.value)}));
for (const name of ['brightness', 'contrast']) {
  element(name).addEventListener('input', (event) => change({[name]: Number(event.target.value)}));
}
element('invert').addEventListener('click', () => change({inverted: !state.inverted}));
element('as-made').addEventListener('click', () => change({brightness: 0, contrast: 0, inverted: false}));
element('play').addEventListener('click', () => play(!state.playing));
for (const button of document.querySelectorAll('[data-look]')) {
  button.addEventListener('click', () => look(button.dataset.look));
}
