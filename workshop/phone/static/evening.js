// The evening: phase, round and clock, by events, or by asking where a proxy swallows those.
import { askIfMine, askLater, outbox, showCounts, showLeft, store } from './cards.js';
import { jitter } from './chance.js';
import { $, base, body, button, calm, doc, field, form, halts, isTold, phase, put, say, takes, texts } from './page.js';
import { parse } from './storage.js';

let ends = Date.parse(body.dataset.ends) || 0, pause = body.dataset.pause || '', shift = 0, ticking = 0, stream = null, heard = 0, opened = 0, asking = 0, etag = '', told = 0, isOld = false, isSure = false;
export const tick = () => {
  const left = Math.max(0, pause ? +pause : Math.round((ends - Date.now() - shift) / 1000)), was = told;
  const time = '\u2066' + Math.floor(left / 60) + ':' + ('0' + left % 60).slice(-2) + '\u2069';
  // 120: as the board and the console (`domain/plan.py`).
  told = !ends || left > 120 ? 0 : left ? 1 : 2;
  put($('clock'), !ends && !pause ? '' : (!left ? texts.up : pause ? texts.pause : told ? texts.only : texts.left).replace('#', time));
  if ($('clock')) $('clock').className = told ? 'soon' : '';
  // Said once, when it happens before somebody's eyes.
  if (told > was && ticking) say(told > 1 ? texts.over : texts.last);
  if (!ends) { clearInterval(ticking); ticking = 0; }
  else if (!ticking) ticking = setInterval(tick, 1000);
};
export const showPhase = () => {
  const open = takes(), at = phase(), { shut, table } = body.dataset;
  // Who began before goes on; what was typed stays in sight.
  if (shut) body.dataset.shut = store.get('token') ? '' : field.value ? '2' : '1';
  $('rest').hidden = !open || !halts(table);
  $('sum').hidden = !isTold();
  doc.querySelectorAll('[data-for]').forEach(each => { each.hidden = open || each.dataset.for !== at; });
  if (!halts('+')) put($('window'), '');
  form.hidden = !open && !field.value;
  form.querySelector('fieldset').hidden = button.hidden = !open;
  $('stay').hidden = open || at === 'closed';
  $('late').hidden = open || at !== 'closed';
};
const apply = (state, left) => state.phase && calm(() => {
  if (state.phase !== phase()) {
    const begins = phase() === 'preparation';
    // Dots have a page of their own; what somebody is just writing stays before their eyes.
    if (state.phase === 'weigh' && $('weigh') && !field.value) setTimeout(() => { if (phase() === 'weigh') location.assign($('weigh').href); }, jitter(2000));
    body.dataset.phase = state.phase;
    showPhase();
    outbox.wakeUp();
    if (begins) setTimeout(renew, jitter(2000));
  }
  if (state.round !== +body.dataset.round) {
    const move = $('move') || {}, named = texts.round.replace('#', state.round), { here, round } = body.dataset;
    move.hidden = !!here || state.round < 2 || state.round < round;
    put(move.firstChild, named);
    body.dataset.round = state.round;
    put($('round'), ' · ' + named);
    if ($('round')) $('round').hidden = !state.round;
    if (here) setTimeout(renew, jitter(2000));
    if (texts.then) put($('next'), texts.then[state.round < texts.then[0] ? 1 : 2].replace('#', state.round + 1));
  }
  ends = state.ends_at ? Date.parse(state.ends_at) : 0;
  pause = left || '';
  tick();
  body.dataset.revision = state.revision;
});
const halt = words => calm(() => {
  const was = body.dataset.halt;
  if (words === was) return;
  body.dataset.halt = words;
  showPhase();
  // Of a window the page says until when it is open.
  if ((was + words).includes('+')) setTimeout(renew, jitter(2000));
  outbox.wakeUp();
  // Now the page has a token for whoever is new.
  if (body.dataset.shut && !halts('!')) setTimeout(() => location.reload(), jitter(3000));
});
// What the page around the draft says now: before the start a moderator may still reword tables and questions, and with
// a new round one may sit at another table.
const renew = () => fetch(location.href).then(answer => answer.text()).then(html => {
  const page = new DOMParser().parseFromString(html, 'text/html'), { here, round, table } = page.body.dataset;
  // The process that answered has not heard of the round yet.
  if (round !== body.dataset.round) return Promise.reject();
  Object.assign(texts, parse(page.getElementById('texts').textContent));
  showLeft();
  askIfMine();
  calm(() => doc.querySelectorAll('[data-live]').forEach(old => {
    const fresh = page.querySelector('[data-live="' + old.dataset.live + '"]');
    if (fresh) { put(old, fresh.textContent); if (fresh.lang) { old.lang = fresh.lang; old.dir = fresh.dir; } }
  }));
  // Links keep the seat, and lead on by themselves.
  if (here) calm(() => {
    if (table !== body.dataset.table) { $('move').hidden = false; say($('move').textContent); }
    Object.assign(body.dataset, { here, table });
    doc.title = page.title;
    sit();
    showPhase();
  });
}).catch(() => { if (body.dataset.here && phase() === 'collect') setTimeout(renew, jitter(8000)); });
// The address keeps where one sat down, so that a phone which was away finds its table.
export const sit = () => { if (body.dataset.here) history.replaceState(0, '', body.dataset.here); };
const ask = (began = Date.now()) => fetch(base + '/state', { headers: etag ? { 'If-None-Match': etag } : {} }).then(answer => {
  const date = Date.parse(answer.headers.get('Date'));
  if (date) { shift = date - Date.now(); isSure = true; }
  etag = answer.headers.get('ETag') || '';
  if (answer.status === 404) return answer.json().then(said => { if (said.error === 'dialogue_deleted') location.reload(); });
  return answer.status === 200 ? answer.json().then(state => {
    // An event may have been quicker than this answer.
    if (heard < began || state.revision >= body.dataset.revision) { apply(state, answer.headers.get('Pause')); halt(answer.headers.get('Halt') || ''); }
    askLater();
  }) : 0;
}).catch(() => { /* asked again by itself */ });
// A proxy may let events go late, in part: one that is older than what is known brings nothing but a question.
const doubt = now => { if (now - asking > 4000) { asking = now; ask(); } };
export const listen = () => {
  if (stream || doc.hidden || !window.EventSource) return;
  opened = Date.now();
  const seen = body.dataset.revision;
  stream = new EventSource(base + '/events' + (seen ? '?seen=' + seen : ''));
  stream.addEventListener('state', event => {
    const state = parse(event.data), now = Date.now();
    isOld = state.revision < body.dataset.revision;
    if (isOld) return doubt(now);
    heard = now;
    apply(state);
  });
  stream.addEventListener('pause', event => { if (!isOld) { pause = event.data; tick(); } });
  stream.addEventListener('halt', event => isOld || halt(event.data));
  stream.addEventListener('counts', event => isOld || showCounts(parse(event.data)));
  stream.addEventListener('own', event => askIfMine(event.data));
  stream.addEventListener('now', event => {
    const now = Date.now(), found = event.data - now;
    if (isSure && found < shift - 3000) return doubt(now);
    heard = now;
    shift = found;
    isSure = true;
  });
  stream.onerror = () => { if (stream && stream.readyState === 2) { hush(); ask(); setTimeout(listen, jitter(8000)); } };
};
export const hush = () => { if (stream) { stream.close(); stream = null; } };
const watch = () => {
  if (doc.hidden) return;
  const now = Date.now();
  if (stream && now - Math.max(heard, opened) > 45000) hush();
  if (!stream && now - opened > 20000) listen();
  if (now - Math.max(heard, opened) > 5000 && now - heard > 20000) doubt(now);
};
setInterval(watch, 1000);
