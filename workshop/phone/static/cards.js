// My cards: what the server knows of stands in the page, what waits is in the outbox.
import { jitter } from './chance.js';
import { openOutbox } from './outbox.js';
import { $, base, calm, doc, field, form, halts, list, phase, prefix, put, say, search, takes, texts } from './page.js';
import { openStore } from './storage.js';

export const store = openStore(prefix);
export const outbox = openOutbox({
  store,
  token: form.elements.token.value,
  address: base + '/entries' + search,
  // After the end the server says of a card that came too early that it is too late now.
  isOpen: card => phase() === 'closed' || takes() && !halts(card.table),
  changed: card => calm(() => { draw(card); warnLoss(); }),
  kept: () => say(texts.kept, 'wait'),
  sent: (card, isNew) => {
    if (card.held) say(texts.held, 'wait');
    else say(texts.said, 'ok');
    if (isNew && !card.held) settle(card);
    else refreshMine(jitter(1200));
  },
  early: reason => say(reason, 'wait'),
  refused: reason => say(texts.refused + ' ' + reason, 'bad'),
});
export const warnLoss = () => {
  $('lose').hidden = store.keeps || !(field.value || outbox.cards().some(card => card.state === 'waiting'));
};
// Other tabs have seen in the storage that it is sent; from here on the server keeps it.
const settle = card => setTimeout(() => calm(() => {
  const item = itemOf(card.id);
  if (item && item.dataset.state === 'sent') setItem(item, card.text, 'shown', texts.shown);
  outbox.drop(card.id);
}), 1000);

const items = () => [...list.querySelectorAll('li[data-id]')];
export const itemOf = id => items().find(item => item.dataset.id === id);
// What a card says stands in its form too, which no browser translates.
const own = item => item.querySelector('.own textarea');
export const textOf = item => own(item).defaultValue;
const setItem = (item, text, state, label) => {
  if (textOf(item) !== text) {
    // What somebody is just correcting stays as typed.
    const typed = own(item).value;
    const isTyped = typed !== textOf(item);
    own(item).defaultValue = text;
    own(item).value = isTyped ? typed : text;
  }
  put(item.querySelector('.said'), text);
  item.dataset.state = state;
  put(item.querySelector('.state'), label);
};
const newItem = (card, dir) => {
  const item = doc.importNode($('card').content, true).firstElementChild;
  item.classList.add(card.question);
  item.dataset.id = card.id;
  const said = item.querySelector('.said');
  said.lang = card.lang; said.dir = dir || 'auto';
  const asked = doc.querySelector('.q.' + card.question);
  if (asked) {
    item.firstElementChild.prepend(asked.querySelector('svg').cloneNode(true));
    put(item.querySelector('.vh'), asked.querySelector('bdi').textContent + ' ');
  }
  item.querySelectorAll('form').forEach(each => { each.action = each.getAttribute('action').replace('-id-', card.id); });
  list.prepend(item);
  return item;
};
const draw = card => {
  if (card.state === 'gone') return;
  const label = card.state === 'waiting' ? (card.later ? (halts(card.table) || halts('!') ? texts.wait : texts.later) : card.bad > 2 ? texts.stuck : texts.waiting)
    : card.state === 'refused' ? texts.refused + ' ' + card.reason
    : card.held ? texts.held : texts.shown;
  const item = itemOf(card.id) || newItem(card);
  item.classList.toggle('late', card.state === 'waiting' && !!(card.told || card.later));
  if (/shown|held|hidden/.test(item.dataset.state)) return;
  setItem(item, card.text, card.held ? 'held' : card.state, label);
};
export const drawAll = () => calm(() => {
  outbox.cards().forEach(draw);
  items().forEach(item => {
    const card = outbox.find(item.dataset.id);
    if (card.id && card.state !== 'gone') return;
    if (/waiting|refused/.test(item.dataset.state)) item.remove();
    // Another tab sent it, and the server keeps it from here on.
    else if (item.dataset.state === 'sent') item.dataset.state = 'shown';
  });
});
// How many more cards one may write to each question, where there is a budget: the number, and how it is said.
export const showLeft = () => calm(() => form.elements.question.forEach(each => {
  const few = texts.few, used = list.querySelectorAll('.' + each.value + ':not([data-state=refused])').length;
  put(each.closest('label').lastElementChild, few ? few[1].replace('#', Math.max(0, few[0] - used)) : '');
}));
new MutationObserver(showLeft).observe(list, { childList: true, subtree: true, attributes: true });
export const showCounts = counts => calm(() => Object.keys(counts).forEach(name => {
  put(doc.querySelector('[data-count=' + name + ']'), '' + counts[name]);
  if (name === 'withdrawn' && $('withdrawn')) $('withdrawn').hidden = !counts[name];
}));
const take = answer => calm(() => {
  showCounts(answer.counts);
  texts.few = answer.few;
  showLeft();
  const known = {};
  answer.entries.slice().reverse().forEach(card => {
    if (outbox.find(card.id).state === 'gone') return;
    known[card.id] = 1;
    setItem(itemOf(card.id) || newItem(card, card.dir), card.text, card.state, card.label);
    outbox.drop(card.id);
  });
  items().forEach(item => {
    const id = item.dataset.id;
    if (/shown|held|hidden/.test(item.dataset.state) && !known[id] && !outbox.find(id).id) item.remove();
  });
});
let mineTimer = 0, mineAt = 0;
export const refreshMine = wait => {
  if (mineTimer && wait > 3000) return;
  clearTimeout(mineTimer);
  mineTimer = setTimeout(() => {
    mineTimer = 0; mineAt = Date.now();
    fetch(base + '/mine' + search, { headers: { 'Participant-Token': outbox.token() } }).then(answer => answer.ok ? answer.json().then(take) : answer.status < 500 || Promise.reject())
      .catch(() => refreshMine(jitter(20000)));
  }, wait);
};
// Some card was held, hidden or shown again, it may be ours: all phones hear of it in the same moment.
export const askLater = () => refreshMine(Math.max(jitter(10000), mineAt + jitter(25000) - Date.now()));
// The first characters of the ids of those cards: only their authors ask, and soon.
export const askIfMine = starts => {
  const ids = items().map(item => item.dataset.id);
  if (!starts) { if (ids.length) askLater(); }
  else if (starts.split(',').some(start => ids.some(id => id.startsWith(start)))) refreshMine(jitter(600));
};

// Correcting and withdrawing what the server has.
list.addEventListener('submit', event => {
  event.preventDefault();
  const target = event.target, text = target.elements.text;
  fetch(target.action.split('?')[0] + search, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: text ? text.value : '', token: outbox.token() }),
  }).then(answer => answer.json().then(said => {
    if (!answer.ok || !said.entries) { say(said.message || texts.offline, 'bad'); return; }
    target.closest('details').open = false;
    if (text) text.defaultValue = text.value;
    take(said);
    store.set('mine', Date.now());
    const isHeld = said.entries.some(card => card.state === 'held' && target.action.includes(card.id));
    if (isHeld) say(texts.held, 'wait');
    else say(text ? texts.changed : texts.withdrawn, 'ok');
  })).catch(() => say(texts.offline, 'bad'));
});
