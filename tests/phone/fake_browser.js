// What the outbox needs of a browser, with the test as its clock, network, storage and chance.
globalThis.window = globalThis;
const browser = {
  now: 1_000_000,
  timers: [],
  requests: [],
  storage: new Map(),
  isStorageDenied: false,
  isOpen: true,
  chance: 0.5,
  ids: 0,
  tabs: [],
};

Date.now = () => browser.now;
Math.random = () => browser.chance;
globalThis.setTimeout = (run, ms) => {
  browser.ids += 1;
  browser.timers.push({ id: browser.ids, at: browser.now + ms, run });
  return browser.ids;
};
globalThis.clearTimeout = (id) => {
  browser.timers = browser.timers.filter((timer) => timer.id !== id);
};
// Runs one timer that is due until then, so that promises are settled between two; says whether there was one.
browser.fire = (until) => {
  const due = browser.timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at || a.id - b.id)[0];
  if (due) {
    clearTimeout(due.id);
    browser.now = Math.max(browser.now, due.at);
    due.run();
  } else browser.now = until;
  return Boolean(due);
};

globalThis.crypto = {
  getRandomValues(bytes) {
    browser.ids += 1;
    return bytes.map((_, at) => Math.floor(browser.ids / 256 ** (at % 2)) % 256);
  },
};

const storage = () => {
  if (browser.isStorageDenied) throw new Error("denied");
  return browser.storage;
};
globalThis.localStorage = {
  getItem: (key) => storage().get(key) ?? null,
  setItem: (key, value) => storage().set(key, String(value)),
  removeItem: (key) => storage().delete(key),
  key: (at) => [...storage().keys()][at] ?? null,
  get length() {
    return storage().size;
  },
};

globalThis.AbortController = class {
  signal = {};
  abort() {
    this.signal.stop?.(new Error("aborted"));
  }
};
globalThis.fetch = (address, { method, body, signal }) =>
  new Promise((resolve, reject) => {
    signal.stop = reject;
    browser.requests.push({ address, method, body, at: browser.now, resolve, reject });
  });
browser.answer = (at, status, text, headers) => {
  browser.requests[at].resolve({
    status,
    headers: { get: (name) => headers[name] ?? null },
    json: async () => JSON.parse(text),
  });
};

browser.openTab = () => {
  const told = [];
  const tell = (what) => (...said) => told.push([what, ...JSON.parse(JSON.stringify(said))]);
  const store = openStore("w:abc:");
  const outbox = openOutbox({
    store,
    address: "/j/abc/entries",
    token: "token of the page",
    isOpen: () => browser.isOpen,
    changed: tell("changed"),
    kept: tell("kept"),
    sent: tell("sent"),
    early: tell("early"),
    refused: tell("refused"),
  });
  return browser.tabs.push({ store, outbox, told }) - 1;
};
// Its timers and its requests end with a page; what is stored stays.
browser.closeTabs = () => {
  browser.timers = [];
};
