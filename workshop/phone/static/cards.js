// My cards: what the server knows of stands in the page, what waits is in the outbox.
import { jitter } from './chance.js';
import { openOutbox } from './outbox.js';
import { $, base, doc, field, list, phase, prefix, say, search, texts } from './page.js';
import { openStore } from './storage.js';

export const store = openStore(prefix);
export const outbox = openOutbox({
  store,
  address: base + '/entries' + search,
  isOpen: () => phase() === 'collect',
  changed: card => { draw(card); warnLoss(); },
  kept: () => say(texts.kept),
  sent: (card, isNew) => {
    say(card.held ? texts.held : texts.said);
    if (isNew && !card.held) settle(card);
    else refreshMine(jitter(1200));
  },
  early: say,
  refused: reason => say(texts.refused + ' ' + reason),
});
export const warnLoss = () => {
  $('lose').hidden = store.keeps || !(field.value || outbox.cards().some(card => card.state === 'waiting'));
};
// Other tabs have seen in the storage that it is sent; from here on the server keeps it.
const settle = card => setTimeout(() => {
  const item = itemOf(card.id);
  if (item && item.dataset.state === 'sent') setItem(item, card.text, 'shown', texts.shown);
  outbox.drop(card.id);
}, 1000);

export const itemOf = id => [...list.children].find(item => item.dataset.id === id);
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
export const drawAll = () => {
  outbox.cards().forEach(draw);
  [...list.children].forEach(item => {
    if (store.get('card:' + item.dataset.id)) return;
    if (/waiting|refused/.test(item.dataset.state)) item.remove();
    // Another tab sent it, and the server keeps it from here on.
    else if (item.dataset.state === 'sent') item.dataset.state = 'shown';
  });
};
export const showCounts = counts => Object.keys(counts).forEach(name => {
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
    outbox.drop(card.id);
  });
  [...list.children].forEach(item => {
    if (/shown|held|hidden/.test(item.dataset.state) && !known[item.dataset.id]) item.remove();
  });
};
let mineTimer = 0, mineAt = 0;
export const refreshMine = wait => {
  if (mineTimer && wait > 3000) return;
  clearTimeout(mineTimer);
  mineTimer = setTimeout(() => {
    mineTimer = 0; mineAt = Date.now();
    fetch(base + '/mine' + search).then(answer => answer.ok ? answer.json().then(take) : answer.status < 500 || Promise.reject())
      .catch(() => refreshMine(jitter(20000)));
  }, wait);
};
// A card was held, hidden or shown again: it may be one of ours. All phones hear of it in the same moment.
export const askLater = () => refreshMine(Math.max(jitter(10000), mineAt + jitter(25000) - Date.now()));

// Correcting and withdrawing what the server has.
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
