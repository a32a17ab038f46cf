// The phone page's script: keeps the draft, sends cards from an outbox, follows the evening.
// ES2019 without a build step; comments and spaces are dropped when the server starts.
(() => {
'use strict';
const doc = document, body = doc.body, $ = id => doc.getElementById(id);
const form = $('write'), field = $('text'), list = $('cards'), button = $('send');
const texts = JSON.parse($('texts').textContent);
const base = body.dataset.base, table = body.dataset.table, root = doc.documentElement;
const radios = [...form.elements.question];
const lang = form.elements.lang.value;
const search = location.search.match(/[?&]lang=[^&]*/) ? '?lang=' + root.lang : '';
const parse = text => { try { return JSON.parse(text) || {}; } catch { return {}; } };
const jitter = ms => ms * (.5 + Math.random());

// Storage of this dialogue; what the browser does not keep stays in memory as long as the page is open.
const prefix = 'w:' + base.slice(3) + ':', memory = {};
let keeps = true;
const store = {
  get(key) {
    if (key in memory) return memory[key];
    try { return localStorage.getItem(prefix + key); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(prefix + key, value); delete memory[key]; keeps = true; }
    catch { memory[key] = value; keeps = false; }
  },
  del(key) {
    delete memory[key];
    try { localStorage.removeItem(prefix + key); } catch {}
  },
  keys(start) {
    const found = Object.keys(memory);
    try {
      for (let i = 0; i < localStorage.length; i++) {
        const key = localStorage.key(i);
        if (key.startsWith(prefix)) found.push(key.slice(prefix.length));
      }
    } catch {}
    return found.filter((key, i) => key.startsWith(start) && found.indexOf(key) === i);
  },
};
const tabDraft = {
  get() { try { return sessionStorage.getItem(prefix + 'draft'); } catch { return null; } },
  set(value) { try { sessionStorage.setItem(prefix + 'draft', value); } catch {} },
};
const uuid = () => {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = b[6] & 15 | 64; b[8] = b[8] & 63 | 128;
  const hex = [...b].map(n => (n + 256).toString(16).slice(1)).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.*)/, '$1-$2-$3-$4-$5');
};
const me = uuid();

// Saying something once, for eyes and for screen readers.
const say = text => {
  $('say').textContent = '';
  setTimeout(() => { $('say').textContent = text; }, 60);
};

// The draft has the id of the card that it will be, so that it cannot become two cards.
let draft = uuid();
const question = () => (radios.find(radio => radio.checked) || {}).value || '';
const saveDraft = () => {
  const value = JSON.stringify({ id: draft, text: field.value, question: question() });
  tabDraft.set(value); store.set('draft', value);
  warnLoss();
};
const loadDraft = () => {
  const old = parse(tabDraft.get() || store.get('draft'));
  if (!old.id || store.get('card:' + old.id) || itemOf(old.id)) return;
  draft = old.id;
  if (!field.value) field.value = old.text || '';
  if (!question()) radios.forEach(radio => { radio.checked = radio.value === old.question; });
};
const segmenter = window.Intl && Intl.Segmenter && new Intl.Segmenter(root.lang, { granularity: 'grapheme' });
const size = text => segmenter ? [...segmenter.segment(text)].length : [...text].length;
const personal = text => /[\w.+-]+@[\w-]+(\.[\w-]+)+/.test(text) ||
  /\b[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){3,7}/i.test(text) ||
  (text.match(/(\+|\b0)[1-9][\d /()-]{6,}\d/g) || []).some(found => found.replace(/\D/g, '').length > 8);
const look = () => {
  const n = size(field.value.trim());
  $('count').hidden = false;
  $('count').textContent = n + '/500';
  $('count').className = n > 500 ? 'long' : '';
  const warn = personal(field.value) ? texts.personal : '';
  if ($('warn').textContent !== warn) $('warn').textContent = warn;
  button.textContent = warn ? texts.anyway : texts.send;
  radios.forEach(radio => radio.parentNode.classList.toggle('on', radio.checked));
};
const warnLoss = () => { $('lose').hidden = keeps || !(field.value || cards().some(card => card.state === 'waiting')); };

// My cards: what the server knows of stands in the page, what waits is in the storage.
const cards = () => store.keys('card:').map(key => parse(store.get(key))).filter(card => card.id)
  .sort((a, b) => a.at - b.at);
