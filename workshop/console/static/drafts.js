// Drafts: what was typed into a form and not stored stays in this tab, and comes back with its form.
(() => {
  "use strict";

  const PLACE = `workshop-draft:${location.pathname}:`;
  // What a form held before anybody typed.
  const before = new WeakMap();

  const kept = (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(PLACE + key));
    } catch {
      return null;
    }
  };

  const isOpen = (form) => form.isConnected && (form.closest("dialog")?.open ?? true);
  const openKeys = () => new Set([...document.querySelectorAll("form[data-draft]")].filter(isOpen).map((form) => form.dataset.draft));

  const keys = () => {
    const found = [];
    for (let at = 0; at < sessionStorage.length; at += 1) {
      const name = sessionStorage.key(at);
      if (name.startsWith(PLACE)) found.push(name.slice(PLACE.length));
    }
    return found;
  };

  // Tell the page which drafts have no form now; several reasons at once are one message.
  let isAnnounced = true;
  const announce = () => {
    if (!isAnnounced) return;
    isAnnounced = false;
    setTimeout(() => {
      isAnnounced = true;
      const open = openKeys();
      const waiting = keys().filter((key) => !open.has(key));
      document.querySelector("[data-drafts]")?.dispatchEvent(new CustomEvent("drafts", { detail: waiting }));
    }, 50);
  };

  const keep = (form) => {
    const values = JSON.stringify(window.workshopForm(form));
    if (values === before.get(form)) sessionStorage.removeItem(PLACE + form.dataset.draft);
    else sessionStorage.setItem(PLACE + form.dataset.draft, values);
  };

  // What was typed into a fold must be seen again.
  const unfold = (control) => {
    for (let fold = control.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  const fill = (form, values) => {
    for (const control of form.elements) {
      if (!control.name || control.type === "hidden") continue;
      const texts = values[control.name] ?? [];
      if (control.type === "checkbox" || control.type === "radio") {
        const is = texts.includes(control.value);
        if (control.checked !== is) unfold(control);
        control.checked = is;
      } else if (texts.length) {
        if (control.value !== texts[0]) unfold(control);
        control.value = texts[0];
      }
    }
  };

  const forget = (key) => {
    sessionStorage.removeItem(PLACE + key);
    for (const form of document.querySelectorAll("form[data-draft]")) {
      if (form.dataset.draft === key) before.set(form, JSON.stringify(window.workshopForm(form)));
    }
    announce();
  };

  window.workshopDrafts = {
    // The place where drafts are offered; the server says to it which draft is stored.
    begin: (list) => {
      list.forgetDraft = forget;
      announce();
    },
    values: (key) => kept(key) ?? {},
    restore: (form) => {
      before.set(form, JSON.stringify(window.workshopForm(form)));
      const values = kept(form.dataset.draft);
      if (values) fill(form, values);
      announce();
    },
  };

  const typed = (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form && before.has(form)) keep(form);
  };
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("close", announce, true);
  document.addEventListener("click", (event) => {
    const drop = event.target.closest?.("[data-draft-drop]");
    if (drop) forget(drop.dataset.draftDrop);
  });
  // A form that is taken off the page (a name that is left, a place that is left) leaves its draft behind.
  new MutationObserver((changes) => {
    const gone = changes.some((change) =>
      [...change.removedNodes].some((node) => node.nodeType === 1 && (node.matches("form[data-draft]") || node.querySelector("form[data-draft]"))),
    );
    if (gone) announce();
  }).observe(document, { childList: true, subtree: true });
})();
