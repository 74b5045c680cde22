import { expect, test } from "vitest";
import { hexRows, offsetText } from "./hex-rows.ts";
import { tokens } from "./stream-text.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const rowsOf = (kept: Uint8Array, offset = 0) =>
  hexRows(
    kept,
    offset,
    tokens((at) => kept[at], 0, kept.length),
  );
const textOf = (kept: Uint8Array) =>
  rowsOf(kept).map(({ text }) =>
    text.map((one) => (one.kind === "character" ? one.character : "·")).join(""),
  );

test("eight bytes a row; a character stands where its last byte is", () => {
  const rows = rowsOf(utf8("欢迎连接到服务器"));
  expect(rows.map(({ bytes }) => bytes.map(({ hex }) => hex).join(" "))).toEqual([
    "e6 ac a2 e8 bf 8e e8 bf",
    "9e e6 8e a5 e5 88 b0 e6",
    "9c 8d e5 8a a1 e5 99 a8",
  ]);
  expect(textOf(utf8("欢迎连接到服务器"))).toEqual(["欢迎", "连接到", "服务器"]);
});

test("offsets go on from where the payload begins in its stream", () => {
  expect(rowsOf(utf8("0123456789"), 24).map(({ offset }) => offset)).toEqual([24, 32]);
  expect(offsetText(24)).toBe("0018");
  expect(offsetText(0x12345)).toBe("12345");
});

test("bytes of a cut character are marked", () => {
  const [row] = rowsOf(utf8("a欢").subarray(0, 3));
  expect(row?.bytes.map(({ cut }) => cut)).toEqual([false, true, true]);
});

test("no bytes, no rows", () => {
  expect(rowsOf(new Uint8Array(0))).toEqual([]);
});
