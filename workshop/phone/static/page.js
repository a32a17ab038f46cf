// What every part of the phone page uses: its elements, its texts, its address, and one way to say something.
export const doc = document, body = doc.body, $ = id => doc.getElementById(id);
export const form = $('write'), field = $('text'), list = $('cards'), button = $('send');
export const texts = JSON.parse($('texts').textContent);
export const base = body.dataset.base, root = doc.documentElement;
export const search = location.search.match(/[?&]lang=[^&]*/) ? '?lang=' + root.lang : '';
export const prefix = 'w:' + base.slice(3) + ':';
export const phase = () => body.dataset.phase;

// Once, for eyes and for screen readers.
export const say = text => {
  $('say').textContent = '';
  setTimeout(() => { $('say').textContent = text; }, 60);
};
