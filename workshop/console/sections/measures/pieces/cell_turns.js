// What this tab has stored, so that it can be taken back and done again: of each cell what stood there before and after.
// Kept by the tab across a reload. Whether something else stands there by now the server says.

const MOST = 50;
const place = () => `workshop-turns:${location.pathname}`;

export const keptSteps = () => {
  try {
    const { back, again } = JSON.parse(sessionStorage.getItem(place()));
    return { back, again };
  } catch {
    return { back: [], again: [] };
  }
};

const keep = (steps) => {
  try {
    sessionStorage.setItem(place(), JSON.stringify(steps));
  } catch {
    // Nothing is kept here: it holds as long as the page is open.
  }
  return steps;
};

const next = ({ back, again }) => 1 + Math.max(0, ...[...back, ...again].map((step) => step.id));

// What was taken back before can no longer be done again, as everywhere.
export const withStep = (steps, step) => keep({ back: [...steps.back, { ...step, id: next(steps) }].slice(-MOST), again: [] });

// A step that was turned stands in the other list; one that could not be is gone.
export const withoutStep = (steps, way, id, isTurned) => {
  const other = way === "back" ? "again" : "back";
  const turned = steps[way].filter((step) => isTurned && step.id === id);
  return keep({ [way]: steps[way].filter((step) => step.id !== id), [other]: [...steps[other], ...turned] });
};

// The way that a key asks for, unless it belongs to words that are just being typed.
export const wayOf = (event, isTyping) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping) return "";
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "again" : "back";
  return key === "y" && event.ctrlKey && !event.shiftKey ? "again" : "";
};
