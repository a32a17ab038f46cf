// What was typed into cells and is not stored: this tab keeps it until the server has it or somebody throws it away.

const place = () => `workshop-cell:${location.pathname}:`;

// Browser and server may end lines and texts differently.
const plain = (text) => text.replaceAll("\r\n", "\n").trim();
export const same = (one, other) => plain(one) === plain(other);

// Somebody else stored something else there since this was begun.
export const isBehind = (draft, stored) => !draft.done && !same(draft.base, stored) && !same(draft.text, stored);

// `sent` is what is on its way to the server, `null` if nothing is; `wants`: it is to be stored, and not only kept.
export const begun = (stored) => ({ text: stored, base: stored, sent: null, wants: false, done: false, note: "" });

export const keep = (cell, draft) => {
  try {
    if (draft) sessionStorage.setItem(place() + cell, JSON.stringify(draft));
    else sessionStorage.removeItem(place() + cell);
  } catch {
    // Nothing is kept here: it holds as long as the page is open.
  }
};

export const kept = () => {
  const found = {};
  try {
    for (let at = 0; at < sessionStorage.length; at += 1) {
      const name = sessionStorage.key(at);
      if (!name.startsWith(place())) continue;
      found[name.slice(place().length)] = { ...begun(""), ...JSON.parse(sessionStorage.getItem(name)) };
    }
  } catch {
    // As above.
  }
  return found;
};

// What becomes of a draft when the server has answered to what was sent of it.
export const answered = (draft, { text, state, words, now }) => {
  const rest = { ...draft, sent: null, note: state === "refused" ? words : "", wants: draft.wants && state === "stored" };
  if (state !== "stored") return rest;
  return { ...rest, base: now ?? text, done: same(draft.text, text) };
};
