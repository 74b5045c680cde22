/** The URL of the script that holds the programs: this file's own, or that of its bundle. */
export const SCRIPT = import.meta.url;

/** Where their sources stand, from the repository on. */
export const SOURCES = "packages/programs/src/";
