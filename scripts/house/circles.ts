import { dirname, join } from "node:path/posix";
import { readSource } from "../imports/references.ts";
import type { Edge } from "./find-circle.ts";
import type { SourceFile } from "./sources.ts";

/**
 * The imports between the given files by relative paths. Type imports count: whoever reads one file of a
 * circle has to read all of it, whatever is left of it when it runs.
 */
export function fileEdges(files: readonly SourceFile[]): readonly Edge[] {
  const paths = new Set(files.map(({ path }) => path));
  const scripts = files.filter(({ path }) => !path.endsWith(".py"));
  return scripts.flatMap(({ path, text }) =>
    readSource(path, text).references.flatMap(({ specifier }): readonly Edge[] => {
      if (specifier?.startsWith(".") !== true) return [];
      const to = join(dirname(path), specifier.replace(/\?.*$/, ""));
      return paths.has(to) ? [[path, to]] : [];
    }),
  );
}
