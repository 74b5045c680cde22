import { afterEach, expect, test } from "vitest";
import { ChosenFile } from "./chosen-file.ts";

const chosen = new ChosenFile();
afterEach(() => chosen.forget());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const whole = { name: "好.txt", size: 9 };

test("is there when its last part has come, and can be read from anywhere", async () => {
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

test("another file takes its place; a program that still reads the first one fails", async () => {
  await chosen.take({ ...whole, offset: 0 }, bytes("123456789"));
  const first = chosen.source;
  await chosen.take({ name: "b", size: 8, offset: 0 }, bytes("abcdefgh"));
  expect(chosen.source?.name).toBe("b");
  await expect(first?.read(0, 1)).rejects.toThrow(/EBADF|closed/);
  await chosen.forget();
  expect(chosen.source).toBeUndefined();
});
