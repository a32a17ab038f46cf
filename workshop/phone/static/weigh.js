// The page where one gives dots: what is wanted is kept on the phone until the server says that it is stored.
import { jitter } from './chance.js';
import { $, base, body, calm, doc, isTold, phase, prefix, put, say, search, texts } from './page.js';
import { openStore, parse } from './storage.js';

const LIMIT = 20000, LONG = 30000;
const store = openStore(prefix), box = $('topics');
let busy = false, timer = 0, tries = 0, stream = null, heard = Date.now(), renewing = 0;
const items = () => [...box.querySelectorAll('li')];
const idOf = item => item.id.slice(1);
// What the server has, and what the person wants.
const has = item => +item.dataset.dots;
const wish = id => parse(store.get('dot:' + id));
const wanted = item => { const { dots } = wish(idOf(item)); return dots >= 0 ? dots : has(item); };
// By id, those that are taken back first: until then there may be none left to give.
const gain = id => wish(id).dots - ($('g' + id) ? has($('g' + id)) : 0);
const unsent = () => store.keys('dot:').map(key => key.slice(4)).filter(id => wish(id).dots >= 0).sort((a, b) => gain(a) - gain(b));
const left = () => items().reduce((sum, item) => sum - wanted(item), body.dataset.dots - body.dataset.elsewhere);
const may = (item, more) => !texts.closed && (more > 0
  ? left() > 0 && wanted(item) < body.dataset.most && item.className !== 'gone'
  : wanted(item) > 0);
