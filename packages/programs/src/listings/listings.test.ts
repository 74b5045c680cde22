import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Concurrency, PROGRAMS, type ProgramId, type ProgramInfo } from "../ids.ts";
import { callLines, counterpart } from "./call-lines.ts";
import { type Language, sourcesOf } from "./sources.ts";
import { sourceText } from "./texts.ts";
import { tokenLines } from "./tokens.ts";

const folder = fileURLToPath(new URL("..", import.meta.url));
const VERBS =
  "socket bind listen accept connect send sendall recv sendto recvfrom shutdown close setsockopt getsockopt getsockname getpeername settimeout".split(
    " ",
  );

type Catalogued = ProgramInfo & { readonly id: ProgramId };
const ALL: readonly [ProgramId, Concurrency | undefined, boolean][] = (
  PROGRAMS as readonly Catalogued[]
).flatMap(({ id, concurrency, byHand }) =>
  (concurrency.length === 0 ? [undefined] : concurrency).map(
    (make): [ProgramId, Concurrency | undefined, boolean] => [id, make, byHand],
  ),
);

const calls = (language: Language, id: ProgramId, make?: Concurrency) =>
  callLines(
    language,
    sourcesOf(language, id, make).map((file) => ({ file, text: sourceText(file) ?? "" })),
    VERBS,
  );

const files = ALL.flatMap(([id, make]) =>
  (["typescript", "python"] as const).flatMap((language) =>
    sourcesOf(language, id, make).map((file) => [file, language] as const),
  ),
);

test.each([...new Map(files)])("what is shown of %s is what stands there", (file, language) => {
  const text = readFileSync(`${folder}${file}`, "utf8");
  expect(sourceText(file)).toBe(text);
  const again = tokenLines(language, text).map((line) => line.map((token) => token.text).join(""));
  expect(again.join("\n")).toBe(text);
});

test("no Python listing is left out", () => {
  const shown = new Set(files.map(([file]) => file));
  const there = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".py"));
  expect(there.length).toBeGreaterThan(30);
  expect(there.filter((file) => !shown.has(file))).toEqual([]);
});

test.each([...new Map(files).keys()])("%s is short enough to be read: 60 lines at most", (file) => {
  const text = readFileSync(`${folder}${file}`, "utf8");
  expect(text.split("\n").length - 1).toBeLessThanOrEqual(60);
});

test.each(ALL)("%s (%s) makes the same calls in both languages", (id, make, byHand) => {
  const ours = calls("typescript", id, make);
  const python = calls("python", id, make);
  // A library makes them for this one.
  expect(ours.length).toBeGreaterThan(id === "fetch-client" ? -1 : 1);
  // One function carries out the orders for both kinds of socket: Python has those of its own kind.
  const shared = ours.filter(({ verb }) => !byHand || python.some((one) => one.verb === verb));
  expect(python.map(({ verb }) => verb)).toEqual(shared.map(({ verb }) => verb));
  expect(shared.map((call) => counterpart(call, ours, python))).toEqual(python);
  // And no line has two calls of one kind: a line then means one of them.
  const places = ours.map(({ file, line, verb }) => `${file}:${line} ${verb}`);
  expect(new Set(places).size).toBe(places.length);
});

describe("tokens", () => {
  const kinds = (language: Language, source: string) =>
    tokenLines(language, source).map((line) => line.map(({ kind, text }) => `${kind} ${text}`));

  test("a call in a comment or a string is none", () => {
    const text =
      'conn.recv(1) // conn.recv(2)\nprint("conn.recv(3)");\n/* a\n.recv(4) */ a.recv(5)';
    const found = callLines("typescript", [{ file: "a.ts", text }], VERBS);
    expect(found.map(({ line }) => line)).toEqual([1, 4]);
  });

  test("strings that go over lines, quotes in quotes, keywords", () => {
    expect(kinds("python", '"""a\n# b"""\nreturn f"{x} \\" #" # c')).toEqual([
      ['string """a'],
      ['string # b"""'],
      ["keyword return", "code  ", 'string f"{x} \\" #"', "code  ", "comment # c"],
    ]);
    expect(kinds("typescript", "const returned = `a${b}\n// c` + 0x2e")).toEqual([
      ["keyword const", "code  returned = ", "string `a${b}"],
      ["string // c`", "code  + ", "number 0x2e"],
    ]);
  });

  test("what is never closed is code, not an endless wait", () => {
    for (const language of ["python", "typescript"] as const)
      for (const source of ['"""', "`", "'", "/*", '"\\'])
        expect(kinds(language, source).join("")).toContain("code");
  });
});
