import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it that are missing; throws what the system says. Not Node's own
 * `recursive`: that tries for ever where a file system lets no folder be made, as in /proc.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another Sockscope may have been quicker.
    if (!existsSync(folder)) throw error;
  }
}
