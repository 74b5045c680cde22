import { expect, test } from "vitest";
import { endBySignal } from "./end-by-signal.ts";

function ending(close: () => Promise<void>) {
  const did: string[] = [];
  let now = 0;
  let late: () => void = () => undefined;
  const signal = endBySignal({
    close,
    flush: (until) => void did.push(`flush until ${until}`),
    exit: (code) => void did.push(`exit ${code}`),
    now: () => now,
    after: (_ms, act) => {
      late = act;
    },
  });
  return {
    did,
    signal(at: number) {
      now = at;
      signal();
    },
    late: () => late(),
  };
}

const never = (): Promise<void> => new Promise(() => undefined);

test("the first signal closes; the recording is complete before it exits", async () => {
  const { did, signal } = ending(async () => undefined);
  signal(0);
  await Promise.resolve();
  expect(did).toEqual(["flush until 1850", "exit 0"]);
});

test("the same signal twice, as npm passes it on, is one; a second one ends at once", () => {
  const { did, signal } = ending(never);
  signal(0);
  signal(100);
  expect(did).toEqual([]);
  signal(400);
  expect(did).toEqual(["flush until 750", "exit 130"]);
});

test("a lab that does not close in time is abandoned", () => {
  const { did, signal, late } = ending(never);
  signal(0);
  late();
  expect(did).toEqual(["flush until 1850", "exit 0"]);
});

test("closing has the same time for the recording", () => {
  const times: number[] = [];
  const end = endBySignal({
    close: async (until) => void times.push(until),
    flush: () => undefined,
    exit: () => undefined,
    now: () => 1000,
    after: () => undefined,
  });
  end();
  expect(times).toEqual([2850]);
});

test("the process ends even if its lab cannot be closed", async () => {
  const { did, signal } = ending(() => Promise.reject(new Error("no")));
  signal(0);
  await Promise.resolve();
  await Promise.resolve();
  expect(did).toEqual(["flush until 1850", "exit 1"]);
});
