// What is looked at, and what is written about it.
const last = row.dates.length - 1;
const state = {position: last, look: 'fade', seam: 0.5, slice: row.home, inverted: false, playing: false};
const element = (id) => document.getElementById(id);

// The two dates around the position, and how far from the first to the second.
function pair() {
  const first = Math.min(Math.floor(state.position), Math.max(0, last - 1));
  return {first, second: Math.min(first + 1, last), mixture: state.position - first};
}

function bothSeen() {
  return last > 0 && (state.look === 'swipe' || state.look === 'difference');
}

async function paint() {
  const {first, second, mixture} = pair(), {look, slice, seam, inverted} = state;
  const [a, b, change] = await Promise.all([dateAt(slice, first), dateAt(slice, second),
    look === 'difference' && last > 0 ? differenceAt(slice, first) : null]);
  if (change) paintDifference(a, b, change);
  else if (look === 'swipe') paintSwipe(a, b, seam, inverted);
  else paintMixture(a, b, mixture, inverted);
  finishPicture();
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
  element('lines').replaceChildren(...now.lines.map((line) => item(line)));
  // The upper letter gives way to a long text.
  const widest = Math.max(element('date').offsetWidth, element('chip').offsetWidth);
  const room = element('stage').clientWidth / 2 - 30;
  element('stage').className = `${state.look} ${widest > room ? 'long' : ''}`;
  element('slice-said').textContent = `${state.slice + 1} of ${row.slices.length}`;
  element('position').value = state.position;
  element('position').setAttribute('aria-valuetext', now.date);
  element('slice').value = state.slice;
  element('slice').setAttribute('aria-valuetext', `${state.slice + 1} of ${row.slices.length}, ${now.lines[0] ?? ''}`);
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

// One picture at a time: while one is made, only the newest wish waits.
let painting = false, wished = false;

async function show() {
  write();
  wished = true;
  if (painting) return;
  painting = true;
  element('stage').setAttribute('aria-busy', 'true');
  while (wished) {
    wished = false;
    await paint().catch(() => tell('A picture in this file is damaged; ask for the file again.'));
  }
  painting = false;
  element('stage').setAttribute('aria-busy', 'false');
  element('stage').dataset.shown = `${state.slice} ${state.position} ${state.look}`;
  lookAhead();
}

// The neighbours of what is seen, so that the next step is there at once.
function lookAhead() {
  const {first, second} = pair();
  for (const slice of [state.slice, state.slice + 1, state.slice - 1]) {
    if (slice < 0 || slice >= row.slices.length) continue;
    for (const date of [first, second, second + 1, first - 1]) if (date >= 0 && date <= last) dateAt(slice, date);
    if (state.look === 'difference' && last > 0) differenceAt(slice, first);
  }
}

function change(values) {
  Object.assign(state, values);
  state.position = Math.min(Math.max(state.position, 0), last);
  state.slice = Math.min(Math.max(state.slice, 0), row.slices.length - 1);
  state.seam = Math.min(Math.max(state.seam, 0), 1);
  show();
}
