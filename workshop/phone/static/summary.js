// The page with a table's summaries: what is answered is kept on the phone until the server says that it is stored.
import { fetchPage, openPostbox, replaceIn, stay, store } from './beside.js';
import { jitter } from './chance.js';
import { $, body, calm, doc, phase, say, texts } from './page.js';
import { parse } from './storage.js';

const box = $('asked');
let renewing = 0, shown = null;
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
  draw();
  postbox.again();
});
const next = () => {
  const [name] = unsent();
  if (!name) return null;
  const { answer, text, lang, at } = wish(name), [summary, edition] = name.split('/').map(Number);
  return { name, at, body: { summary, edition, answer, text, lang }, isStored: said => said.answer };
};
const outcome = ({ name, at }, isStored, said) => {
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
const postbox = openPostbox({ address: '/summaries', box, next, outcome });
// The summaries anew, when somebody showed, changed or took one back.
const renew = ms => {
  clearTimeout(renewing);
  renewing = setTimeout(() => fetchPage(box).then(page => calm(() => {
    const at = doc.activeElement && doc.activeElement.id;
    replaceIn(box, page.getElementById('asked'));
    if (at && $(at)) $(at).focus();
    draw();
    postbox.pump();
  })).catch(() => renew(jitter(20000))), ms);
};
const state = said => {
  if (!said.phase || said.phase === phase()) return;
  body.dataset.phase = said.phase;
  if (unsent().length) postbox.again();
  renew(jitter(2000));
};
const halt = words => {
  const mine = words.split(' ').filter(word => word.startsWith('=' + body.dataset.table + '/')).join();
  if (shown !== null && mine !== shown) renew(jitter(2000));
  shown = mine;
};
stay({ state, events: { halt }, again: postbox.again, renew, draw, kept: 'said:' });