const save = card => { store.set('card:' + card.id, JSON.stringify(card)); draw(card); warnLoss(); };
const itemOf = id => [...list.children].find(item => item.dataset.id === id);
const setItem = (item, text, state, label) => {
  const said = item.querySelector('.said');
  if (said.textContent !== text) said.textContent = text;
  item.dataset.state = state;
  const note = item.querySelector('.state');
  if (note.textContent !== label) note.textContent = label;
};
const newItem = (card, dir) => {
  const item = doc.importNode($('card').content, true).firstElementChild;
  item.classList.add(card.question);
  item.dataset.id = card.id;
  const said = item.querySelector('.said');
  said.lang = card.lang; said.dir = dir || 'auto';
  const sign = $('s-' + card.question);
  if (sign) item.firstElementChild.prepend(doc.importNode(sign.content, true));
  const title = doc.querySelector('[data-live="' + card.question + '"]');
  item.querySelector('.vh').textContent = title ? title.textContent + ' ' : '';
  item.querySelector('.own textarea').value = card.text;
  item.querySelectorAll('form').forEach(each => { each.action = each.getAttribute('action').replace('-id-', card.id); });
  list.prepend(item);
  return item;
};
const draw = card => {
  const label = card.state === 'waiting' ? (card.later ? texts.later : texts.waiting)
    : card.state === 'refused' ? texts.refused + ' ' + card.reason
    : card.held ? texts.held : texts.shown;
  const item = itemOf(card.id) || newItem(card);
  if (!/shown|held|hidden/.test(item.dataset.state)) setItem(item, card.text, card.state, label);
};
const drawAll = () => {
  cards().forEach(draw);
  [...list.children].forEach(item => {
    if (store.get('card:' + item.dataset.id)) return;
    if (/waiting|refused/.test(item.dataset.state)) item.remove();
    // Another tab sent it, and the server keeps it from here on.
    else if (item.dataset.state === 'sent') item.dataset.state = 'shown';
  });
};
const showCounts = counts => Object.keys(counts).forEach(name => {
  const count = doc.querySelector('[data-count=' + name + ']');
  count.textContent = counts[name];
  if (name === 'withdrawn') count.parentNode.hidden = !counts[name];
});
const take = answer => {
  showCounts(answer.counts);
  const known = {};
  answer.entries.slice().reverse().forEach(card => {
    known[card.id] = 1;
    setItem(itemOf(card.id) || newItem(card, card.dir), card.text, card.state, card.label);
    store.del('card:' + card.id);
  });
  [...list.children].forEach(item => {
    if (/shown|held|hidden/.test(item.dataset.state) && !known[item.dataset.id]) item.remove();
  });
};
let mineTimer = 0, mineAt = 0;
const refreshMine = wait => {
  if (mineTimer && wait > 3000) return;
  clearTimeout(mineTimer);
  mineTimer = setTimeout(() => {
    mineTimer = 0; mineAt = Date.now();
    fetch(base + '/mine' + search).then(answer => answer.ok ? answer.json().then(take) : answer.status < 500 || Promise.reject())
      .catch(() => refreshMine(jitter(20000)));
  }, wait);
};

