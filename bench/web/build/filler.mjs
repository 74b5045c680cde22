import { gzipSync } from "node:zlib";

const NAME = "virtual:filler";

/**
 * A plugin: `virtual:filler` is a module of functions that nobody calls, of so many bytes compressed.
 * @param {number} bytes
 * @returns {import("vite").Plugin}
 */
export function filler(bytes) {
  return {
    name: "filler",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? functionsOf(bytes) : undefined),
  };
}

/** @param {number} bytes */
function functionsOf(bytes) {
  const sample = gzipSync(functions(2000)).length / 2000;
  return `globalThis.filler = [${functions(Math.max(0, Math.round(bytes / sample)))}];`;
}

/** The same ones in each build. @param {number} count */
function functions(count) {
  let seed = 1;
  const random = (/** @type {number} */ below) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  const word = () => `${SYLLABLES[random(24)]}${SYLLABLES[random(24)]}${SYLLABLES[random(24)]}`;
  let text = "";
  for (let i = 0; i < count; i += 1)
    text += `(a,b)=>{const c=a.${word()}+b*${random(900)};if(c>${random(90)})return a.${word()}(b,"${word()} ${word()}");for(const d of a.${word()})b+=d.${word()};return c===${random(9)}?b:a.${word()}},\n`;
  return text;
}

const SYLLABLES =
  "ba de ki lo mu na pe ri so tu va we xi yo za bri cla dro fle gna pri sto tra qu".split(" ");
