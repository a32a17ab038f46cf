// Drafts: what was typed into a form and not stored stays in this tab, and comes back with its form.
(() => {
  "use strict";

  const PLACE = `workshop-draft:${location.pathname}:`;
  // What a form held before anybody typed.
  const before = new WeakMap();

  // What a draft began with, where that is no longer what is stored.
  const began = new WeakMap();

  const kept = (key) => {
    try {
      const found = JSON.parse(sessionStorage.getItem(PLACE + key));
      return found && (found.typed ? found : { typed: found, base: null });
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
    const typed = window.workshopForm(form);
    if (JSON.stringify(typed) === before.get(form)) sessionStorage.removeItem(PLACE + form.dataset.draft);
    else {
      const base = { ...JSON.parse(before.get(form)), ...began.get(form) };
      sessionStorage.setItem(PLACE + form.dataset.draft, JSON.stringify({ typed, base }));
    }
  };

  // What was chosen for one card holds for the next: the fields that a form names in `data-remember`.
  const choiceOf = (form) => `workshop-choice:${location.pathname}:${form.dataset.draft}`;
  const remember = (form) => {
    const values = window.workshopForm(form);
    const names = form.dataset.remember?.split(" ") ?? [];
    if (names.length) sessionStorage.setItem(choiceOf(form), JSON.stringify(Object.fromEntries(names.map((name) => [name, values[name] ?? []]))));
  };
  const recall = (form) => {
    const stored = form.dataset.remember && sessionStorage.getItem(choiceOf(form));
    if (stored) fill(form, { ...window.workshopForm(form), ...JSON.parse(stored) });
  };

  // A card gets its id here, so that one that is sent twice is stored once.
  const giveId = (form, id) => {
    const field = form.querySelector("[data-fresh-id]");
    if (!field) return;
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    field.value = id ?? hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
  };

  // The card with this text is stored: its form is empty for the next one, but for what was typed meanwhile.
  const next = (form, text) => {
    const field = form.querySelector("textarea");
    const rest = field.value.startsWith(text) ? field.value.slice(text.length) : field.value;
    field.value = "";
    giveId(form);
    before.set(form, JSON.stringify(window.workshopForm(form)));
    field.value = rest;
    keep(form);
    field.focus();
  };

  const same = (one, other) => {
    const plain = (texts) => JSON.stringify((texts ?? []).map((text) => text.replaceAll("\r\n", "\n").trim()).filter(Boolean));
    return plain(one) === plain(other);
  };

  // A draft over what is stored now: fields that nobody touched here stay as others stored them.
  const laidOver = (form, { typed, base }, now) => {
    const values = {};
    const both = {};
    for (const name of Object.keys({ ...typed, ...base, ...now })) {
      const [mine, was, stored] = [typed[name] ?? [], base[name] ?? [], now[name] ?? []];
      if (same(mine, was)) values[name] = stored;
      else if (form.querySelector(`[type=checkbox][name="${CSS.escape(name)}"]`)) {
        values[name] = [...stored.filter((each) => mine.includes(each) || !was.includes(each)), ...mine.filter((each) => !was.includes(each))];
      } else {
        values[name] = mine;
        if (!same(stored, was) && !same(stored, mine)) both[name] = was;
      }
    }
    return { values, both };
  };

  // What others stored meanwhile comes into the fields that nobody touched here.
  const renew = (form, stored) => {
    const first = JSON.parse(before.get(form));
    const present = window.workshopForm(form);
    for (const name of Object.keys(stored)) {
      if (!same(present[name], first[name]) || same(stored[name], first[name])) continue;
      present[name] = stored[name];
      first[name] = stored[name];
    }
    fill(form, present);
    before.set(form, JSON.stringify(first));
    keep(form);
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
    values: (key) => kept(key)?.typed ?? {},
    restore: (form) => {
      const draft = kept(form.dataset.draft);
      giveId(form, draft?.typed.card?.[0]);
      recall(form);
      form.nextCard = (text) => next(form, text);
      form.renewFields = (stored) => renew(form, stored);
      const now = window.workshopForm(form);
      before.set(form, JSON.stringify(now));
      if (draft) {
        const { typed, base } = { typed: draft.typed, base: draft.base ?? now };
        const { values, both } = laidOver(form, { typed, base }, now);
        fill(form, values);
        began.set(form, both);
        if (Object.keys(both).length) form.dispatchEvent(new CustomEvent("stale", { detail: { typed, base } }));
      }
      announce();
    },
  };

  const noteTyping = (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form && before.has(form)) keep(form);
  };
  document.addEventListener("input", noteTyping);
  document.addEventListener("change", noteTyping);
  document.addEventListener("close", announce, true);
  document.addEventListener("submit", (event) => remember(event.target), true);
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  // One of two versions of a field is taken.
  document.addEventListener("click", (event) => {
    const put = event.target.closest?.("[data-put]");
    if (!put) return;
    const { name, value } = JSON.parse(put.dataset.put);
    const form = put.closest("form");
    fill(form, { ...window.workshopForm(form), [name]: [value] });
    delete began.get(form)?.[name];
    for (const each of put.closest("fieldset").querySelectorAll("[data-put]")) each.setAttribute("aria-pressed", String(each === put));
    form.querySelector(`[name="${CSS.escape(name)}"]`)?.dispatchEvent(new Event("input", { bubbles: true }));
  });
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