// The outbox: one request in flight in all tabs, until an answer says stored or refused.
let busy = false, tries = 0, timer = 0;
const phase = () => body.dataset.phase;
const next = () => cards().find(card => card.state === 'waiting' && !(card.later && phase() !== 'collect'));
const locked = () => {
  const lock = parse(store.get('lock')), now = Date.now();
  if (lock.tab && lock.tab !== me && lock.until > now && lock.until < now + 30000) return true;
  store.set('lock', JSON.stringify({ tab: me, until: now + 25000 }));
  return parse(store.get('lock')).tab !== me;
};
const unlock = () => { if (parse(store.get('lock')).tab === me) store.del('lock'); };
const later = ms => { clearTimeout(timer); timer = setTimeout(pump, ms); };
const backoff = () => later(jitter(Math.min(30000, 1000 * 2 ** tries++)));
const key = () => {
  const old = store.get('key');
  if (!old) store.set('key', uuid());
  return old || store.get('key');
};
const pump = () => {
  const card = !busy && next();
  if (!card) return;
  if (locked()) { later(jitter(1500)); return; }
  busy = true;
  const stop = window.AbortController && new AbortController();
  const limit = stop && setTimeout(() => stop.abort(), 20000);
  fetch(base + '/entries' + search, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id: card.id, table: card.table, question: card.question, text: card.text, lang: card.lang, key: key() }),
    signal: stop ? stop.signal : undefined,
  }).then(answer => answer.json().catch(() => ({})).then(said => outcome(card, answer, said)))
    .catch(() => { waitFor(card); backoff(); })
    .then(() => { clearTimeout(limit); busy = false; unlock(); });
};
const waitFor = card => {
  if (!card.told) { card.told = 1; say(texts.kept); }
  save(card);
};
const outcome = (card, answer, said) => {
  const status = answer.status;
  if ((status === 201 || status === 200) && said.id === card.id) {
    tries = 0;
    card.state = 'sent'; card.held = said.state === 'held';
    save(card);
    say(card.held ? texts.held : texts.said);
    if (status === 201 && !card.held) settle(card);
    else refreshMine(jitter(1200));
    later(50);
  } else if (status === 409 && said.error) {
    card.later = 1; save(card);
    say(said.message);
    later(jitter(60000));
  } else if (status >= 400 && status < 500 && status !== 429 && status !== 408 && said.error) {
    card.state = 'refused'; card.reason = said.message;
    save(card);
    say(texts.refused + ' ' + said.message);
    later(50);
  } else {
    waitFor(card);
    const seconds = +answer.headers.get('Retry-After');
    if (seconds > 0) { tries++; later(seconds * 1000 + jitter(1000)); } else backoff();
  }
};
// Other tabs have seen in the storage that it is sent; from here on the server keeps it.
const settle = card => setTimeout(() => {
  const item = itemOf(card.id);
  if (item && item.dataset.state === 'sent') setItem(item, card.text, 'shown', texts.shown);
  store.del('card:' + card.id);
}, 1000);
const wakeUp = () => {
  tries = 0;
  cards().forEach(card => { if (card.later && phase() === 'collect') { delete card.later; save(card); } });
  if (next()) later(jitter(200));
};

form.noValidate = true;
form.addEventListener('submit', event => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) { say(texts.empty); field.focus(); return; }
  if (!question()) { say(texts.choose); radios[0].focus(); return; }
  if (segmenter && size(text) > 500) { say(texts.long); field.focus(); return; }
  const same = parse(store.get('card:' + draft));
  if (same.id || itemOf(draft)) {
    const there = same.text || itemOf(draft).querySelector('.said').textContent;
    if (there === text) { clearField(); return; }
    draft = uuid();
  }
  const card = { id: draft, table, question: question(), text, lang, at: Date.now(), state: 'waiting' };
  save(card);
  clearField();
  tries = 0;
  pump();
});
const clearField = () => { field.value = ''; draft = uuid(); saveDraft(); look(); };
form.addEventListener('input', () => { saveDraft(); look(); });
form.addEventListener('change', () => { saveDraft(); look(); });

list.addEventListener('click', event => {
  const item = event.target.closest('li'), act = event.target.classList;
  if (!item || !(act.contains('edit') || act.contains('drop'))) return;
  const card = parse(store.get('card:' + item.dataset.id));
  if (act.contains('edit') && card.id) {
    field.value = (field.value.trim() ? field.value + '\n' : '') + card.text;
    radios.forEach(radio => { radio.checked = radio.value === card.question; });
    draft = uuid(); saveDraft(); look(); field.focus();
  }
  store.del('card:' + item.dataset.id);
  item.remove();
});
list.addEventListener('submit', event => {
  event.preventDefault();
  const target = event.target, text = target.elements.text;
  fetch(target.action.split('?')[0] + search, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(text ? { text: text.value } : {}),
  }).then(answer => answer.json().then(said => {
    if (!answer.ok) { say(said.message); return; }
    target.closest('details').open = false;
    take(said);
    store.set('mine', Date.now());
    say(text ? texts.changed : texts.withdrawn);
  })).catch(() => say(texts.offline));
});

