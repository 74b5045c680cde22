/** The programs' own sources, put in when the page is built. */
const texts = import.meta.glob<string>(
  ["../*/*.py", "../*/*.ts", "../carry-out.ts", "!../*/*.test.ts", "!../listings/*"],
  { query: "?raw", import: "default", eager: true },
);

/** The text of a source, named from `packages/programs/src/`; undefined if there is none. */
export const sourceText = (file: string): string | undefined => texts[`../${file}`];
