import { withChromium } from "./chromium.ts";
import { Host, type Source } from "./host.ts";

/** What a page posts back. */
export type Measured = Readonly<Record<string, unknown>>;

const executable = process.env["BENCH_CHROMIUM"] ?? "chromium";

/**
 * Opens a page of the folder `root` in a browser of its own and gives what it measured.
 * Rejects if the page fails, or gives nothing for 120 s.
 * @param row what it measures
 * @param amount ms, or events, as the row reads it
 */
export async function inPage(
  root: string,
  row: string,
  amount: number,
  source: Source,
): Promise<Measured> {
  const host = new Host(root);
  const port = await host.listen();
  host.source = source;
  const url = `http://127.0.0.1:${port}/?row=${row}&amount=${amount}`;
  try {
    const result = await withChromium(executable, url, () => host.result(120_000));
    const { error } = result as { error?: string };
    if (error !== undefined) throw new Error(`${row}: ${error}`);
    return result as Measured;
  } finally {
    host.close();
  }
}

export const numbers = (result: Measured, name: string): readonly number[] => {
  const found = result[name];
  return Array.isArray(found) ? (found as readonly number[]) : [];
};

export const number = (result: Measured, name: string): number => Number(result[name]);
