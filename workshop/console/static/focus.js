// When a button that has the focus is drawn anew – a phase, the clock, the dots, a held card – the focus stays at its place.
(() => {
  "use strict";

  const PLACES = ".phases, .side-part";
  const CONTROLS = "button, a[href], input, select, textarea, summary";
  const controlsOf = (place) => [...place.querySelectorAll(CONTROLS)].filter((each) => each.checkVisibility());
  let last = null;

  document.addEventListener("focusin", (event) => {
    const place = event.target.closest(PLACES);
    if (!place || event.target === place) {
      last = null;
      return;
    }
    const controls = controlsOf(place);
    const { textContent: words } = event.target;
    last = { element: event.target, place, words, at: controls.indexOf(event.target), number: controls.length };
  });

  new MutationObserver(() => {
    if (!last || last.element.isConnected) return;
    const { place, words, at, number } = last;
    last = null;
    if (!place.isConnected || (document.activeElement && document.activeElement !== document.body)) return;
    const controls = controlsOf(place);
    const same = controls.find((each) => words && each.textContent === words);
    // As many as before: the button says something else now. Otherwise the next Tab leads to the first one.
    const goal = same ?? (controls.length === number ? controls[at] : null) ?? place;
    if (goal === place) place.tabIndex = -1;
    goal.focus({ preventScroll: true });
  }).observe(document, { childList: true, subtree: true });
})();
