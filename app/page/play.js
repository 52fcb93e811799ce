// Playing as the program does: there and back, a second on each date and a smooth fade between; or clean cuts between
// two dates once a second. Who wishes for less motion gets no fades, and nothing begins by itself.
const holdMs = 1000, fadeMs = 1250;
const lessMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
let startedAt = 0;

function along(ms) {
  const whole = Math.floor(ms / (holdMs + fadeMs));
  const t = Math.max(0, (ms % (holdMs + fadeMs) - holdMs) / fadeMs);
  return whole + (lessMotion.matches ? 0 : t * t * (3 - 2 * t));
}

// A frame's time may lie before the key that began it.
function positionAt(now) {
  const played = Math.max(0, now - startedAt);
  // A cut stays with its two dates, though the later one may be the earlier of the next two.
  if (state.look === 'switch') return pair().first + Math.floor(played / holdMs) % 2 * (1 - 1e-9);
  const there = last * (holdMs + fadeMs), ms = played % (2 * there);
  return ms < there ? along(ms) : last - along(ms - there);
}

function turn(now) {
  if (!state.playing) return;
  const position = positionAt(now);
  if (position !== state.position) change({position});
  requestAnimationFrame(turn);
}

function play(playing) {
  if (playing && state.look === 'grid') state.look = 'fade';
  const whole = Math.floor(state.position);
  startedAt = performance.now() - (state.look === 'switch' ? 0 : whole * (holdMs + fadeMs));
  change({playing: playing && last > 0});
  if (state.playing) requestAnimationFrame(turn);
}

function look(name) {
  const wasPlaying = state.playing;
  state.playing = false;
  state.position = Math.round(state.position);
  change({look: name});
  if (name === 'switch' && !lessMotion.matches && !wasPlaying) play(true);
}
