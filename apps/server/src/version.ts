import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The version in the nearest package.json of Sockscope above `url`, bundled or not. */
export function readVersion(url: string): string {
  for (let folder = dirname(fileURLToPath(url)); ; folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (existsSync(path)) {
      const found: unknown = JSON.parse(readFileSync(path, "utf8"));
      if (isOurs(found)) return found.version;
    }
    if (dirname(folder) === folder) return "unknown";
  }
}

const isOurs = (found: unknown): found is { version: string } =>
  typeof found === "object" &&
  found !== null &&
  "name" in found &&
  found.name === "sockscope" &&
  "version" in found &&
  typeof found.version === "string";
