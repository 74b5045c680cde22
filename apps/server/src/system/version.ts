import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The fields of package.json that are needed here. */
interface Package {
  readonly version: string;
  readonly engines: { readonly node: string };
}

const UNKNOWN: Package = { version: "unknown", engines: { node: ">=0" } };

/** The nearest package.json of Sockscope above `url`, bundled or not. */
export function readPackage(url: string): Package {
  for (let folder = dirname(fileURLToPath(url)); ; folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (existsSync(path)) {
      const json: unknown = JSON.parse(readFileSync(path, "utf8"));
      if (isOurs(json)) return json;
    }
    if (dirname(folder) === folder) return UNKNOWN;
  }
}

export const readVersion = (url: string): string => readPackage(url).version;

const isOurs = (json: unknown): json is Package =>
  typeof json === "object" && json !== null && "name" in json && json.name === "sockscope";
