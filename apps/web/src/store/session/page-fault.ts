import { store } from "../store.ts";

/** Tells of an exception of the page's own, for what it is; the console has all of it. */
export function reportFault(error: unknown): void {
  reportError(error);
  store.getState().tell({ code: "page-failed" });
}

/**
 * Whether an `import()` failed because the code could not be fetched, as the browsers say it; any
 * other error was thrown by the code itself.
 */
export const isUnfetched = (error: unknown): boolean =>
  error instanceof TypeError && /module/i.test(error.message);
