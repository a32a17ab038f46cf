// The script that builds the page holds all words that the page began with. Once it has run it goes, so that words
// that are erased later stand nowhere in an open page.
document.addEventListener("DOMContentLoaded", () => {
  for (const spent of document.querySelectorAll('script[type="module"]:not([src])')) spent.remove();
});
