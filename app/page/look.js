// What is looked at, and what is written about it.
const last = row.dates.length - 1;
const state = {position: last, look: 'fade', seam: 0.5, slice: row.home, inverted: false, brightness: 0, contrast: 0, playing: false};
const element = (id) => document.getElementById(id);

// The two dates around the position, and how far from the first to the second.
function pair() {
  const first = Math.min(Math.floor(state.position), Math.max(0, last - 1));
  return {first, second: Math.min(first + 1, last), mixture: state.position - first};
}

function bothSeen() {
  return last > 0 && (state.look === 'swipe' || state.look === 'difference');
}

function paint() {
  const {first, second, mixture} = pair(), {look, slice, seam, brightness, contrast, inverted} = state;
  const toned = tones(brightness, contrast, inverted && look !== 'difference');
  if (look === 'grid') return paintGrid(toned);
  const a = dateAt(slice, first), b = dateAt(slice, second);
  if (!bothSeen()) paintMixture(a, b, mixture, toned);
  else if (look === 'swipe') paintSwipe(a, b, seam, toned);
  else paintDifference(a, b, differenceAt(slice, first), toned);
  context.putImageData(image, 0, 0);
}

function said() {
  const {first, second, mixture} = pair(), slice = row.slices[state.slice];
  if (bothSeen()) return slice[state.look][first];
  if (mixture < 0.005) return slice.dates[first];
  if (mixture > 0.995) return slice.dates[second];
  return {...slice.dates[mixture < 0.5 ? first : second], lines: slice.swipe[first].lines,
    date: row.mixtures[first].replace('50 %', `${Math.round(100 * mixture)} %`)};
}

function write() {
  const now = said();
  element('date').textContent = now.date;
  element('chip').textContent = now.chip;
  element('chip').className = now.attention ? 'attention' : '';
  ['left', 'right', 'top', 'bottom'].forEach((side, i) => { element(side).textContent = now.letters[i]; });
  element('legend').hidden = !now.legend[0];
  ['then', 'now'].forEach((which, i) => { element(which).textContent = now.legend[i]; });
  element('lines').replaceChildren(...now.lines.map((line) => item(line)));
  element('seam').hidden = state.look !== 'swipe' || last === 0;
  element('seam').style.left = `${100 * state.seam}%`;
  element('stage').className = state.look;
  // The upper letter gives way to a long text.
  const texts = [element('date'), element('chip')];
  const isLong = Math.max(...texts.map((text) => text.offsetWidth)) > element('stage').clientWidth / 2 - 30;
  element('top').style.top = isLong ? `${4 + Math.max(...texts.map((text) => text.offsetTop + text.offsetHeight))}px` : '';
  element('stage').hidden = state.look === 'grid';
  element('grid').hidden = !element('stage').hidden;
  element('slice-said').textContent = `${state.slice + 1} of ${row.slices.length}`;
  element('position').value = state.position;
  element('position').setAttribute('aria-valuetext', now.date);
  element('slice').value = state.slice;
  element('slice').setAttribute('aria-valuetext', `${state.slice + 1} of ${row.slices.length}, ${now.lines[0] ?? ''}`);
  element('brightness').value = state.brightness;
  element('contrast').value = state.contrast;
  element('as-made').disabled = state.brightness === 0 && state.contrast === 0 && !state.inverted;
  element('invert').setAttribute('aria-pressed', state.inverted);
  element('play').textContent = state.playing ? 'Pause' : 'Play';
  for (const button of document.querySelectorAll('[data-look]')) {
    button.setAttribute('aria-pressed', button.dataset.look === state.look);
  }
  [...element('dates').children].forEach((button, date) => {
    button.setAttribute('aria-current', Math.abs(state.position - date) < 0.5 ? 'true' : 'false');
  });
}

function item(text, name = '') {
  const made = document.createElement('li');
  made.textContent = text;
  made.className = name;
  return made;
}

function tell(message) {
  element('message').textContent = message;
  element('message').hidden = false;
}

// Painted when the browser paints: whatever was wished for meanwhile, only the newest is.
let waiting = false;

function show() {
  write();
  if (waiting) return;
  waiting = true;
  element('stage').setAttribute('aria-busy', 'true');
  requestAnimationFrame(() => {
    waiting = false;
    try {
      paint();
    } catch {
      tell('A picture in this file is damaged; ask for the file again.');
    }
    element('stage').setAttribute('aria-busy', 'false');
    element('stage').dataset.shown = `${state.slice} ${state.position} ${state.look}`;
    lookAhead();
  });
}

// What the next step may need, one picture at a time between the browser's own work.
let ahead = 0;

function lookAhead() {
  clearTimeout(ahead);
  const {first, second} = pair(), names = [];
  for (const slice of [state.slice, state.slice + 1, state.slice - 1]) {
    if (slice < 0 || slice >= row.slices.length) continue;
    const dates = state.look === 'grid' ? row.dates.keys() : [first, second, second + 1, first - 1];
    for (const date of dates) if (date >= 0 && date <= last) names.push(dateName(slice, date));
    if (state.look === 'difference' && last > 0) names.push(differenceName(slice, first));
  }
  const next = names.find((name) => !kept.has(name));
  if (next) ahead = setTimeout(() => picture(next) && lookAhead());
}

function change(values) {
  Object.assign(state, values);
  state.position = Math.min(Math.max(state.position, 0), last);
  state.slice = Math.min(Math.max(state.slice, 0), row.slices.length - 1);
  state.seam = Math.min(Math.max(state.seam, 0), 1);
  show();
}
