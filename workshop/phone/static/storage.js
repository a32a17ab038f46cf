// Storage of one dialogue; what the browser does not keep stays in memory as long as the page is open.
export const parse = text => { try { return JSON.parse(text) || {}; } catch { return {}; } };

export const openStore = prefix => {
  const memory = {};
  const store = {
    keeps: true,
    get(key) {
      if (key in memory) return memory[key];
      try { return localStorage.getItem(prefix + key); } catch { return null; }
    },
    set(key, value) {
      try { localStorage.setItem(prefix + key, value); delete memory[key]; store.keeps = true; }
      catch { memory[key] = value; store.keeps = false; }
    },
    del(key) {
      delete memory[key];
      try { localStorage.removeItem(prefix + key); } catch { /* nothing is kept there either */ }
    },
    keys(start) {
      const found = Object.keys(memory);
      try {
        for (let i = 0; i < localStorage.length; i++) {
          const key = localStorage.key(i);
          if (key.startsWith(prefix)) found.push(key.slice(prefix.length));
        }
      } catch { /* what is in memory is all */ }
      return found.filter((key, i) => key.startsWith(start) && found.indexOf(key) === i);
    },
  };
  return store;
};
