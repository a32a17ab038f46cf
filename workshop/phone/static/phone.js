// The phone page: keeps the draft, sends cards from the outbox, follows the evening. These modules are joined into one
// script when the server starts; ES2019, which old phones know.
import { drawAll, outbox, refreshMine } from './cards.js';
import { jitter } from './chance.js';
import { loadDraft, showDraft } from './draft.js';
import { hush, listen, showPhase, sit, tick } from './evening.js';
import { $, doc, prefix } from './page.js';

addEventListener('online', () => { outbox.wakeUp(); listen(); });
addEventListener('pageshow', event => { drawAll(); outbox.wakeUp(); if (event.persisted) { hush(); listen(); } });
addEventListener('pagehide', () => { outbox.unlock(); hush(); });
addEventListener('storage', event => {
  if (event.key === prefix + 'mine') refreshMine(jitter(1200));
  if (event.key && event.key.startsWith(prefix + 'card:')) { drawAll(); outbox.check(); }
});
doc.addEventListener('visibilitychange', () => {
  if (doc.hidden) { hush(); return; }
  outbox.wakeUp(); listen();
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

sit();
loadDraft();
drawAll();
if (outbox.cards().some(card => card.state === 'sent')) refreshMine(jitter(1200));
showDraft();
showPhase();
tick();
listen();
