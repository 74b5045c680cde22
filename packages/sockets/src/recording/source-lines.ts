import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";
import type { CallSite } from "@sockscope/protocol";
import type { Position } from "./stack-position.ts";

/**
 * Finds the source line for a position in a built script, by the source map beside it. A script
 * without a map gives no lines: nothing is better than something wrong.
 */
export class SourceLines {
  readonly #folder: string;
  /** The map of each script (null: there is none), and the results by line and column. */
  readonly #scripts = new Map<string, Script>();

  /**
   * The text of a map that was read at the start, when files can be opened. It is parsed when
   * needed.
   */
  readonly #prepared: { readonly script: string; readonly text: string | null };

  /**
   * @param folder only sources under it count, such as "packages/programs/src/"; files are named
   * from it
   * @param script the URL of the script whose map is read now: later too many files may be open
   */
  constructor(folder: string, script: string) {
    this.#folder = folder;
    this.#prepared = { script, text: readText(script) };
  }

  at({ script, line, column }: Position): CallSite | null {
    const { map, found } = this.#script(script);
    if (map === null) return null;
    const key = `${line}:${column}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const site = this.#look(map, line, column);
    found.set(key, site);
    return site;
  }

  #look(map: SourceMap, line: number, column: number): CallSite | null {
    // The map counts from 0, V8 from 1.
    const entry = map.findEntry(line - 1, column - 1);
    if (!("originalSource" in entry)) return null;
    const at = entry.originalSource.lastIndexOf(this.#folder);
    if (at < 0) return null;
    const file = entry.originalSource.slice(at + this.#folder.length);
    return { file, line: entry.originalLine + 1 };
  }

  #script(url: string): Script {
    const known = this.#scripts.get(url);
    if (known !== undefined) return known;
    const script = { map: this.#read(url), found: new Map() };
    this.#scripts.set(url, script);
    return script;
  }

  #read(url: string): SourceMap | null {
    const { script, text } = this.#prepared;
    const map = url === script ? text : readText(url);
    return map === null ? null : new SourceMap(JSON.parse(map) as SourceMapPayload);
  }
}

interface Script {
  readonly map: SourceMap | null;
  readonly found: Map<string, CallSite | null>;
}

/**
 * The text of a script's map. Null if it is unavailable: a build without maps, sources that run
 * directly, or too many open files. The program then runs without lines.
 */
function readText(url: string): string | null {
  try {
    return readFileSync(`${fileURLToPath(url)}.map`, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}
