import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";
import type { CallSite } from "@sockscope/protocol";
import type { Position } from "./stack-position.ts";

/**
 * Finds the line of the source that stands behind a place in a built script, by the source map
 * beside it. A script without a map has none: then nothing is said rather than something wrong.
 */
export class SourceLines {
  readonly #folder: string;
  /** Of each script: its map (null: there is none), and what was found by its line and column. */
  readonly #scripts = new Map<string, Script>();

  /** @param folder only sources under it count, as "packages/programs/src/"; files are named from it */
  constructor(folder: string) {
    this.#folder = folder;
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
    const script = { map: readMap(url), found: new Map() };
    this.#scripts.set(url, script);
    return script;
  }
}

interface Script {
  readonly map: SourceMap | null;
  readonly found: Map<string, CallSite | null>;
}

function readMap(url: string): SourceMap | null {
  try {
    const text = readFileSync(`${fileURLToPath(url)}.map`, "utf8");
    return new SourceMap(JSON.parse(text) as SourceMapPayload);
  } catch (error) {
    // A build without maps, or sources that run as they are.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
