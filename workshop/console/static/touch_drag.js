// Drag by finger in a list of topics: a long press takes a topic or a card, the finger carries it, letting go drops it.
// Browsers that drag by touch themselves do it each in their own way, some not at all; every drag has a twin in the menu.
(() => {
  "use strict";

  const PRESS_MS = 400;
  const SLIP_PX = 10; // a finger never rests quite still; more than this is scrolling
  const EDGE_PX = 70; // so near to the edge the list scrolls along
  const OTHER_USE = "input, textarea, select, label, a, .topic-actions, .more, [role=menu]";
  let drag = null;

  const scrollerOf = (element) => {
    for (let each = element; each; each = each.parentElement)
      if (/(auto|scroll)/.test(getComputedStyle(each).overflowY) && each.scrollHeight > each.clientHeight) return each;
    return document.scrollingElement;
  };

  const start = () => {
    const { element, x, y } = drag;
    drag.isHeld = true;
    const box = element.getBoundingClientRect();
    const ghost = element.cloneNode(true);
    // What is copied is only to be seen: no second element with the same ids, names or places to drop.
    for (const each of [ghost, ...ghost.querySelectorAll("*")])
      for (const name of ["id", "name", "data-drop", "data-row", "data-entry-id", "data-group-id", "data-act"])
        each.removeAttribute(name);
    ghost.classList.add("drag-ghost");
    ghost.setAttribute("aria-hidden", "true");
    ghost.style.inlineSize = `${box.width}px`;
    element.closest(".console").append(ghost);
    drag.ghost = ghost;
    drag.scroller = scrollerOf(element.closest("[data-sorting]"));
    window.workshopDrag.begin(element);
    window.getSelection()?.removeAllRanges();
    navigator.vibrate?.(20);
    drag.rolling = setInterval(roll, 30);
    move(x, y);
  };

  const roll = () => {
    if (!drag?.isHeld) return;
    const by = drag.y < EDGE_PX ? -12 : drag.y > innerHeight - EDGE_PX ? 12 : 0;
    if (!by) return;
    drag.scroller.scrollBy(0, by);
    window.workshopDrag.over(document.elementFromPoint(drag.x, drag.y));
  };

  const move = (x, y) => {
    Object.assign(drag, { x, y });
    drag.ghost.style.transform = `translate(${x + 8}px, ${y + 8}px)`;
    window.workshopDrag.over(document.elementFromPoint(x, y));
  };

  const end = (isDropped) => {
    if (!drag) return;
    clearTimeout(drag.timer);
    clearInterval(drag.rolling);
    const { isHeld, ghost, x, y } = drag;
    drag = null;
    ghost?.remove();
    if (isHeld) window.workshopDrag.end(isDropped ? document.elementFromPoint(x, y) : null);
  };

  document.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    if (drag || !event.isPrimary) return end(false);
    const element = event.target.closest("[data-sorting] [draggable=true]");
    if (!element || event.target.closest(OTHER_USE)) return;
    drag = { element, pointer: event.pointerId, x: event.clientX, y: event.clientY, timer: setTimeout(start, PRESS_MS) };
  });
  document.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.pointer) return;
    if (drag.isHeld) move(event.clientX, event.clientY);
    else if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > SLIP_PX) end(false);
  });
  document.addEventListener("pointerup", (event) => event.pointerId === drag?.pointer && end(true));
  document.addEventListener("pointercancel", (event) => event.pointerId === drag?.pointer && end(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && end(false));
  // While something is held the finger scrolls nothing, opens no menu of the browser, and its end is no click.
  const keepStill = (event) => {
    if (drag?.isHeld && event.cancelable) event.preventDefault();
  };
  document.addEventListener("touchmove", keepStill, { passive: false });
  document.addEventListener("touchend", keepStill, { passive: false, capture: true });
  document.addEventListener("contextmenu", (event) => drag && event.preventDefault());
  // The browser's own drag would cancel the finger.
  document.addEventListener("dragstart", (event) => drag && event.preventDefault(), true);
})();
