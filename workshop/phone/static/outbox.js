// The outbox: the cards of this phone that wait for an answer. One request is in flight in all tabs, until an answer says
// stored or refused. A card that something on the way holds up rests alone, and the next one goes. The outbox knows no
// page: what becomes of a card is told to the functions that it is given.
import { jitter, uuid } from './chance.js';
import { parse } from './storage.js';

// Milliseconds: for an answer, the longest wait of ours, the longest that a server may ask for.
const LIMIT = 20000, LONG = 30000, LONGEST = 300000;

export const openOutbox = ({ store, address, token, isOpen, changed, kept, sent, early, refused }) => {
  const me = uuid();
  // Until when a card rests after it failed.
  let due = {}, busy = false, timer = 0;
  const find = id => parse(store.get('card:' + id));
  const all = () => store.keys('card:').map(key => parse(store.get(key))).filter(card => card.id)
    .sort((a, b) => a.at - b.at);
  const note = card => store.set('card:' + card.id, JSON.stringify(card));
  const save = card => { note(card); changed(card); };
  const drop = id => store.del('card:' + id);
  // What may go, the least tried first. A card that came too early waits until collecting goes on.
  const line = () => all()
    .filter(card => card.state === 'gone' || card.state === 'waiting' && !(card.later && !isOpen(card)))
    .sort((a, b) => (a.tries || 0) - (b.tries || 0));
  // A clock that was set back holds nothing up.
  const rest = card => {
    const ms = (due[card.id] || 0) - Date.now();
    return ms > LONGEST + LONG ? 0 : ms;
  };
  const locked = () => {
    const lock = parse(store.get('lock')), now = Date.now();
    if (lock.tab && lock.tab !== me && lock.until > now && lock.until < now + 30000) return true;
    store.set('lock', JSON.stringify({ tab: me, until: now + LIMIT + 5000 }));
    return parse(store.get('lock')).tab !== me;
  };
  const unlock = () => { if (parse(store.get('lock')).tab === me) store.del('lock'); };
  const later = ms => { clearTimeout(timer); timer = setTimeout(pump, ms); };
  // Made by the server: it knows by this whose card it is when the answer with the cookie was lost, or no cookie is kept.
  const named = () => store.get('token') || token;
  const pump = () => {
    clearTimeout(timer);
    if (busy) return;
    const open = line(), card = open.find(each => rest(each) <= 0);
    if (!card) {
      if (open.length) later(Math.min(...open.map(rest)));
    } else if (locked()) later(jitter(1500));
    else send(card);
  };
  const pause = card => { due[card.id] = Date.now() + jitter(Math.min(LONG, 1000 * 2 ** (card.tries - 1))); };
  const send = card => {
    const { id, table, question, text, lang, state } = card, isGone = state === 'gone';
    busy = true;
    // Written down before: a page that ends meanwhile shall not begin with the same card again and again.
    card.tries = (card.tries || 0) + 1;
    delete card.net;
    pause(card);
    note(card);
    if (token) store.set('token', named());
    const stop = window.AbortController && new AbortController();
    let limit = 0, isLate = false;
    const silence = new Promise((_, end) => {
      limit = setTimeout(() => { isLate = true; if (stop) stop.abort(); end(); }, LIMIT);
    });
    const said = fetch(isGone ? address.replace(/(\?|$)/, '/' + id + '/withdraw$1') : address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(isGone ? { id, token: named() } : { id, table, question, text, lang, token: named() }),
      signal: stop ? stop.signal : undefined,
    }).then(answer => answer.json().catch(() => 0).then(json => [answer, json || {}]));
    Promise.race([said, silence])
      .then(([answer, json]) => outcome(id, state, answer, json), () => {
        const now = find(id);
        if (now.state !== state) return;
        if (isLate) now.bad = (now.bad || 0) + 1;
        else now.net = 1;
        fail(now);
      })
      .catch(() => { /* what the page made of it shall not stop the next card */ })
      .then(() => { clearTimeout(limit); busy = false; unlock(); pump(); });
  };
  const fail = (card, seconds) => {
    pause(card);
    if (seconds > 0) due[card.id] = Date.now() + Math.min(LONGEST, seconds * 1000) + jitter(1000);
    if (!card.told && card.state === 'waiting') { card.told = 1; kept(); }
    save(card);
  };
  const outcome = (id, state, { status, headers }, said) => {
    const card = find(id);
    // Somebody discarded it meanwhile.
    if (card.state !== state) return;
    const isOurs = /^[a-z_]+$/.test(said.error) && typeof said.message === 'string';
    const isRefusal = isOurs && /^(400|403|404|410|422)$/.test(status);
    if (state === 'gone') {
      // What was on its way may arrive after it was asked for; then the second question finds it.
      if (said.entries || isRefusal && card.missed) { drop(id); return; }
      if (isRefusal) { card.missed = 1; card.tries = 3; }
      fail(card, +headers.get('Retry-After'));
    } else if ((status === 201 || status === 200) && said.id === id) {
      card.state = 'sent'; card.held = said.state === 'held';
      // The network is there again.
      all().forEach(each => { if (each.net) delete due[each.id]; });
      save(card);
      sent(card, status === 201);
    } else if (status === 409 && isOurs) {
      const isFirst = !card.later;
      card.later = 1; due[id] = Date.now() + jitter(60000);
      save(card);
      if (isFirst) early(said.message);
    } else if (isRefusal) {
      card.state = 'refused'; card.reason = said.message;
      save(card);
      refused(said.message);
    } else {
      if (!isOurs) card.bad = (card.bad || 0) + 1;
      fail(card, +headers.get('Retry-After'));
    }
  };
  return {
    find, drop, unlock, token: named,
    cards: () => all().filter(card => card.state !== 'gone'),
    add(card) { save(card); pump(); },
    // A person wants it sent now.
    retry(id) {
      const card = find(id);
      if (!/waiting|refused/.test(card.state)) return;
      ['tries', 'later', 'told', 'bad', 'reason'].forEach(key => { delete card[key]; });
      card.state = 'waiting';
      delete due[id];
      save(card);
      pump();
    },
    // A person does not want it any more; what may have reached the server is taken back there. Says whether it was still here.
    discard(id) {
      const card = find(id);
      if (card.state === 'waiting' && card.tries) {
        card.state = 'gone'; card.text = ''; card.tries = 0;
        delete due[id];
        save(card);
        pump();
      } else if (/waiting|refused/.test(card.state)) drop(id);
      else return false;
      return true;
    },
    // Another tab wrote into the storage: there may be more to send.
    check() { if (line().length) later(jitter(500)); },
    wakeUp() {
      due = {};
      all().forEach(card => {
        if (card.net) { card.tries = 0; delete card.net; note(card); }
        if (card.later && isOpen(card)) { delete card.later; save(card); }
      });
      if (line().length) later(jitter(200));
    },
  };
};
