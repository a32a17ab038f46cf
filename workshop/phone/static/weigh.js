// The page where one gives dots: what is wanted is kept on the phone until the server says that it is stored.
import { fetchPage, openPostbox, replaceIn, stay, store } from './beside.js';
import { jitter } from './chance.js';
import { $, body, calm, doc, isTold, phase, put, say, texts } from './page.js';
import { parse } from './storage.js';

const box = $('topics');
let renewing = 0;
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
  draw();
  postbox.again();
});
const next = () => {
  const [id] = unsent();
  return id ? { id, body: { group: +id, dots: wish(id).dots }, isStored: said => said.dots >= 0 } : null;
};
const outcome = ({ id, body: { dots } }, isStored, said) => {
  if (!isStored || wish(id).dots === dots) store.del('dot:' + id);
  const item = $('g' + id);
  if (isStored && item && said.group === +id) item.dataset.dots = dots;
  draw();
  if (!isStored) say(said.message, 'bad');
  else if (!unsent().length) say(texts.saved, 'ok');
  // What others made of the topics meanwhile, or this person at another table or in another tab.
  if (!isStored || said.group !== +id) renew(isStored ? 0 : 5000);
};
const postbox = openPostbox({ address: '/dots', box, next, outcome });
// The topics anew, when somebody changed them; another phase has another page.
const renew = ms => {
  clearTimeout(renewing);
  renewing = setTimeout(() => fetchPage(box).then(page => {
    const fresh = page.getElementById('topics');
    if (!fresh) { if (!unsent().length) location.reload(); return; }
    calm(() => {
      const at = doc.activeElement && doc.activeElement.closest('li'), which = at && [...at.querySelectorAll('button')].indexOf(doc.activeElement);
      Object.assign(texts, parse(page.getElementById('texts').textContent));
      ['stamp', 'elsewhere', 'dots', 'most'].forEach(name => { body.dataset[name] = page.body.dataset[name]; });
      replaceIn(box, fresh);
      if (at && $(at.id)) $(at.id).querySelectorAll('button')[which].focus();
      if (texts.closed) say(texts.closed, 'wait');
      draw();
      postbox.pump();
    });
  }).catch(() => renew(jitter(20000))), ms);
};
const state = said => {
  if (!said.phase || said.phase === phase()) return;
  body.dataset.phase = said.phase;
  // What was not sent in time is told so before the page goes.
  if (unsent().length) postbox.again();
  renew(jitter(2000));
};
const halt = words => { body.dataset.halt = words; $('sum').hidden = !isTold(); };
const topics = stamp => { if (stamp !== body.dataset.stamp) renew(jitter(2000)); };
stay({ state, events: { halt, topics }, again: postbox.again, renew, draw, kept: 'dot:' });
