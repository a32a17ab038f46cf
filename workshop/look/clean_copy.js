// What is copied or dragged off a page holds no soft hyphens and no zero-width spaces: here they only say where a
// line may break, elsewhere they spoil searches and addresses. Joiners that scripts need stay.
(() => {
  const unseen = /[\u00ad\u200b]/g;
  const isField = (target) => /^(INPUT|TEXTAREA)$/.test(target?.tagName ?? "");

  const htmlOf = (selection) => {
    const whole = document.createElement("div");
    for (let place = 0; place < selection.rangeCount; place += 1) {
      whole.append(selection.getRangeAt(place).cloneContents());
    }
    return whole.innerHTML;
  };

  const hand = (data) => {
    const selection = window.getSelection();
    if (!selection || selection.isCollapsed) return false;
    data.setData("text/plain", String(selection).replace(unseen, ""));
    data.setData("text/html", htmlOf(selection).replace(unseen, ""));
    return true;
  };

  for (const kind of ["copy", "cut"]) {
    document.addEventListener(kind, (event) => {
      if (!isField(event.target) && hand(event.clipboardData)) event.preventDefault();
    });
  }

  // Only selected text: cards and topics that are dragged in a list say themselves what they are.
  document.addEventListener("dragstart", (event) => {
    if (event.target.nodeType === Node.TEXT_NODE) hand(event.dataTransfer);
  });
})();
