// A text as the server stores, measures and refuses it: domain/text.py. tests/texts.toml holds both to the same answers.
const unicode = (source, otherwise) => { try { return new RegExp(source, 'gu'); } catch { return otherwise; } };
// Where the browser cannot tell characters apart: signs with what stands on them, joined pictures, flags.
const onIt = '\\p{M}\\p{EMod}\\u200c\\u0e33\\u0eb3\\u{e0020}-\\u{e007f}';
const signs = unicode('\\p{RI}{2}|[^](?:\\u200d\\p{Extended_Pictographic}|[' + onIt + '\\u200d])*', 0);
const unseen = unicode('[\\p{Z}\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{M}\\u115f\\u1160\\u2800\\u3164\\uffa0]', /\s/g);
const heap = unicode('[\\p{M}\\u200c\\u200d]{31}', /(?!)/);
const spaced = /[^\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/;
// Flags of tags and pairs of surrogates stay; controls, glue, objects and halves of pairs go.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const dropped = /(\ud83c\udff4(?:\udb40[\udc20-\udc7e])+\udb40\udc7f)|\udb40[\udc00-\udcff\uddf0-\udfff]|([\ud800-\udbff][\udc00-\udfff])|[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffc\ufffe\uffff]/g;
export const isHeaped = text => text.search(heap) > -1;
const cleared = text => text
  .replace(/\r\n|[\r\v\f\x85\u2028\u2029]/g, '\n').replace(/\t/g, ' ')
  .replace(/\u200b/g, (z, at, all) => spaced.test(all[at - 1] || ' ') && spaced.test(all[at + 1] || ' ') ? '' : z)
  .replace(dropped, '$1$2');
export const stored = text => {
  const clear = cleared(text);
  return (isHeaped(clear) ? clear : clear.normalize()).trim();
};
export const isBlank = text => !text.replace(unseen, '');
export const openCounter = segmenter => text =>
  (segmenter ? [...segmenter.segment(text)] : text.match(signs || /[\s\S]/g) || []).length;
// Browsers disagree about joined letters of India and Cambodia; there only the server says that a text is too long.
export const isTooLong = (text, count) => [...text].length > 4000 || (count > 500 && !/[\u0900-\u0dff\u1000-\u109f\u1780-\u17ff]/.test(text));
