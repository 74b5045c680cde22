import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Creates a folder and its missing parents. Throws the system's error. Node's own `recursive` is
 * not used: it retries for ever in a file system that allows no folders, such as /proc.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another Sockscope may have created it meanwhile.
    if (!existsSync(folder)) throw error;
  }
}
