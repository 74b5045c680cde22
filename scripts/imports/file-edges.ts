import { dirname, join } from "node:path/posix";
import type { Edge } from "./find-circle.ts";
import type { ParsedFile } from "./references.ts";

/**
 * The imports between the given files by relative paths. Type imports count: a reader of one file of a
 * circle has to read all of them, even if nothing of the circle is left at run time.
 */
export function fileEdges(files: readonly ParsedFile[]): readonly Edge[] {
  const paths = new Set(files.map(({ path }) => path));
  return files.flatMap(({ path, references }) =>
    references.flatMap(({ specifier }): readonly Edge[] => {
      if (specifier?.startsWith(".") !== true) return [];
      const to = join(dirname(path), specifier.replace(/\?.*$/, ""));
      return paths.has(to) ? [[path, to]] : [];
    }),
  );
}