const draw = () => calm(() => {
  items().forEach(item => {
    const [less, more] = item.querySelectorAll('button');
    put(item.querySelector('output'), '' + wanted(item));
    [[less, -1], [more, 1]].forEach(([button, by]) => {
      if (may(item, by)) button.removeAttribute('aria-disabled');
      else button.setAttribute('aria-disabled', 'true');
    });
  });
  put($('left').firstElementChild, texts.left.replace('#', Math.max(0, left())));
});
box.addEventListener('click', event => {
  const button = event.target.closest('button'), item = event.target.closest('li');
  if (!button) return;
  event.preventDefault();
  const by = button.nextElementSibling ? -1 : 1, id = idOf(item);
  if (!may(item, by)) {
    if (texts.closed || by > 0) say(texts.closed || (left() > 0 ? texts.most : texts.used), 'wait');
    return;
  }
  store.set('dot:' + id, JSON.stringify({ dots: wanted(item) + by, at: Date.now() }));
  tries = 0;
  draw();
  pump();
});
const later = ms => { clearTimeout(timer); timer = setTimeout(pump, ms); };
const named = () => store.get('token') || (box.querySelector('[name=token]') || {}).value;
const pump = () => {
  clearTimeout(timer);
  timer = 0;
  const [id] = busy ? [] : unsent();
  if (id) send(id, wish(id).dots);
};
const send = (id, dots) => {
  const stop = window.AbortController && new AbortController(), token = named();
  busy = true;
  if (token) store.set('token', token);
  const limit = setTimeout(() => stop && stop.abort(), LIMIT);
  fetch(base + '/dots' + search, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ group: +id, dots, token }),
    signal: stop ? stop.signal : undefined,
  }).then(answer => answer.json().catch(() => 0).then(said => outcome(id, dots, answer, said || {})), () => wait())
    .catch(() => { /* what the page made of it shall not stop the next dot */ })
    .then(() => { clearTimeout(limit); busy = false; if (!timer) pump(); });
};
const wait = seconds => {
  tries += 1;
  say(texts.waiting, 'wait');
  later(seconds > 0 ? Math.min(300, seconds) * 1000 + jitter(1000) : jitter(Math.min(LONG, 1000 * 2 ** (tries - 1))));
};
const outcome = (id, dots, { status, headers }, said) => {
  const isOurs = /^[a-z_]+$/.test(said.error) && typeof said.message === 'string', isStored = status === 200 && said.dots >= 0;
  if (!isStored && !(isOurs && /^(403|404|409|410|422)$/.test(status))) { wait(+headers.get('Retry-After')); return; }
  tries = 0;
  if (!isStored || wish(id).dots === dots) store.del('dot:' + id);
  const item = $('g' + id);
  if (isStored && item && said.group === +id) item.dataset.dots = dots;
  draw();
  if (!isStored) say(said.message, 'bad');
  else if (!unsent().length) say(texts.saved, 'ok');
  // What others made of the topics meanwhile, or this person at another table or in another tab.
  if (!isStored || said.group !== +id) renew(isStored ? 0 : 5000);
};
// The topics anew, when somebody changed them; another phase has another page.
const renew = ms => {
  clearTimeout(renewing);
  renewing = setTimeout(() => fetch(location.href, { headers: { 'Participant-Token': named() || '' } }).then(answer => answer.ok ? answer.text() : Promise.reject()).then(html => {
    const page = new DOMParser().parseFromString(html, 'text/html'), fresh = page.getElementById('topics');
    if (!fresh) { if (!unsent().length) location.reload(); return; }
    calm(() => {
      const at = doc.activeElement && doc.activeElement.closest('li'), which = at && [...at.querySelectorAll('button')].indexOf(doc.activeElement);
      Object.assign(texts, parse(page.getElementById('texts').textContent));
      ['stamp', 'elsewhere', 'dots', 'most'].forEach(name => { body.dataset[name] = page.body.dataset[name]; });
      while (box.firstChild) box.firstChild.remove();
      box.append(...doc.importNode(fresh, true).childNodes);
      if (at && $(at.id)) $(at.id).querySelectorAll('button')[which].focus();
      if (texts.closed) say(texts.closed, 'wait');
      draw();
      pump();
    });
  }).catch(() => renew(jitter(20000))), ms);
};
const hear = state => {
  heard = Date.now();
  if (!state.phase || state.phase === phase()) return;
  body.dataset.phase = state.phase;
  // What was not sent in time is told so before the page goes.
  if (unsent().length) { tries = 0; pump(); }
  renew(jitter(2000));
};
const listen = () => {
  if (stream || doc.hidden || !window.EventSource) return;
  stream = new EventSource(base + '/events');
  stream.addEventListener('state', event => hear(parse(event.data)));
  stream.addEventListener('topics', event => { if (event.data !== body.dataset.stamp) renew(jitter(2000)); });
  stream.addEventListener('halt', event => { body.dataset.halt = event.data; $('sum').hidden = !isTold(); });
  stream.addEventListener('now', () => { heard = Date.now(); });
  stream.onerror = () => { if (stream && stream.readyState === 2) { hush(); setTimeout(listen, jitter(8000)); } };
};
const hush = () => { if (stream) { stream.close(); stream = null; } };
const ask = () => fetch(base + '/state').then(answer => answer.status === 200 ? answer.json().then(hear) : 0).catch(() => 0);
setInterval(() => { if (!doc.hidden && Date.now() - heard > 45000) { hush(); listen(); ask(); } }, 15000);
const wake = () => { tries = 0; listen(); pump(); };
addEventListener('online', wake);
addEventListener('pageshow', event => { if (event.persisted) renew(0); wake(); });
addEventListener('pagehide', hush);
addEventListener('storage', event => { if (event.key && event.key.startsWith(prefix + 'dot:')) { if (!event.newValue) renew(jitter(1000)); draw(); } });
doc.addEventListener('visibilitychange', () => { if (doc.hidden) hush(); else wake(); });
doc.addEventListener('click', event => {
  const link = event.target.closest('a'), langs = doc.querySelector('.langs');
  if (!event.target.closest('.langs')) langs.open = false;
  if (link && link.closest('.langs')) doc.cookie = 'lang=' + link.lang + ';path=/j;max-age=1209600;samesite=lax';
});
// Without cookies only the phone knows who gave its dots.
if (!navigator.cookieEnabled && store.get('token')) renew(0);
draw();
wake();
