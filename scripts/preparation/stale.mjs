import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fromRoot, root } from "../root.mjs";

const TEST = /\.test\.tsx?$/;
const STAMP = fromRoot("dist", "built-from");
const SINGLE = [
  "package-lock.json",
  "tsconfig.json",
  "vite.config.ts",
  join("scripts", "build.mjs"),
  join("scripts", "preparation", "build-configs.mjs"),
];
const IN_WORKSPACE = ["package.json", "index.html", "src", "public"];

/** Every file that the build reads, in a fixed order, relative to the repository. */
function inputs() {
  const files = [...SINGLE];
  /** @param {string} path a folder, relative to the repository */
  const walk = (path) => {
    for (const entry of readdirSync(fromRoot(path), { withFileTypes: true })) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) walk(inner);
      else if (!TEST.test(entry.name)) files.push(inner);
    }
  };
  for (const group of ["packages", "apps"]) {
    for (const workspace of readdirSync(fromRoot(group))) {
      for (const name of IN_WORKSPACE) {
        const path = join(group, workspace, name);
        if (!existsSync(fromRoot(path))) continue;
        if (name.includes(".")) files.push(path);
        else walk(path);
      }
    }
  }
  return files.sort();
}

/**
 * A hash over the names and contents of the build's inputs. Contents, not times: a checkout
 * changes times and a rename changes none.
 */
export function inputsHash() {
  const hash = createHash("sha256");
  for (const path of inputs()) {
    const content = readFileSync(join(root, path));
    hash.update(`${path.split(sep).join("/")}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** The hash that the present build was made from; null when there is no complete build. */
export const builtFrom = () => (existsSync(STAMP) ? readFileSync(STAMP, "utf8") : null);

export const stampPath = STAMP;
