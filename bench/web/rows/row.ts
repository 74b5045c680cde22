import { fileURLToPath } from "node:url";
import type { Report } from "../report.ts";

/** What a row measures with. */
export interface Bench {
  readonly report: Report;
  /** Each measures ours and its bare counterpart once, one after the other. */
  readonly rounds: number;
  readonly quick: boolean;
  /** Folders of the built pages: ours with what measures it, and the bare counterparts. */
  readonly page: string;
  readonly bare: string;
}

/** A file of this build, which lies in one folder. */
export const built = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** So many rounds; every second one begins with the other, so that neither is always the warm one. */
export async function inTurn(
  rounds: number,
  ours: () => Promise<void>,
  bare: () => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const pair = round % 2 === 0 ? [ours, bare] : [bare, ours];
    for (const measure of pair) await measure();
  }
}
