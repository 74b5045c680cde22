import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fromRoot } from "../root.mjs";

/** A file of the repository. */
export interface SourceFile {
  /** From the repository's folder, with `/` between its parts. */
  readonly path: string;
  readonly text: string;
}

const SOURCE = /\.(tsx?|mjs|py)$/;

/** Where an entry lies: in a workspace, or in a folder at the top. */
const FOLDERS = ["scripts", "bench", "e2e"];
const WORKSPACES = ["packages", "apps"];

/** Every source file of the repository, tests included. */
export function readSources(): readonly SourceFile[] {
  const inWorkspaces = WORKSPACES.flatMap((group) =>
    readdirSync(fromRoot(group)).map((name) => `${group}/${name}/src`),
  );
  return [...inWorkspaces, ...FOLDERS].flatMap((folder) =>
    readdirSync(fromRoot(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({
        path: path.slice(fromRoot().length).split(sep).filter(Boolean).join("/"),
        text: readFileSync(path, "utf8"),
      })),
  );
}

/** `packages/trace` for a file of a workspace, `bench` for one of another folder. */
export const roomOf = (path: string): string =>
  path
    .split("/")
    .slice(0, WORKSPACES.some((group) => path.startsWith(`${group}/`)) ? 2 : 1)
    .join("/");
