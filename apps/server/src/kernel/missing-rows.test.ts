import { expect, test } from "vitest";
import { MissingRows } from "./missing-rows.ts";

const row = { state: "ESTABLISHED", receiveQueue: 0, sendQueue: 0 } as const;

test("a row that is missing once is looked up again; missing twice, it is gone", () => {
  const rows = new MissingRows();
  const before = { own: row, peer: row, ahead: 0 };
  expect(rows.isDoubtful({ socket: 1, own: null, peer: row }, before)).toBe(true);
  expect(rows.isDoubtful({ socket: 1, own: null, peer: row }, before)).toBe(false);
  expect(rows.isDoubtful({ socket: 1, own: row, peer: null }, before)).toBe(true);
  expect(rows.isDoubtful({ socket: 1, own: row, peer: row }, before)).toBe(false);
  expect(rows.isDoubtful({ socket: 1, own: row, peer: null }, before)).toBe(true);
});

test("a socket that was reported gone is not in doubt, nor is an unknown end", () => {
  const rows = new MissingRows();
  expect(rows.isDoubtful({ socket: 1, own: null }, { own: null, ahead: 0 })).toBe(false);
  expect(rows.isDoubtful({ socket: 2, own: row }, undefined)).toBe(false);
});
