// All dates at once, each in a tile that leads to it.
function part(kind, name, into) {
  const made = document.createElement(kind);
  made.className = name;
  into.append(made);
  return made;
}

function makeTile(date) {
  const button = part('button', 'tile', element('grid'));
  button.type = 'button';
  button.addEventListener('click', () => {
    goTo(date);
    look('fade');
  });
  const name = part('span', 'date', button), frame = part('span', 'frame', button);
  const shown = part('canvas', '', frame);
  shown.setAttribute('aria-hidden', 'true');
  shown.width = row.width;
  shown.height = row.height;
  const sides = ['left', 'right', 'top', 'bottom'].map((side) => part('b', `letter ${side}`, frame));
  return {button, context: shown.getContext('2d'), sides, date: name, chip: part('span', 'chip', button)};
}

let tiles = [];

function paintGrid(toned) {
  if (tiles.length === 0) tiles = row.dates.map((_, date) => makeTile(date));
  tiles.forEach((tile, i) => {
    const date = dateAt(state.slice, i), now = row.slices[state.slice].dates[i];
    paintMixture(date, date, 0, toned);
    tile.context.putImageData(image, 0, 0);
    tile.sides.forEach((side, s) => { side.textContent = now.letters[s]; });
    tile.date.textContent = now.date;
    tile.chip.textContent = now.chip;
    tile.button.setAttribute('aria-label', `${now.date}, ${now.chip}`);
    tile.chip.className = now.attention ? 'chip attention' : 'chip';
  });
}
