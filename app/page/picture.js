// What is on the canvas: two dates mixed, parted by a line, or their difference, as the program itself draws them
// (shaders/pane.frag).
const canvas = document.getElementById('picture');
canvas.width = row.width;
canvas.height = row.height;
const context = canvas.getContext('2d');
const image = context.createImageData(row.width, row.height);
const out = new Uint32Array(image.data.buffer);

function colour(red, green, blue) {
  return 0xff000000 | blue << 16 | green << 8 | red;
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

function paintMixture(first, second, mixture, inverted) {
  for (let i = 0; i < pixels; ++i) {
    let a = first[i], b = second[i];
    const aIsThere = !first[pixels + i], bIsThere = !second[pixels + i];
    if (inverted && aIsThere) a = 255 - a;
    if (inverted && bIsThere) b = 255 - b;
    const grey = Math.round(aIsThere === bIsThere || mixture === 0 || mixture === 1 ? a + (b - a) * mixture
      : aIsThere ? fadedToHatching(a, b, mixture, i) : fadedToHatching(b, a, 1 - mixture, i));
    out[i] = colour(grey, grey, grey);
  }
}

function paintSwipe(first, second, seam, inverted) {
  const parting = seam * row.width;
  for (let i = 0; i < pixels; ++i) {
    const of = i % row.width + 0.5 < parting ? first : second;
    const grey = inverted && !of[pixels + i] ? 255 - of[i] : of[i];
    out[i] = colour(grey, grey, grey);
  }
}

function paintDifference(first, second, change) {
  for (let i = 0; i < pixels; ++i) {
    const mean = first[i] + second[i] >> 1;
    out[i] = colour(mean + change[i] & 255, mean + change[pixels + i] & 255, mean + change[2 * pixels + i] & 255);
  }
}

function finishPicture() {
  context.putImageData(image, 0, 0);
}
