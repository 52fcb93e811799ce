// What is on a canvas: two dates mixed, parted by a line, or their difference, as the program itself draws them
// (shaders/pane.frag). Of a date there are its greys and then what white is at each pixel: 0 where nothing was scanned.
const canvas = document.getElementById('picture');
canvas.width = row.width;
canvas.height = row.height;
const context = canvas.getContext('2d');
const image = context.createImageData(row.width, row.height);
const out = new Uint32Array(image.data.buffer);

function colour(red, green, blue) {
  return 0xff000000 | blue << 16 | green << 8 | red;
}

// What each of the 256 greys is shown as; both are 0 where nothing is changed, and reach from -100 to 100.
function tones(brightness, contrast, inverted) {
  return Uint8Array.from({length: 256}, (_, grey) => {
    const toned = Math.round(127.5 + (grey - 127.5) * 4 ** (contrast / 100) + 1.275 * brightness);
    const shown = Math.min(Math.max(toned, 0), 255);
    return inverted ? 255 - shown : shown;
  });
}

function tonedAt(grey, white, toned) {
  if (white === 255) return toned[grey];
  return white === 0 ? grey : Math.round(toned[Math.min(Math.round(255 * grey / white), 255)] * white / 255);
}

// One date fades into what was not scanned on the other: stripes come early and the picture between them goes late, so
// that it does not look as if tissue had faded away.
function fadedToHatching(grey, alone, weight, i) {
  const {ground, stripe, period} = row.hatching;
  const rest = 1 - weight, square = weight * weight;
  const along = i % row.width + Math.floor(i / row.width);
  const hatched = 3 * (along % period) < period ? stripe + (grey - stripe) * rest * rest : grey + (ground - grey) * square;
  return hatched + (alone - hatched) * square * square;
}

function paintMixture(first, second, mixture, toned) {
  for (let i = 0; i < pixels; ++i) {
    const a = tonedAt(first[i], first[pixels + i], toned), b = tonedAt(second[i], second[pixels + i], toned);
    const aIsThere = first[pixels + i] > 0, bIsThere = second[pixels + i] > 0;
    const grey = Math.round(aIsThere === bIsThere || mixture === 0 || mixture === 1 ? a + (b - a) * mixture
      : aIsThere ? fadedToHatching(a, b, mixture, i) : fadedToHatching(b, a, 1 - mixture, i));
    out[i] = colour(grey, grey, grey);
  }
}

function paintSwipe(first, second, seam, toned) {
  const parting = seam * row.width;
  for (let i = 0; i < pixels; ++i) {
    const of = i % row.width + 0.5 < parting ? first : second;
    const grey = tonedAt(of[i], of[pixels + i], toned);
    out[i] = colour(grey, grey, grey);
  }
}

// `change`: how much of which colour, then how far the grey under it is from the mean (page_planes.h).
function paintDifference(first, second, change, toned) {
  const {then, now, noChange, least} = row.colours;
  for (let i = 0; i < pixels; ++i) {
    const amount = change[i] - noChange, white = Math.min(first[pixels + i], second[pixels + i]);
    const grey = tonedAt((first[i] + second[i] >> 1) + change[pixels + i] - noChange, white, toned);
    const share = amount === 0 ? 0 : least + (1 - least) * (Math.abs(amount) - 1) / 126, full = amount < 0 ? then : now;
    const mixed = (c) => Math.round(grey + (full[c] - grey) * share);
    out[i] = colour(mixed(0), mixed(1), mixed(2));
  }
}
