// The outbox: the cards of this phone that wait for an answer, oldest first. One request is in flight in all tabs, until
// an answer says stored or refused. It knows no page: what becomes of a card is told to the functions that it is given.
import { jitter, uuid } from './chance.js';
import { parse } from './storage.js';

export const openOutbox = ({ store, address, isOpen, changed, kept, sent, early, refused }) => {
  const me = uuid();
  let busy = false, tries = 0, timer = 0;
  const find = id => parse(store.get('card:' + id));
  const cards = () => store.keys('card:').map(key => parse(store.get(key))).filter(card => card.id)
    .sort((a, b) => a.at - b.at);
  const save = card => { store.set('card:' + card.id, JSON.stringify(card)); changed(card); };
  const drop = id => store.del('card:' + id);
  // A card that came too early waits until collecting goes on.
  const next = () => cards().find(card => card.state === 'waiting' && !(card.later && !isOpen()));
  const locked = () => {
    const lock = parse(store.get('lock')), now = Date.now();
    if (lock.tab && lock.tab !== me && lock.until > now && lock.until < now + 30000) return true;
    store.set('lock', JSON.stringify({ tab: me, until: now + 25000 }));
    return parse(store.get('lock')).tab !== me;
  };
  const unlock = () => { if (parse(store.get('lock')).tab === me) store.del('lock'); };
  const later = ms => { clearTimeout(timer); timer = setTimeout(pump, ms); };
  const backoff = () => later(jitter(Math.min(30000, 1000 * 2 ** tries++)));
  // By this the server knows whose card it is when the answer with the cookie was lost.
  const secret = () => {
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
    const { id, table, question, text, lang } = card;
    fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id, table, question, text, lang, key: secret() }),
      signal: stop ? stop.signal : undefined,
    }).then(answer => answer.json().catch(() => ({})).then(said => outcome(card, answer, said)))
      .catch(() => { waitFor(card); backoff(); })
      .then(() => { clearTimeout(limit); busy = false; unlock(); });
  };
  const waitFor = card => {
    if (!card.told) { card.told = 1; kept(); }
    save(card);
  };
  const outcome = (card, answer, said) => {
    const status = answer.status;
    if ((status === 201 || status === 200) && said.id === card.id) {
      tries = 0;
      card.state = 'sent'; card.held = said.state === 'held';
      save(card);
      sent(card, status === 201);
      later(50);
    } else if (status === 409 && said.error) {
      card.later = 1; save(card);
      early(said.message);
      later(jitter(60000));
    } else if (status >= 400 && status < 500 && status !== 429 && status !== 408 && said.error) {
      card.state = 'refused'; card.reason = said.message;
      save(card);
      refused(said.message);
      later(50);
    } else {
      waitFor(card);
      const seconds = +answer.headers.get('Retry-After');
      if (seconds > 0) { tries++; later(seconds * 1000 + jitter(1000)); } else backoff();
    }
  };
  return {
    find, cards, drop, unlock,
    add(card) { save(card); tries = 0; pump(); },
    // Another tab wrote into the storage: there may be more to send.
    check() { if (next()) later(jitter(500)); },
    wakeUp() {
      tries = 0;
      cards().forEach(card => { if (card.later && isOpen()) { delete card.later; save(card); } });
      if (next()) later(jitter(200));
    },
  };
};
