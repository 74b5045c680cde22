import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder, whatever the current one is. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * An absolute path from parts below the repository's folder.
 * @param {readonly string[]} parts
 */
export const fromRoot = (...parts) => join(root, ...parts);
