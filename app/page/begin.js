// The page as it opens.
function fill() {
  element('person').textContent = row.person;
  element('demo').hidden = !row.demo;
  element('position').max = last;
  element('position').hidden = last === 0;
  element('looks').hidden = last === 0;
  element('slice').max = row.slices.length - 1;
  row.dates.forEach((date, i) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = date;
    button.addEventListener('click', () => goTo(i));
    element('dates').append(button);
  });
  row.lines.forEach((line) => element('about-dates').append(item(line)));
  row.changes.forEach((line) => element('about-dates').append(item(line, 'change')));
  if (row.every > 1) {
    element('about-dates').append(item(`This page holds every ${row.every}${row.every === 2 ? 'nd' : row.every === 3 ? 'rd' : 'th'} slice.`));
  }
}

// As large as fits, in the picture's own shape.
function fit() {
  const tall = Math.max(window.innerHeight * (window.innerWidth < 640 ? 0.62 : 0.68), 320);
  const width = Math.min(document.body.clientWidth - 16, tall * row.width / row.height);
  const stage = element('stage');
  stage.style.width = `${width}px`;
  stage.style.height = `${width * row.height / row.width}px`;
  const bar = element('bar');
  bar.style.height = `${row.bar.px * width / row.width}px`;
  bar.querySelector('span').textContent = row.bar.text;
  write();
}

fill();
fit();
window.addEventListener('resize', fit);
show();
