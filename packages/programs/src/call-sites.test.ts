import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, inject, test } from "vitest";
import type { Concurrency, ProgramId } from "./ids.ts";
import { counterpart, type Language, listingOf } from "./listings/index.ts";

interface Said {
  readonly id: ProgramId;
  readonly make?: Concurrency;
  readonly kind: "call.began" | "gate.reached";
  readonly verb: string;
  readonly call: number;
  readonly site?: { readonly file: string; readonly line: number };
}

async function run(...more: readonly string[]): Promise<readonly Said[]> {
  const args = [inject("callSites"), inject("threadWorker"), ...more];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    maxBuffer: 64e6,
  });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Said);
}

const lineOf = (file: string, line: number): string =>
  readFileSync(new URL(file, import.meta.url), "utf8").split("\n")[line - 1] ?? "";

const calls = (language: Language, { id, make, verb }: Said) =>
  listingOf(language, { id, make }, [verb]).calls;

/** Whether a line of the sources makes this call. */
const makesIt = (text: string, verb: string): boolean =>
  text.includes(`.${verb}(`) || text.includes(`.sock_${verb}(`);

describe("in a bundle, as the server is one", () => {
  test("every call tells the line that makes it, and Python's is the same call", async () => {
    const said = await run();
    expect(said.length).toBeGreaterThan(300);
    expect(new Set(said.map(({ id }) => id)).size).toBeGreaterThan(15);
    const wrong = said.filter((one) => {
      const { site, verb } = one;
      if (site === undefined || !makesIt(lineOf(site.file, site.line), verb)) return true;
      const place = counterpart({ ...site, verb }, calls("typescript", one), calls("python", one));
      return place === null || !makesIt(lineOf(place.file, place.line), verb);
    });
    expect(wrong).toEqual([]);
  });

  test("a call at the gate tells it before it begins, and again when it does", async () => {
    const said = await run("gated");
    const began = new Map(
      said.filter(({ kind }) => kind === "call.began").map((one) => [one.call, one]),
    );
    const stood = said.filter(({ kind }) => kind === "gate.reached");
    expect(stood.length).toBeGreaterThan(300);
    const wrong = stood.filter(({ call, site }) => {
      // One that was ended there never began.
      const passed = began.get(call) ?? { site };
      return (
        site === undefined || site.line !== passed.site?.line || site.file !== passed.site.file
      );
    });
    expect(wrong).toEqual([]);
  });
});
