import { expect, test } from "vitest";
import { plainEventText } from "./event-text.ts";

const envelope = { seq: 7, t: 1000, truth: "observed", source: "program" } as const;
const address = { address: "::1", port: 8888, family: "AF_INET6" } as const;

test("an event without a sentence of its own is told by its fields", () => {
  expect(plainEventText({ ...envelope, kind: "socket.named", actor: 1, socket: 3, address })).toBe(
    "socket.named: socket 3, address [::1]:8888",
  );
});

test("fields that are missing are left out, and objects are JSON", () => {
  expect(
    plainEventText({
      ...{ ...envelope, kind: "kernel.read", actor: 1, socket: 3, at: [5, 9], ahead: undefined },
      own: { state: "ESTABLISHED", receiveQueue: 5, sendQueue: 0 },
      peer: null,
    }),
  ).toBe(
    'kernel.read: socket 3, own {"state":"ESTABLISHED","receiveQueue":5,"sendQueue":0}, peer null',
  );
});

test("a program's text cannot direct the terminal", () => {
  expect(plainEventText({ ...envelope, kind: "actor.printed", actor: 1, text: "\u001b[2J" })).toBe(
    "actor.printed: text \u241b[2J",
  );
});

test("a kind without fields is its name", () => {
  expect(plainEventText({ ...envelope, kind: "actor.removed", actor: 1 })).toBe("actor.removed");
});
