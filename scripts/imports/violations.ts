import { dirname, join } from "node:path/posix";
import type { Edge } from "./find-circle.ts";
import type { ParsedFile } from "./references.ts";
import type { Row } from "./row.ts";
import { IMPORT_TABLE, IN_TESTS } from "./table.ts";

/** Tests, and what only they import. */
const isTest = (path: string) => /\.(test|fixture)\.tsx?$/.test(path);

/** The row that a path belongs to and the concrete folder (or file) that its pattern stands for. */
function areaOf(path: string): { readonly row: Row; readonly folder: string } | undefined {
  const parts = path.split("/");
  let best: { readonly row: Row; readonly folder: string } | undefined;
  for (const row of IMPORT_TABLE) {
    const wanted = row.area.split("/");
    // A `*` stands for a folder, so the file's own name never matches one.
    const fits = wanted.every(
      (part, i) => parts[i] === part || (part === "*" && i < parts.length - 1),
    );
    if (fits && wanted.length > (best?.row.area.split("/").length ?? 0)) {
      best = { row, folder: parts.slice(0, wanted.length).join("/") };
    }
  }
  return best;
}

function matches(entry: string, specifier: string): boolean {
  const [before, after] = entry.split("*");
  if (before === undefined) return false;
  if (after !== undefined) {
    return (
      specifier.startsWith(before) &&
      specifier.endsWith(after) &&
      specifier.length > before.length + after.length
    );
  }
  // A workspace package is entered only by the entries that the table names.
  const own = entry.startsWith("@sockscope/");
  return specifier === entry || (!own && specifier.startsWith(`${entry}/`));
}

const anyMatches = (entries: readonly string[], specifier: string) =>
  entries.some((entry) => matches(entry, specifier));

function allows(path: string, specifier: string): boolean {
  const from = areaOf(path);
  if (from === undefined) return false;
  if (specifier.startsWith(".")) {
    const to = areaOf(join(dirname(path), specifier));
    if (to === undefined) return false;
    if (to.folder === from.folder || from.row.may.includes(to.row.area)) return true;
    return isTest(path) && from.row.inTests?.includes(to.row.area) === true;
  }
  if (isTest(path) && anyMatches(IN_TESTS, specifier)) return true;
  if (anyMatches(from.row.mayNot ?? [], specifier)) return false;
  return anyMatches(from.row.may, specifier);
}

/** What one file does against the table, a sentence each; empty when all is well. */
export function violationsIn({ path, references, identifiers }: ParsedFile): readonly string[] {
  const area = areaOf(path);
  if (area === undefined) return [`${path}: belongs to no row of the import table`];
  const found: string[] = [];
  for (const { specifier, line } of references) {
    if (specifier === null) found.push(`${path}:${line}: imports a computed name`);
    else if (!allows(path, specifier)) found.push(`${path}:${line}: may not import "${specifier}"`);
  }
  if (isTest(path)) return found;
  for (const name of area.row.without ?? []) {
    const line = identifiers.get(name);
    if (line !== undefined) found.push(`${path}:${line}: may not name ${name}`);
  }
  return found;
}

/** The workspace packages that a file's package leans on: `packages/x` and `@sockscope/y` names. */
export function packageEdges({ path, references }: ParsedFile): readonly Edge[] {
  const from = `@sockscope/${path.split("/")[1]}`;
  return references.flatMap(({ specifier }): readonly Edge[] => {
    const to = /^@sockscope\/[^/]+/.exec(specifier ?? "")?.[0];
    return to === undefined ? [] : [[from, to]];
  });
}
