import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import type * as FsPromises from "node:fs/promises";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { ChosenFile } from "./chosen-file.ts";

vi.mock("node:fs/promises", async (original) => {
  const fs = await original<typeof FsPromises>();
  return { ...fs, open: vi.fn<typeof fs.open>(fs.open) };
});

const parent = mkdtempSync(join(tmpdir(), "sockscope-test-"));
const chosen = new ChosenFile(parent);
afterEach(() => chosen.forget());
afterAll(() => rmSync(parent, { recursive: true }));

/** How many of its files this process has open, if the system says. */
const openFiles = (): number =>
  process.platform === "linux"
    ? readdirSync("/proc/self/fd").filter((fd) => target(fd).startsWith(parent)).length
    : readdirSync(parent).length;
function target(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // The descriptor that read the folder is closed by now.
    return "";
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const whole = { name: "好.txt", size: 9 };

test("is available when its last part has arrived, and can be read at any position", async () => {
  expect(await chosen.take({ ...whole, offset: 0 }, bytes("12345"))).toBe(5);
  expect(chosen.source).toBeUndefined();
  expect(await chosen.take({ ...whole, offset: 5 }, bytes("6789"))).toBe(9);
  expect(chosen.source).toMatchObject(whole);
  expect(await chosen.source?.read(3, 4)).toEqual(bytes("4567"));
  expect(await chosen.source?.read(7, 100)).toEqual(bytes("89"));
});

test.each([
  ["a gap", { ...whole, offset: 4 }, "xx"],
  ["more than its size", { ...whole, offset: 3 }, "1234567"],
  ["another name", { name: "b", size: 9, offset: 3 }, "x"],
])("%s is not taken", async (_what, part, text) => {
  await chosen.take({ ...whole, offset: 0 }, bytes("123"));
  expect(await chosen.take(part, bytes(text))).toBeNull();
});

test("a newer file replaces it; a program that still reads the older one fails", async () => {
  await chosen.take({ ...whole, offset: 0 }, bytes("123456789"));
  const first = chosen.source;
  await chosen.take({ name: "b", size: 8, offset: 0 }, bytes("abcdefgh"));
  expect(chosen.source?.name).toBe("b");
  await expect(first?.read(0, 1)).rejects.toThrow(/EBADF|closed/);
  await chosen.forget();
  expect(chosen.source).toBeUndefined();
});

describe("two concurrent uploads: the later one wins", () => {
  const other = { name: "b", size: 6 };

  test("the earlier one is refused from then on, whatever else it sends", async () => {
    const [first, second] = await Promise.all([
      chosen.take({ ...whole, offset: 0 }, bytes("12345")),
      chosen.take({ ...other, offset: 0 }, bytes("abc")),
    ]);
    expect([first, second]).toEqual([null, 3]);
    expect(await chosen.take({ ...whole, offset: 5 }, bytes("6789"))).toBeNull();
    expect(await chosen.take({ ...other, offset: 3 }, bytes("def"))).toBe(6);
    expect(await chosen.source?.read(0, 6)).toEqual(bytes("abcdef"));
  });

  test("so it is with the same file twice: parts of both are never mixed", async () => {
    const received = await Promise.all([
      chosen.take({ ...whole, offset: 0 }, bytes("12345")),
      chosen.take({ ...whole, offset: 0 }, bytes("1234")),
      chosen.take({ ...whole, offset: 0 }, bytes("123")),
    ]);
    expect(received).toEqual([null, null, 3]);
    expect(await chosen.take({ ...whole, offset: 5 }, bytes("6789"))).toBeNull();
    expect(await chosen.take({ ...whole, offset: 3 }, bytes("456789"))).toBe(9);
    expect(await chosen.source?.read(0, 9)).toEqual(bytes("123456789"));
  });

  test("no file and no folder of a losing upload remains", async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        chosen.take({ name: `${at}`, size: 9, offset: 0 }, bytes("123456789")),
      ),
    );
    expect(chosen.source?.name).toBe("7");
    expect([openFiles(), readdirSync(parent).length]).toEqual([1, 1]);
    await chosen.forget();
    expect([openFiles(), readdirSync(parent).length]).toEqual([0, 0]);
  });

  test("a part belongs to the upload with its id", async () => {
    const first = { ...whole, upload: "first" };
    const second = { ...whole, upload: "second" };
    await chosen.take({ ...first, offset: 0 }, bytes("123"));
    await chosen.take({ ...second, offset: 0 }, bytes("abc"));
    expect(await chosen.take({ ...first, offset: 3 }, bytes("456789"))).toBeNull();
    expect(await chosen.take({ ...second, offset: 3 }, bytes("defghi"))).toBe(9);
    expect(await chosen.source?.read(0, 9)).toEqual(bytes("abcdefghi"));
  });

  test("an upload that is forgotten while it begins stays forgotten", async () => {
    const begun = chosen.take({ ...whole, offset: 0 }, bytes("123456789"));
    await Promise.all([begun, chosen.forget()]);
    expect(await begun).toBeNull();
    expect(chosen.source).toBeUndefined();
  });

  test("an earlier upload that is being written when the later begins is refused, too", async () => {
    await chosen.take({ ...whole, offset: 0 }, bytes("123"));
    const [late, begun] = await Promise.all([
      chosen.take({ ...whole, offset: 3 }, bytes("456")),
      chosen.take({ ...other, offset: 0 }, bytes("abcdef")),
    ]);
    expect([late, begun]).toEqual([null, 6]);
    expect(chosen.source).toMatchObject(other);
  });

  test("a hundred in a row, faster than files can be opened, have at most two files open", async () => {
    const received: Promise<number | null>[] = [];
    let max = 0;
    for (let at = 0; at < 100; at += 1) {
      received.push(chosen.take({ name: `${at}`, size: 9, offset: 0 }, bytes("123456789")));
      await new Promise((resolve) => setImmediate(resolve));
      max = Math.max(max, openFiles(), readdirSync(parent).length);
    }
    expect((await Promise.all(received)).at(-1)).toBe(9);
    expect(max).toBeLessThanOrEqual(2);
    expect([openFiles(), readdirSync(parent).length]).toEqual([1, 1]);
  });
});

test("a file that cannot be opened leaves no folder behind, and the next one is accepted", async () => {
  const narrow = join(parent, "narrow");
  mkdirSync(narrow);
  const failing = new ChosenFile(narrow);
  vi.mocked(open).mockRejectedValueOnce(Object.assign(new Error("EMFILE"), { code: "EMFILE" }));
  await expect(failing.take({ ...whole, offset: 0 }, bytes("123"))).rejects.toThrow("EMFILE");
  expect(readdirSync(narrow)).toEqual([]);
  expect(await failing.take({ ...whole, offset: 0 }, bytes("123"))).toBe(3);
  await failing.forget();
  rmSync(narrow, { recursive: true });
});
