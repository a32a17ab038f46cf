// What is drawn by lot: ids, and waits that keep many phones from asking in the same moment.
export const jitter = ms => ms * (.5 + Math.random());
export const uuid = () => {
  const b = crypto.getRandomValues(new Uint8Array(16));
  // biome-ignore lint/suspicious/noBitwiseOperators: version and variant are single bits
  b[6] = b[6] & 15 | 64; b[8] = b[8] & 63 | 128;
  const hex = [...b].map(n => (n + 256).toString(16).slice(1)).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.*)/, '$1-$2-$3-$4-$5');
};
