// What the pages share that stand beside the one where one writes: what is kept on the phone is sent until the server says
// that it is stored, and the page hears of the evening as long as somebody looks at it.
import { jitter } from './chance.js';
import { $, base, doc, prefix, say, search, texts } from './page.js';
import { openStore, parse } from './storage.js';

const LIMIT = 20000, LONG = 30000;
export const store = openStore(prefix);
// Without cookies only the phone knows whose page this is.
export const named = box => store.get('token') || (box.querySelector('[name=token]') || {}).value;

// `next` gives what is to be sent, one at a time (`body`, and `isStored` of what is answered), `outcome` hears the answer.
export const openPostbox = ({ address, box, next, outcome }) => {
  let busy = false, timer = 0, tries = 0;
  const pump = () => {
    clearTimeout(timer);
    timer = 0;
    const item = busy ? null : next();
    if (item) send(item);
  };
  const send = item => {
    const stop = window.AbortController && new AbortController(), token = named(box);
    busy = true;
    if (token) store.set('token', token);
    const limit = setTimeout(() => stop && stop.abort(), LIMIT);
    fetch(base + address + search, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(Object.assign({ token }, item.body)),
      signal: stop ? stop.signal : undefined,
    }).then(answer => answer.json().catch(() => 0).then(said => hear(item, answer, said || {})), () => wait())
      .catch(() => { /* what the page made of it shall not stop the next one */ })
      .then(() => { clearTimeout(limit); busy = false; if (!timer) pump(); });
  };
  const wait = seconds => {
    tries += 1;
    say(texts.waiting, 'wait');
    clearTimeout(timer);
    timer = setTimeout(pump, seconds > 0 ? Math.min(300, seconds) * 1000 + jitter(1000) : jitter(Math.min(LONG, 1000 * 2 ** (tries - 1))));
  };
  const hear = (item, { status, headers }, said) => {
    const isOurs = /^[a-z_]+$/.test(said.error) && typeof said.message === 'string', isStored = status === 200 && item.isStored(said);
    if (!isStored && !(isOurs && /^(403|404|409|410|422)$/.test(status))) { wait(+headers.get('Retry-After')); return; }
    tries = 0;
    outcome(item, isStored, said);
  };
  return { pump, again: () => { tries = 0; pump(); } };
};

// `events` by name; `halt` is told by an answer too, where a proxy swallows events. `kept` begins what other tabs keep.
export const stay = ({ state, events, again, renew, draw, kept }) => {
  let stream = null, heard = Date.now();
  const hear = said => { heard = Date.now(); state(said); };
  const listen = () => {
    if (stream || doc.hidden || !window.EventSource) return;
    stream = new EventSource(base + '/events');
    stream.addEventListener('state', event => hear(parse(event.data)));
    Object.keys(events).forEach(name => { stream.addEventListener(name, event => (name === 'halt' ? halt : events[name])(event.data)); });
    stream.addEventListener('now', () => { heard = Date.now(); });
    stream.onerror = () => { if (stream && stream.readyState === 2) { hush(); setTimeout(listen, jitter(8000)); } };
  };
  // Where nobody new comes in, a phone that took part before goes on.
  const halt = words => {
    const shut = $('shut');
    if (shut) shut.hidden = !!store.get('token') || !words.split(' ').includes('!');
    events.halt(words);
  };
  const hush = () => { if (stream) { stream.close(); stream = null; } };
  const ask = () => fetch(base + '/state').then(answer => {
    if (answer.status !== 200) return 0;
    halt(answer.headers.get('Halt') || '');
    return answer.json().then(hear);
  }).catch(() => 0);
  const wake = () => { listen(); again(); };
  setInterval(() => { if (!doc.hidden && Date.now() - heard > 45000) { hush(); listen(); ask(); } }, 15000);
  addEventListener('online', wake);
  addEventListener('pageshow', event => { if (event.persisted) renew(0); wake(); });
  addEventListener('pagehide', hush);
  addEventListener('storage', event => { if (event.key && event.key.startsWith(prefix + kept)) { if (!event.newValue) renew(jitter(1000)); draw(); } });
  doc.addEventListener('visibilitychange', () => { if (doc.hidden) hush(); else wake(); });
  doc.addEventListener('click', event => {
    const link = event.target.closest('a'), langs = doc.querySelector('.langs');
    if (!event.target.closest('.langs')) langs.open = false;
    if (link && link.closest('.langs')) doc.cookie = 'lang=' + link.lang + ';path=/j;max-age=1209600;samesite=lax';
  });
  if (!navigator.cookieEnabled && store.get('token')) renew(0);
  draw();
  wake();
};

// The page anew, as the server has it now.
export const fetchPage = box => fetch(location.href, { headers: { 'Participant-Token': named(box) || '' } })
  .then(answer => answer.ok ? answer.text() : Promise.reject())
  .then(html => new DOMParser().parseFromString(html, 'text/html'));
export const replaceIn = (box, fresh) => {
  while (box.firstChild) box.firstChild.remove();
  box.append(...doc.importNode(fresh, true).childNodes);
};
