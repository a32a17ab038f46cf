// The column with clock and held cards: on small screens a strip at the top opens it and closes it again.
(() => {
  "use strict";

  const root = document.documentElement;
  const isOpen = () => root.dataset.column === "open";

  const show = (opens) => {
    const toggle = document.querySelector("[data-column-toggle]");
    const column = toggle && document.getElementById(toggle.getAttribute("aria-controls"));
    if (!column) return;
    if (opens) root.dataset.column = "open";
    else delete root.dataset.column;
    toggle.setAttribute("aria-expanded", String(opens));
    if (opens) {
      root.style.setProperty("--strip-end", `${toggle.closest(".strip").getBoundingClientRect().bottom}px`);
      column.focus({ preventScroll: true });
    } else if (column.contains(document.activeElement) || document.activeElement === document.body) toggle.focus();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-column-toggle]")) show(!isOpen());
    // Who goes to another place wants to see it.
    else if (isOpen() && event.target.closest?.(".sidenav a, .phases button")) show(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen() || event.defaultPrevented) return;
    if (!document.querySelector("dialog[open], [role=menu]")) show(false);
  });
})();
