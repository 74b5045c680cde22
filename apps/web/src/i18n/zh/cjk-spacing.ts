const HAN_THEN_LATIN = /\p{Script=Han}\|[A-Za-z0-9]/u;
const LATIN_THEN_HAN = /[A-Za-z0-9]\|\p{Script=Han}/u;

/**
 * A template of Chinese: where a value and its surroundings meet with a Chinese character on one side
 * and a Latin letter or a digit on the other, a space stands between them (客户端 1 出错, not 客户端 1出错).
 * What is inside the values stays as it is.
 */
export function cjkSpacing(
  texts: TemplateStringsArray,
  ...values: readonly (string | number)[]
): string {
  let all = texts[0] ?? "";
  for (const [index, value] of values.entries())
    for (const next of [String(value), texts[index + 1] ?? ""]) {
      if (next === "") continue;
      const seam = `${lastOf(all)}|${[...next][0]}`;
      all += HAN_THEN_LATIN.test(seam) || LATIN_THEN_HAN.test(seam) ? ` ${next}` : next;
    }
  return all;
}

/** The last character; of a pair of surrogates both. */
const lastOf = (text: string): string => [...text.slice(-2)].at(-1) ?? "";
