'use strict';
// The row, and its pictures as they are asked for: text, base64, and the code of pixel_model.h.
const row = JSON.parse(document.getElementById('row').textContent);
const pixels = row.width * row.height;

class BitReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.next = 4;
    this.ends = Uint32Array.of(0, 0xffffffff, bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3]);
  }

  // With a chance in 65536ths that it is 1.
  bit(chance) {
    const ends = this.ends, range = ends[1] - ends[0];
    const middle = ends[0] + (range >>> 16) * chance + ((range & 0xffff) * chance >>> 16);
    const bit = ends[2] <= middle ? 1 : 0;
    if (bit) ends[1] = middle;
    else ends[0] = middle + 1;
    while ((ends[0] ^ ends[1]) >>> 24 === 0) {
      ends[0] <<= 8;
      ends[1] = ends[1] << 8 | 255;
      ends[2] = ends[2] << 8 | this.bytes[this.next++];
    }
    return bit;
  }

  learned(chances, which) {
    const chance = chances[which], bit = this.bit(chance);
    chances[which] += bit ? 65536 - chance >> 5 : -(chance >> 5);
    return bit;
  }

  bits(count) {
    let value = 0;
    while (count-- > 0) value = value << 1 | this.bit(32768);
    return value;
  }
}

const weights = Int32Array.from({length: 4096}, (_, i) => 1 + Math.floor((1 << 24) / ((i + 2) * (i + 2))));

class PixelModel {
  constructor() {
    const chances = (count) => new Uint16Array(count).fill(32768);
    Object.assign(this, {off: chances(24 * 4), negative: chances(24 * 4), longer: chances(24 * 7), digits: chances(8 * 128)});
  }

  tell(reader, context, quarter) {
    const rounded = 4 * context + quarter;
    if (!reader.learned(this.off, rounded)) return 0;
    const negative = reader.learned(this.negative, rounded);
    let digits = 0, told = 1;
    while (digits < 7 && reader.learned(this.longer, 7 * context + digits)) ++digits;
    for (let d = 0; d < digits; ++d) told = 2 * told + reader.learned(this.digits, 128 * digits + told);
    return negative ? -told : told;
  }

  read(reader, plane) {
    if (reader.bit(32768)) return plane.fill(reader.bits(8));
    const stride = row.width + 3, cells = stride * (row.height + 2);
    const seen = new Uint8Array(cells), off = new Uint8Array(cells), missed = new Int16Array(5 * cells), ways = new Int32Array(5);
    for (let i = 0; i < pixels; ++i) {
      const x = i % row.width, at = ((i - x) / row.width + 2) * stride + x + 2;
      const w = seen[at - 1], n = seen[at - stride], nw = seen[at - stride - 1], ne = seen[at - stride + 1];
      ways[0] = 4 * (w + n - nw);
      ways[1] = 4 * (2 * w - seen[at - 2]);
      ways[2] = 4 * (2 * n - seen[at - 2 * stride]);
      ways[3] = w + n + nw + ne;
      ways[4] = 4 * (w + ne - n);
      let sum = 0, all = 0;
      for (let j = 0; j < 5; ++j) {
        const nearby = missed[5 * (at - 1) + j] + missed[5 * (at - stride) + j] + missed[5 * (at - stride - 1) + j] +
          missed[5 * (at - stride + 1) + j];
        const weight = weights[nearby < 4095 ? nearby : 4095];
        sum += weight * ways[j];
        all += weight;
      }
      const foretold4 = Math.min(Math.max(Math.floor((2 * sum + all) / (2 * all)), 0), 4 * 255), foretold = foretold4 + 2 >> 2;
      const nearOff = off[at - 1] + off[at - stride] + off[at - stride - 1] + off[at - stride + 1];
      const doublings = 31 - Math.clz32(nearOff);
      const context = nearOff < 8 ? nearOff : 2 + 2 * doublings + (nearOff >> doublings - 1 & 1);
      const told = this.tell(reader, context, foretold4 - 4 * foretold + 2);
      seen[at] = plane[i] = foretold + told;
      off[at] = Math.abs(told);
      for (let j = 0; j < 5; ++j) missed[5 * at + j] = Math.abs(ways[j] - 4 * seen[at]);
    }
  }
}

function unpacked(name) {
  const text = atob(document.getElementById(name).textContent);
  const reader = new BitReader(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  const model = new PixelModel(), planes = new Uint8Array(2 * pixels);
  model.read(reader, planes.subarray(0, pixels));
  model.read(reader, planes.subarray(pixels));
  let sum = 0;
  for (let i = 0; i < planes.length; ++i) sum = Math.imul(sum, 31) + planes[i] | 0;
  if (sum !== reader.bits(32)) throw new Error('damaged');
  return planes;
}

// The pictures used last are kept, within what a phone can spare.
const kept = new Map();
const mostKept = Math.max(4 * row.dates.length + 6, Math.floor(96e6 / (2 * pixels)));

function picture(name) {
  const found = kept.get(name) ?? unpacked(name);
  kept.delete(name);
  kept.set(name, found);
  if (kept.size > mostKept) kept.delete(kept.keys().next().value);
  return found;
}

const dateName = (slice, date) => `date-${slice}-${date}`;
const differenceName = (slice, first) => `difference-${slice}-${first}`;
const dateAt = (slice, date) => picture(dateName(slice, date));
const differenceAt = (slice, first) => picture(differenceName(slice, first));
