// What every part of the phone page uses: its elements, its texts, its address, and the ways to write into the page.
export const doc = document, body = doc.body, $ = id => doc.getElementById(id);
export const form = $('write'), field = $('text'), list = $('cards'), button = $('send');
export const texts = JSON.parse($('texts').textContent);
export const base = body.dataset.base, root = doc.documentElement;
export const search = (location.search.match(/[?&](lang=[^&]*)/) || []).slice(1).map(named => '?' + named).join('');
export const prefix = 'w:' + base.slice(3) + ':';
export const phase = () => body.dataset.phase;
// The keys of tables that pause, and `!` while nobody new comes in.
export const halts = word => (body.dataset.halt || '').split(' ').includes(word);
// Whether cards come in: `+` stands there while a window is open before or after the evening.
export const takes = () => phase() === 'collect' || halts('+');
// Whether this table may read a summary.
export const isTold = () => (' ' + body.dataset.halt).includes(' =' + body.dataset.table + '/');

// The browser's translation wraps texts, moves them and words them anew: only what we wrote last says whether it changed.
const written = new WeakMap();
export const put = (element, text) => {
  if (!element) return;
  if (!written.has(element) && element.textContent === text) written.set(element, text);
  if (written.get(element) === text) return;
  written.set(element, text);
  element.textContent = text;
};
doc.querySelectorAll('.said,.state,[data-live],[data-count],#round,#send').forEach(each => { put(each, each.textContent); });

// Under a finger nothing moves and nothing is replaced: a click belongs to what was pressed.
let pressed = 0, waiting = [];
const release = () => {
  clearTimeout(pressed);
  pressed = 0;
  const changes = waiting;
  waiting = [];
  changes.forEach(change => { change(); });
};
const press = ms => () => { clearTimeout(pressed); pressed = setTimeout(release, ms); };
export const calm = change => { if (pressed) waiting.push(change); else change(); };
addEventListener('pointerdown', press(10000), true);
// The click follows at once, if there is one.
addEventListener('pointerup', press(300), true);
addEventListener('pointercancel', release);
addEventListener('click', release);

// Once, for eyes and for screen readers; in green only what went well.
export const say = (text, tone) => {
  $('say').textContent = '';
  setTimeout(() => calm(() => { $('say').className = tone || ''; $('say').textContent = text; }), 60);
};
