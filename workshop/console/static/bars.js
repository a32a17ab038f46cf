// The lines of phases and places scroll sideways on small screens: what is present there is always in sight.
(() => {
  "use strict";

  const PRESENT = ".phases [aria-current=step], .sidenav [aria-current=page]";
  let shown = [];

  const show = () => {
    const present = [...document.querySelectorAll(PRESENT)];
    if (present.length === shown.length && present.every((each, at) => each === shown[at])) return;
    shown = present;
    for (const each of present) {
      const line = each.closest(".phases, .sidenav");
      const [here, around] = [each, line].map((one) => one.getBoundingClientRect());
      line.scrollLeft += here.left + here.width / 2 - around.left - around.width / 2;
    }
  };
  const all = { attributeFilter: ["aria-current"], childList: true, subtree: true };
  new MutationObserver(show).observe(document, all);
})();
