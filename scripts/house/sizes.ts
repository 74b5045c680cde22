import { dirname } from "node:path/posix";
import type { SourceFile } from "./sources.ts";

export const MAX_LINES = 300;
export const MAX_FILES = 15;

/**
 * Files that the limits do not count: tests, what only tests import, and data that is long because the
 * course and the dictionaries are. Style sheets are no source files at all.
 */
const UNCOUNTED =
  /\.(test|spec|fixture)\.tsx?$|^packages\/lessons\/src\/course\/|^apps\/web\/src\/i18n\/(en|zh)\//;

const counted = (files: readonly SourceFile[]): readonly SourceFile[] =>
  files.filter(({ path }) => !UNCOUNTED.test(path));

/** Lines of a text; a newline at its end begins no line. */
const linesOf = (text: string): number => text.replace(/\n$/, "").split("\n").length;

/** Paths of the files with more than `MAX_LINES` lines. */
export const longFiles = (files: readonly SourceFile[]): readonly string[] =>
  counted(files)
    .filter(({ text }) => linesOf(text) > MAX_LINES)
    .map(({ path }) => path);

/** Folders with more than `MAX_FILES` files directly in them. */
export function crowdedFolders(files: readonly SourceFile[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { path } of counted(files)) {
    const folder = dirname(path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > MAX_FILES).map(([folder]) => folder);
}
