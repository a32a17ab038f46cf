// The draft: it has the id of the card that it will be, so that it cannot become two cards.
import { uuid } from './chance.js';
import { itemOf, outbox, store, textOf, warnLoss } from './cards.js';
import { $, body, button, calm, field, form, list, prefix, put, root, say, texts } from './page.js';
import { parse } from './storage.js';
import { isBlank, isTooLong, openCounter, stored } from './text.js';

const lang = form.elements.lang.value;
const radios = [...form.elements.question];
const tabDraft = {
  get() { try { return sessionStorage.getItem(prefix + 'draft'); } catch { return null; } },
  set(value) { try { sessionStorage.setItem(prefix + 'draft', value); } catch { /* the dialogue's storage has it too */ } },
};
let draft = uuid();
const question = () => (radios.find(radio => radio.checked) || {}).value || '';
const choose = key => radios.forEach(radio => { radio.checked = radio.value === key; });
const saveDraft = () => {
  const value = JSON.stringify({ id: draft, text: field.value, question: question() });
  tabDraft.set(value); store.set('draft', value);
  warnLoss();
};
export const loadDraft = () => {
  const old = parse(tabDraft.get() || store.get('draft'));
  if (!old.id || outbox.find(old.id).id || itemOf(old.id)) return;
  draft = old.id;
  if (!field.value) field.value = old.text || '';
  if (!question()) choose(old.question);
};
const segmenter = window.Intl && Intl.Segmenter && new Intl.Segmenter(root.lang, { granularity: 'grapheme' });
const size = openCounter(segmenter);
const personal = text => /[\w.+-]+@[\w-]+(\.[\w-]+)+/.test(text) ||
  /\b[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){3,7}/i.test(text) ||
  (text.match(/(\+|\b0)[1-9][\d /()-]{6,}\d/g) || []).some(found => found.replace(/\D/g, '').length > 8);
export const showDraft = () => {
  const n = size(stored(field.value));
  $('count').hidden = false;
  put($('count'), n + '/500');
  $('count').className = n > 500 ? 'long' : '';
  const warn = personal(field.value) ? texts.personal : '';
  put($('warn'), warn);
  put(button, warn ? texts.anyway : texts.send);
  radios.forEach(radio => { radio.closest('label').classList.toggle('on', radio.checked); });
  if (question()) $('ask').classList.remove('ask');
};
const clearField = () => { field.value = ''; draft = uuid(); saveDraft(); showDraft(); };

form.noValidate = true;
form.addEventListener('submit', event => {
  event.preventDefault();
  const text = field.value.trim(), kept = stored(text);
  if (isBlank(kept)) { say(texts.empty, 'bad'); field.focus(); return; }
  if (!question()) { say(texts.choose, 'bad'); $('ask').classList.add('ask'); radios[0].focus(); return; }
  if (segmenter && isTooLong(kept, size(kept))) { say(texts.long, 'bad'); field.focus(); return; }
  const same = outbox.find(draft);
  if (same.id || itemOf(draft)) {
    const there = same.text || textOf(itemOf(draft));
    if (stored(there) === kept) { clearField(); return; }
    draft = uuid();
  }
  outbox.add({ id: draft, table: body.dataset.table, question: question(), text, lang, at: Date.now(), state: 'waiting' });
  clearField();
});
// Leaving the field, as a finger does that presses the button, may end a word: then too the button stays where it is.
['input', 'change'].forEach(name => { form.addEventListener(name, () => { saveDraft(); calm(showDraft); }); });

// What is not sent goes back into the field, or away, or is tried at once.
list.addEventListener('click', event => {
  // A translated button holds more than its text.
  const item = event.target.closest('li'), pressed = event.target.closest('.acts button');
  if (!item || !pressed) return;
  const id = item.dataset.id, card = outbox.find(id), act = pressed.classList;
  if (act.contains('retry')) { outbox.retry(id); return; }
  // An answer may have come in the same moment: then the server keeps it.
  if (card.id && !outbox.discard(id)) return;
  if (act.contains('edit') && card.id) {
    field.value = (field.value.trim() ? field.value + '\n' : '') + card.text;
    choose(card.question);
    draft = uuid(); form.hidden = false; saveDraft(); showDraft(); field.focus();
  } else say(texts.gone);
  item.remove();
});
