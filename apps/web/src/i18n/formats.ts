import type { Lang } from "../store/index.ts";

const LOCALES: Readonly<Record<Lang, string>> = { en: "en-GB", zh: "zh-CN" };

/** `12,345`: both languages group digits in the same way. */
const COUNT = new Intl.NumberFormat("en");
export const countText = (count: number): string => COUNT.format(count);

const ONE_DIGIT = { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false };
const MEBIBYTES = new Intl.NumberFormat("en", ONE_DIGIT);

/** The size of a file in bytes, in whole KiB or in MiB with one digit: `12 KiB`, `1.5 MiB`. */
export const fileSizeText = (bytes: number): string =>
  bytes < 1024 ** 2
    ? `${Math.max(1, Math.round(bytes / 1024))} KiB`
    : `${MEBIBYTES.format(bytes / 1024 ** 2)} MiB`;

/** An instant by the wall clock, in this machine's time zone. @param wall ms since 1970, or ISO 8601 */
export const dateTimeText = (lang: Lang, wall: number | string): string =>
  new Intl.DateTimeFormat(LOCALES[lang], { dateStyle: "medium", timeStyle: "medium" }).format(
    new Date(wall),
  );