// The evening: phase, round and clock, by events, or by asking where a proxy swallows those.
let ends = 0, shift = 0, ticking = 0, stream = null, heard = 0, opened = 0, asking = 0, etag = '';
const tick = () => {
  const left = Math.round((ends - Date.now() - shift) / 1000);
  const time = Math.floor(left / 60) + ':' + ('0' + left % 60).slice(-2);
  $('clock').textContent = !ends ? '' : ' · ' + (left > 0 ? texts.left.replace('#', '\u2066' + time + '\u2069') : texts.over);
  if (!ends) { clearInterval(ticking); ticking = 0; }
  else if (!ticking) ticking = setInterval(tick, 1000);
};
const showPhase = () => {
  const open = phase() === 'collect';
  doc.querySelectorAll('[data-for]').forEach(each => { each.hidden = each.dataset.for !== phase(); });
  form.hidden = !open && !field.value;
  form.querySelector('fieldset').hidden = button.hidden = !open;
  $('stay').hidden = open;
};
const apply = state => {
  if (state.phase !== phase()) {
    const begins = phase() === 'preparation';
    body.dataset.phase = state.phase;
    showPhase();
    wakeUp();
    if (begins) setTimeout(renew, jitter(2000));
  }
  if (state.round !== +body.dataset.round) {
    if ($('move')) $('move').hidden = state.round < 2 || state.round < +body.dataset.round;
    body.dataset.round = state.round;
    $('round').textContent = ' · ' + texts.round.replace('#', state.round);
    $('round').hidden = !state.round;
  }
  ends = state.ends_at ? Date.parse(state.ends_at) : 0;
  tick();
  body.dataset.revision = state.revision;
};
// A card was held, hidden or shown again: it may be one of ours. All phones hear of it in the same moment.
const askLater = () => refreshMine(Math.max(jitter(10000), mineAt + jitter(25000) - Date.now()));
// Before the start a moderator may still reword tables and questions.
const renew = () => fetch(location.href).then(answer => answer.text()).then(html => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  doc.querySelectorAll('[data-live]').forEach(old => {
    const fresh = page.querySelector('[data-live="' + old.dataset.live + '"]');
    if (fresh) old.textContent = fresh.textContent;
  });
}).catch(() => {});
const ask = () => fetch(base + '/state', { headers: etag ? { 'If-None-Match': etag } : {} }).then(answer => {
  const date = Date.parse(answer.headers.get('Date'));
  if (date) shift = date - Date.now();
  etag = answer.headers.get('ETag') || '';
  return answer.status === 200 ? answer.json().then(state => { apply(state); askLater(); }) : 0;
}).catch(() => {});
const listen = () => {
  if (stream || doc.hidden || !window.EventSource) return;
  opened = Date.now();
  const seen = body.dataset.revision;
  stream = new EventSource(base + '/events' + (seen ? '?seen=' + seen : ''));
  stream.addEventListener('state', event => { heard = Date.now(); apply(parse(event.data)); });
  stream.addEventListener('counts', event => showCounts(parse(event.data)));
  stream.addEventListener('own', () => { if (list.children.length) askLater(); });
  stream.addEventListener('now', event => { heard = Date.now(); shift = +event.data - heard; });
  stream.onerror = () => { if (stream && stream.readyState === 2) { hush(); setTimeout(listen, jitter(8000)); } };
};
const hush = () => { if (stream) { stream.close(); stream = null; } };
const watch = () => {
  if (doc.hidden) return;
  const now = Date.now();
  if (stream && now - Math.max(heard, opened) > 45000) hush();
  if (!stream && now - opened > 20000) listen();
  if (now - Math.max(heard, opened) > 5000 && now - heard > 20000 && now - asking > 4000) { asking = now; ask(); }
};
setInterval(watch, 1000);

addEventListener('online', () => { wakeUp(); listen(); });
addEventListener('pageshow', event => { drawAll(); wakeUp(); if (event.persisted) { hush(); listen(); } });
addEventListener('pagehide', () => { unlock(); hush(); });
addEventListener('storage', event => {
  if (event.key === prefix + 'mine') refreshMine(jitter(1200));
  if (event.key && event.key.startsWith(prefix + 'card:')) { drawAll(); if (next()) later(jitter(500)); }
});
doc.addEventListener('visibilitychange', () => {
  if (doc.hidden) { hush(); return; }
  wakeUp(); listen();
});
doc.addEventListener('click', event => {
  const link = event.target.closest('a'), langs = doc.querySelector('.langs');
  if (!event.target.closest('.langs')) langs.open = false;
  if (!link) return;
  // Choosing a language is an action; from then on it may be remembered.
  if (link.closest('.langs')) doc.cookie = 'lang=' + link.lang + ';path=/j;max-age=1209600;samesite=lax';
  // Without storage leaving the page would lose what is not sent.
  if (!$('lose').hidden) link.target = '_blank';
});

loadDraft();
drawAll();
if (cards().some(card => card.state === 'sent')) refreshMine(jitter(1200));
look();
showPhase();
ends = Date.parse(body.dataset.ends) || 0;
tick();
listen();
})();
