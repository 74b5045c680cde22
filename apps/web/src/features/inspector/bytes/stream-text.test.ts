import type { StreamPiece } from "@sockscope/trace";
import { describe, expect, test } from "vitest";
import { bytesAround, type Token, tokens } from "./stream-text.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

/** The pieces of a stream that was cut at these offsets. */
function cutAt(bytes: Uint8Array, ...cuts: number[]): StreamPiece[] {
  const edges = [0, ...cuts, bytes.length];
  return edges.slice(0, -1).map((offset, call) => {
    const prefix = bytes.subarray(offset, edges[call + 1]);
    return { call, offset, length: prefix.length, prefix };
  });
}

const read = (pieces: readonly StreamPiece[], from: number, to: number) =>
  tokens(bytesAround(pieces, from, to), from, to);

/** `a` a character, `a<2/3` cut at its start with 2 of 3 bytes here, `a>1/3` at its end. */
const short = (token: Token): string => {
  if (token.kind === "character") return token.character;
  if (token.kind === "raw") return `\\x${token.byte.toString(16)}`;
  const mark = token.side === "start" ? "<" : ">";
  return `${token.character ?? "?"}${mark}${token.length}/${token.of}`;
};
const said = (pieces: readonly StreamPiece[], from: number, to: number) =>
  read(pieces, from, to).map(short).join(" ");

describe("a character between two calls", () => {
  const greeting = utf8("欢迎!");

  test("is shown as cut in both, and whole in each", () => {
    const pieces = cutAt(greeting, 5);
    expect(said(pieces, 0, 5)).toBe("欢 迎>2/3");
    expect(said(pieces, 5, 7)).toBe("迎<1/3 !");
  });

  test("three calls with a byte each all know it", () => {
    const pieces = cutAt(utf8("迎"), 1, 2);
    expect(said(pieces, 0, 1)).toBe("迎>1/3");
    expect(said(pieces, 1, 2)).toBe("迎<1/3");
    expect(said(pieces, 2, 3)).toBe("迎<1/3");
  });

  test("whose rest has not come yet is an open one", () => {
    expect(said(cutAt(greeting.subarray(0, 5)), 0, 5)).toBe("欢 ?>2/3");
  });

  test("with 4 bytes", () => {
    const pieces = cutAt(utf8("a🙂b"), 3);
    expect(said(pieces, 0, 3)).toBe("a 🙂>2/4");
    expect(said(pieces, 3, 6)).toBe("🙂<2/4 b");
  });
});

describe("bytes that are no UTF-8", () => {
  test.each([
    [[0xff, 0x41], "\\xff A"],
    [[0x80, 0x41], "\\x80 A"],
    [[0xe6, 0x41], "\\xe6 A"],
    // A surrogate, a form too long, and one past the last character.
    [[0xed, 0xa0, 0x80], "\\xed \\xa0 \\x80"],
    [[0xc0, 0x80], "\\xc0 \\x80"],
    [[0xe0, 0x80, 0x80], "\\xe0 \\x80 \\x80"],
    [[0xf5, 0x80, 0x80, 0x80], "\\xf5 \\x80 \\x80 \\x80"],
  ])("%j", (bytes, expected) => {
    expect(said(cutAt(Uint8Array.from(bytes)), 0, bytes.length)).toBe(expected);
  });

  test("a continuation after a whole character is not taken for its end", () => {
    const pieces = cutAt(Uint8Array.from([0xc3, 0xa9, 0x80]), 2);
    expect(said(pieces, 2, 3)).toBe("\\x80");
  });
});

test("a byte order mark is a character like any other", () => {
  expect(read(cutAt(utf8("\ufeffa")), 0, 4)).toHaveLength(2);
});

test("where bytes were not kept the reading ends, and nothing is made up", () => {
  const pieces = [
    { call: 1, offset: 0, length: 10, prefix: utf8("欢迎").subarray(0, 4) },
    { call: 2, offset: 10, length: 3, prefix: utf8("abc") },
  ];
  expect(said(pieces, 0, 10)).toBe("欢 ?>1/3");
  expect(said(pieces, 10, 13)).toBe("a b c");
});

test("every cut of a text, in any place, gives the bytes back", () => {
  const text = utf8("aé欢🙂z\u0000");
  for (let cut = 0; cut <= text.length; cut++) {
    const pieces = cutAt(text, cut);
    for (const [from, to] of [
      [0, cut],
      [cut, text.length],
    ] as const) {
      const all = read(pieces, from, to);
      expect(all.reduce((sum, { length }) => sum + length, 0)).toBe(to - from);
      expect(all.some(({ kind }) => kind === "raw")).toBe(false);
    }
  }
});

test("nothing gives nothing", () => {
  expect(read([], 0, 0)).toEqual([]);
});
