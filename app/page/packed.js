'use strict';
// The row, and its pictures as they are asked for: text, base64, inflate, and each byte plus what its neighbours
// foretell (packed.cpp).
const row = JSON.parse(document.getElementById('row').textContent);
const pixels = row.width * row.height;

function unsurprised(bytes) {
  const width = row.width;
  for (let i = 0; i < bytes.length; ++i) {
    const hasLeft = i % width > 0, hasUp = i % pixels >= width;
    const left = hasLeft ? bytes[i - 1] : 0, up = hasUp ? bytes[i - width] : 0;
    const corner = hasLeft && hasUp ? bytes[i - width - 1] : 0;
    const most = left > up ? left : up, least = left > up ? up : left;
    bytes[i] += corner >= most ? least : corner <= least ? most : left + up - corner;
  }
  return bytes;
}

async function unpacked(name) {
  const text = atob(document.getElementById(name).textContent);
  const deflated = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate'));
  return unsurprised(new Uint8Array(await new Response(stream).arrayBuffer()));
}

// The pictures used last are kept, within what a phone can spare.
const kept = new Map();
const mostKept = Math.max(2 * row.dates.length + 6, Math.floor(96e6 / (2 * pixels)));

function picture(name) {
  const found = kept.get(name) ?? unpacked(name);
  kept.delete(name);
  kept.set(name, found);
  if (kept.size > mostKept) kept.delete(kept.keys().next().value);
  return found;
}

function dateAt(slice, date) {
  return picture(`date-${slice}-${date}`);
}

function differenceAt(slice, first) {
  return picture(`difference-${slice}-${first}`);
}
