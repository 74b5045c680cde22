import { madeUpFile, type Program } from "@sockscope/programs";
import { LIMITS } from "@sockscope/protocol";
import { createSockets, type RecordedFact } from "@sockscope/sockets";
import { expect, test } from "vitest";
import { sha256 } from "../system/sha256.ts";
import { Run } from "./run.ts";

/** What the card of a program shows at its end. */
async function ending(program: Program): Promise<readonly RecordedFact[]> {
  const facts: RecordedFact[] = [];
  const record = (fact: RecordedFact): void => void facts.push(fact);
  let id = 0;
  const net = createSockets({ actor: 1, recorder: { record }, ids: { next: () => ++id } });
  await new Promise<void>((ended) => {
    const where = { family: "AF_INET", host: "127.0.0.1", port: 0 } as const;
    const file = madeUpFile("none", 0);
    const options = { ...where, number: 1, orders: noOrders(), file, sha256 };
    new Run({ actor: 1, program, net, options, threads: null, record, ended }).start();
  });
  return facts;
}

async function* noOrders(): AsyncGenerator<never> {}

const nasty = {
  toString() {
    throw new Error("not even this");
  },
};

test.each<[string, unknown, string]>([
  ["an error", new Error("division by zero"), "division by zero"],
  ["a text", "just a text", "just a text"],
  ["nothing", undefined, "undefined"],
  ["an object without a prototype", Object.create(null), "It threw something that has no name."],
  ["an object that throws itself", nasty, "It threw something that has no name."],
])("a program that throws %s is over, and its card says so", async (_what, thrown, error) => {
  const over = { kind: "actor.ended", actor: 1, how: "failed", error };
  expect(await ending(() => Promise.reject(thrown as Error))).toEqual([over]);
  const atOnce: Program = () => {
    throw thrown as Error;
  };
  expect(await ending(atOnce)).toEqual([over]);
});

test("its sockets are closed when it ends", async () => {
  const facts = await ending(async (net) => {
    const socket = await net.socket("AF_INET", "SOCK_STREAM");
    await socket.bind(["127.0.0.1", 0]);
    throw new Error("oh");
  });
  const kinds = facts.map(({ kind }) => kind);
  expect(kinds.slice(-2)).toEqual(["socket.closed", "actor.ended"]);
});

test("a line that is too long is cut, and states how much is missing (E20)", async () => {
  const max = LIMITS.printed;
  const facts = await ending(async (_net, { print }) => {
    print("x".repeat(max));
    print("x".repeat(max + 5));
    // The two halves of a surrogate pair: the cut would leave only the first.
    print(`${"x".repeat(max - 1)}\u{1f600}`);
    throw new Error("y".repeat(max + 1));
  });
  const texts = facts.map((fact) =>
    fact.kind === "actor.printed" ? fact.text : fact.kind === "actor.ended" ? fact.error : "",
  );
  expect(texts).toEqual([
    "x".repeat(max),
    `${"x".repeat(max)}… (5 more characters)`,
    `${"x".repeat(max - 1)}… (2 more characters)`,
    `${"y".repeat(max)}… (1 more characters)`,
  ]);
});
