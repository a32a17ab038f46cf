// What a page of the console does by itself: read forms, keys in menus and lists, drag and drop.
(() => {
  "use strict";

  // A key that an input method works with (pinyin, kana, hangul …) is part of the word, for every handler of a page.
  // Safari ends the word before it tells the key, so only the old code 229 says so.
  const ofInputMethod = (event) => event.isComposing || event.keyCode === 229;
  for (const name of ["keydown", "keyup"])
    window.addEventListener(name, (event) => ofInputMethod(event) && event.stopImmediatePropagation(), true);

  window.workshopForm = (form) => {
    const values = {};
    for (const [name, value] of form ? new FormData(form) : []) {
      values[name] ??= [];
      values[name].push(String(value));
    }
    return values;
  };

  // What was clicked inside a list, told by the ids of the card and the topic around it.
  window.workshopTarget = (event) => {
    const control = event.target.closest("[data-act]");
    if (!control) return null;
    const group = control.closest("[data-group-id]");
    const entry = control.closest("[data-entry-id]");
    return {
      act: control.dataset.act,
      group: group ? Number(group.dataset.groupId) : null,
      entry: entry ? entry.dataset.entryId : null,
      checked: Boolean(control.checked),
    };
  };

  const isTyping = (target) =>
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !/^(checkbox|radio|button)$/.test(target.type ?? "");

  // Whoever speaks to a computer, or hits keys by mistake, switches off on this device what a single letter does anywhere
  // on a page; keys in menus and lists need the focus there.
  let letters = "on";
  const hasLetters = () => {
    try {
      letters = localStorage.getItem("workshop-keys") ?? letters;
    } catch {
      // Nothing is kept here: it holds as long as the page is open.
    }
    return letters === "on";
  };
  window.workshopLetters = (box) => {
    box.checked = hasLetters();
    for (const each of document.querySelectorAll("[data-board-key]"))
      if (box.checked) each.setAttribute("aria-keyshortcuts", "B .");
      else each.removeAttribute("aria-keyshortcuts");
  };
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-letters]")) return;
    letters = event.target.checked ? "on" : "off";
    try {
      localStorage.setItem("workshop-keys", letters);
    } catch {
      // As above.
    }
    window.workshopLetters(event.target);
  });

  const step = (items, present, by) => {
    const at = items.indexOf(present);
    items[(at + by + items.length) % items.length]?.focus();
  };

  const dismiss = (menu) => {
    const opener = document.getElementById(menu.dataset.opener);
    if (menu.contains(document.activeElement)) opener?.focus();
    menu.dispatchEvent(new CustomEvent("dismiss"));
  };

  const keyInMenu = (event, menu) => {
    const items = [...menu.querySelectorAll("[role=menuitem]")];
    if (event.key === "ArrowDown") step(items, document.activeElement, 1);
    else if (event.key === "ArrowUp") step(items, document.activeElement, -1);
    else if (event.key === "Home") items[0]?.focus();
    else if (event.key === "End") items.at(-1)?.focus();
    else if (event.key === "Escape" || event.key === "Tab") dismiss(menu);
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  };

  const rowKeys = { ArrowRight: "open", ArrowLeft: "shut", F2: "rename", ContextMenu: "more", m: "accord", M: "accord" };

  const keyInList = (event, row) => {
    const list = row.closest("[data-sorting]");
    const rows = rowsOf(list);
    if (event.key === "ArrowDown") step(rows, row, 1);
    else if (event.key === "ArrowUp") step(rows, row, -1);
    else if (event.key === "Home") rows[0]?.focus();
    else if (event.key === "End") rows.at(-1)?.focus();
    else if (rowKeys[event.key] || (event.shiftKey && event.key === "F10")) {
      const act = rowKeys[event.key] ?? "more";
      const around = row.closest("[data-entry-id]") ?? row.closest("[data-group-id]");
      list.dispatchEvent(
        new CustomEvent("rowkey", {
          detail: {
            act,
            group: around?.dataset.groupId ? Number(around.dataset.groupId) : null,
            entry: around?.dataset.entryId ?? null,
          },
        }),
      );
    } else return;
    event.preventDefault();
  };

  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("[role=menu]");
    if (menu) return keyInMenu(event, menu);
    const row = event.target.closest?.("[data-row]");
    if (row && event.target === row && !event.ctrlKey && !event.metaKey && !event.altKey) keyInList(event, row);
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !isTyping(event.target)) {
      if (document.querySelector("dialog[open]")) return;
      const key = event.key.toLowerCase();
      const deed = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : null;
      const list = document.querySelector("[data-sorting]");
      if (deed && list) {
        event.preventDefault();
        list.dispatchEvent(new CustomEvent(deed));
      }
    }
    // As presentation clickers send it: all boards to the calm slide, and back.
    const isBoardKey = /^[b.]$/i.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    if (isBoardKey && hasLetters() && !isTyping(event.target) && !document.querySelector("dialog[open], [role=menu]")) {
      const key = document.querySelector("[data-board-key]");
      if (key) event.preventDefault();
      key?.click();
    }
    if (event.target.matches?.("textarea[data-oneline]") && event.key === "Enter") {
      event.preventDefault();
      event.target.form?.requestSubmit();
    }
    if (event.target.closest?.("[data-escape]") && event.key === "Escape") {
      event.preventDefault();
      event.target.closest("[data-escape]").dispatchEvent(new CustomEvent("escape"));
    }
  });

  // When what had the focus goes away (a card moved, a name stored), the focus stays nearby in the list.
  const rowsOf = (list) => [...list.querySelectorAll("[data-row]")].filter((each) => each.offsetParent);
  let lastFocus = null;
  document.addEventListener("focusin", (event) => {
    const list = event.target.closest("[data-sorting]");
    if (!list || event.target.closest("[role=menu]")) return;
    const holder = event.target.closest("[data-entry-id]") ?? event.target.closest("[data-group-id]");
    const row = holder?.querySelector("[data-row]") ?? event.target;
    lastFocus = {
      element: event.target,
      list,
      group: event.target.closest("[data-group-id]")?.dataset.groupId,
      at: rowsOf(list).indexOf(row),
    };
  });
  new MutationObserver(() => {
    if (!lastFocus || lastFocus.element.isConnected || !lastFocus.list.isConnected) return;
    if (document.activeElement && document.activeElement !== document.body) return;
    const rows = rowsOf(lastFocus.list);
    const near = lastFocus.group && lastFocus.list.querySelector(`[data-group-id="${lastFocus.group}"] [data-row]`);
    (near ?? rows[Math.min(Math.max(lastFocus.at, 0), rows.length - 1)])?.focus({ preventScroll: true });
  }).observe(document, { childList: true, subtree: true });

  document.addEventListener("pointerdown", (event) => {
    for (const menu of document.querySelectorAll("[role=menu]")) {
      const opener = document.getElementById(menu.dataset.opener);
      if (!menu.contains(event.target) && !opener?.contains(event.target)) dismiss(menu);
    }
  });

  // Drag and drop; every drag has a twin in the menu.
  let dragged = null;
  const clearMarks = () => {
    for (const each of document.querySelectorAll(".is-target")) each.classList.remove("is-target");
  };

  const targetAt = (element) => {
    const place = element?.closest?.("[data-drop]");
    if (!dragged || !place?.closest("[data-sorting]")) return null;
    if (dragged.kind === "group" && (place.dataset.drop !== "group" || place.dataset.groupId === dragged.id)) return null;
    if (dragged.kind === "entry" && place.contains(dragged.element)) return null;
    return place;
  };

  document.addEventListener("dragstart", (event) => {
    const element = event.target.closest?.("[draggable=true]");
    if (!element?.closest("[data-sorting]")) return;
    begin(element);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  const begin = (element) => {
    const entry = element.closest("[data-entry-id]");
    const group = element.closest("[data-group-id]");
    dragged = entry
      ? { kind: "entry", id: entry.dataset.entryId, element: entry }
      : { kind: "group", id: group.dataset.groupId, element: group };
    document.documentElement.classList.add("is-dragging");
  };
  const over = (element) => {
    const place = targetAt(element);
    clearMarks();
    place?.classList.add("is-target");
    return Boolean(place);
  };
  const drop = (element) => {
    const place = targetAt(element);
    place?.closest("[data-sorting]").dispatchEvent(
      new CustomEvent("dropped", {
        detail: { kind: dragged.kind, id: dragged.id, onto: place.dataset.groupId ?? place.dataset.drop },
      }),
    );
    return Boolean(place);
  };
  const rest = () => {
    dragged = null;
    clearMarks();
    document.documentElement.classList.remove("is-dragging");
  };
  document.addEventListener("dragover", (event) => over(event.target) && event.preventDefault());
  document.addEventListener("drop", (event) => drop(event.target) && event.preventDefault());
  document.addEventListener("dragend", rest);
  // The same by finger (`touch_drag.js`): it drops onto what is below it, or onto nothing.
  window.workshopDrag = {
    begin,
    over,
    end: (element) => {
      drop(element);
      rest();
    },
  };

  document.addEventListener("click", async (event) => {
    const item = event.target.closest?.("[role=menuitem]");
    if (item) document.getElementById(item.closest("[role=menu]").dataset.opener)?.focus();
    const copier = event.target.closest?.("[data-copy]");
    if (copier) {
      const field = document.getElementById(copier.dataset.copy);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy");
      }
      copier.focus({ preventScroll: true });
      copier.textContent = copier.dataset.copied;
    }
    const language = event.target.closest?.("[data-language]");
    if (language) {
      document.cookie = `workshop_lang=${language.dataset.language};path=/;max-age=31536000;samesite=lax`;
      location.reload();
    }
    if (event.target.closest?.("[data-print]")) window.print();
  });

  window.addEventListener("popstate", () => location.reload());
})();
