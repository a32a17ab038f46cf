// A browser that translates the page: it works, and is told once that this is not needed.
import { $, calm, doc, root } from './page.js';

const language = root.lang;
const look = () => {
  if (root.lang === language && !/translated-/.test(root.className) && !doc.querySelector('h1 font')) return;
  watcher.disconnect();
  calm(() => {
    $('foreign').hidden = false;
    const wanted = [...doc.querySelectorAll('.langs a')].find(link => link.lang === root.lang.split('-')[0]);
    if (wanted && root.lang !== language) $('foreign').append(' ', wanted.cloneNode(true));
  });
};
const watcher = new MutationObserver(look);
watcher.observe(root, { attributes: true, attributeFilter: ['class', 'lang'] });
watcher.observe(doc.querySelector('h1'), { childList: true, subtree: true });
look();
