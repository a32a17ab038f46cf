// The page with a table's summaries: what is answered is kept on the phone until the server says that it is stored.
import { jitter } from './chance.js';
import { $, base, body, calm, doc, phase, prefix, say, search, texts } from './page.js';
import { openStore, parse } from './storage.js';

const LIMIT = 20000, LONG = 30000;
const store = openStore(prefix), box = $('asked');
let busy = false, timer = 0, tries = 0, stream = null, heard = Date.now(), renewing = 0, shown = null;
const items = () => [...box.querySelectorAll('article')];
// An answer belongs to the wording that it was given for.
const nameOf = item => item.id.slice(1) + '/' + item.dataset.edition;
const itemOf = name => items().find(item => nameOf(item) === name);
const wish = name => parse(store.get('said:' + name));
const unsent = () => store.keys('said:').map(key => key.slice(5)).filter(name => wish(name).answer);
const fieldOf = item => item.querySelector('textarea');
const draw = () => calm(() => items().forEach(item => {
  const kept = store.get('adding:' + nameOf(item)), field = fieldOf(item);
  if (kept !== null && doc.activeElement !== field) field.value = kept;
  const answer = wish(nameOf(item)).answer || item.dataset.answer;
  item.querySelectorAll('button').forEach(button => { button.setAttribute('aria-pressed', '' + (button.value === answer)); });
}));
box.addEventListener('input', event => { store.set('adding:' + nameOf(event.target.closest('article')), event.target.value); });
box.addEventListener('click', event => {
  const button = event.target.closest('button'), item = event.target.closest('article');
  if (!button) return;
  event.preventDefault();
  store.set('said:' + nameOf(item), JSON.stringify({ answer: button.value, text: fieldOf(item).value, lang: item.querySelector('[name=lang]').value, at: Date.now() }));
  tries = 0;
  draw();
  pump();
});
const later = ms => { clearTimeout(timer); timer = setTimeout(pump, ms); };
const named = () => store.get('token') || (box.querySelector('[name=token]') || {}).value;
const pump = () => {
  clearTimeout(timer);
  timer = 0;
  const [name] = busy ? [] : unsent();
  if (name) send(name, wish(name));
};
const send = (name, { answer, text, lang, at }) => {
  const stop = window.AbortController && new AbortController(), token = named(), [summary, edition] = name.split('/').map(Number);
  busy = true;
  if (token) store.set('token', token);
  const limit = setTimeout(() => stop && stop.abort(), LIMIT);
  fetch(base + '/summaries' + search, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ summary, edition, answer, text, lang, token }),
    signal: stop ? stop.signal : undefined,
  }).then(found => found.json().catch(() => 0).then(said => outcome(name, at, found, said || {})), () => wait())
    .catch(() => { /* what the page made of it shall not stop the next answer */ })
    .then(() => { clearTimeout(limit); busy = false; if (!timer) pump(); });
};
const wait = seconds => {
  tries += 1;
  say(texts.waiting, 'wait');
  later(seconds > 0 ? Math.min(300, seconds) * 1000 + jitter(1000) : jitter(Math.min(LONG, 1000 * 2 ** (tries - 1))));
};
const outcome = (name, at, { status, headers }, said) => {
  const isOurs = /^[a-z_]+$/.test(said.error) && typeof said.message === 'string', isStored = status === 200 && said.answer;
  if (!isStored && !(isOurs && /^(403|404|409|410|422)$/.test(status))) { wait(+headers.get('Retry-After')); return; }
  tries = 0;
  const item = itemOf(name);
  // What was answered meanwhile goes next.
  if (wish(name).at === at) {
    store.del('said:' + name);
    if (isStored && (!item || doc.activeElement !== fieldOf(item))) store.del('adding:' + name);
  }
  if (isStored && item) {
    item.dataset.answer = said.answer;
    item.querySelector('.state').hidden = !said.held;
  }
  draw();
  if (!isStored) { say(said.message, 'bad'); renew(5000); } else if (!unsent().length) say(texts.saved, 'ok');
};
// The summaries anew, when somebody showed, changed or took one back.
const renew = ms => {
  clearTimeout(renewing);
  renewing = setTimeout(() => fetch(location.href, { headers: { 'Participant-Token': named() || '' } }).then(answer => answer.ok ? answer.text() : Promise.reject()).then(html => {
    const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('asked');
    calm(() => {
      const at = doc.activeElement && doc.activeElement.id;
      while (box.firstChild) box.firstChild.remove();
      box.append(...doc.importNode(fresh, true).childNodes);
      if (at && $(at)) $(at).focus();
      draw();
      pump();
    });
  }).catch(() => renew(jitter(20000))), ms);
};
const hear = state => {
  heard = Date.now();
  if (!state.phase || state.phase === phase()) return;
  body.dataset.phase = state.phase;
  if (unsent().length) { tries = 0; pump(); }
  renew(jitter(2000));
};
const halt = words => {
  const mine = (words || '').split(' ').filter(word => word.startsWith('=' + body.dataset.table + '/')).join();
  if (shown !== null && mine !== shown) renew(jitter(2000));
  shown = mine;
};
const listen = () => {
  if (stream || doc.hidden || !window.EventSource) return;
  stream = new EventSource(base + '/events');
  stream.addEventListener('state', event => hear(parse(event.data)));
  stream.addEventListener('halt', event => halt(event.data));
  stream.addEventListener('now', () => { heard = Date.now(); });
  stream.onerror = () => { if (stream && stream.readyState === 2) { hush(); setTimeout(listen, jitter(8000)); } };
};
const hush = () => { if (stream) { stream.close(); stream = null; } };
const ask = () => fetch(base + '/state').then(answer => { if (answer.status === 200) { halt(answer.headers.get('Halt')); answer.json().then(hear); } }).catch(() => 0);
setInterval(() => { if (!doc.hidden && Date.now() - heard > 45000) { hush(); listen(); ask(); } }, 15000);
const wake = () => { tries = 0; listen(); pump(); };
addEventListener('online', wake);
addEventListener('pageshow', event => { if (event.persisted) renew(0); wake(); });
addEventListener('pagehide', hush);
addEventListener('storage', event => { if (event.key && event.key.startsWith(prefix + 'said:')) { if (!event.newValue) renew(jitter(1000)); draw(); } });
doc.addEventListener('visibilitychange', () => { if (doc.hidden) hush(); else wake(); });
doc.addEventListener('click', event => {
  const link = event.target.closest('a'), langs = doc.querySelector('.langs');
  if (!event.target.closest('.langs')) langs.open = false;
  if (link && link.closest('.langs')) doc.cookie = 'lang=' + link.lang + ';path=/j;max-age=1209600;samesite=lax';
});
// Without cookies only the phone knows who answered.
if (!navigator.cookieEnabled && store.get('token')) renew(0);
draw();
wake();
