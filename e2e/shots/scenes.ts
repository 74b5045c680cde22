import type { Page } from "@playwright/test";
import { PERFECT_LINK } from "@sockscope/protocol";
import { echoTalks, tcpTalk, udpTalk } from "../support/server/conversations.ts";
import { actorEnded, began, returned } from "../support/server/events.ts";
import type { LabClient } from "../support/server/lab-client.ts";

/** Something worth a picture: how it comes about, and at which instants it is looked at. */
export interface Scene {
  readonly name: string;
  prepare(lab: LabClient): Promise<void>;
  /** What a person does to the page before it is looked at, at each instant. */
  arrange?(page: Page): Promise<void>;
  /** Shares of the session, 0 to 1, by the names that the pictures get. */
  readonly instants: Readonly<Record<string, number>>;
}

const END = { end: 1 };

const hand = (
  lab: LabClient,
  actor: number | undefined,
  call: { verb: "recv" } | { verb: "connect" },
) => {
  if (actor === undefined) throw new Error("no such client");
  const full =
    call.verb === "recv"
      ? { verb: call.verb, size: 1024 }
      : { verb: call.verb, host: "127.0.0.1", port: 8888 };
  return lab.run({ do: "hand", actor, call: full });
};

/** A greeting, and the server waits for the next client. */
async function greeting(lab: LabClient): Promise<void> {
  await tcpTalk(lab, 8888);
}

/** A welcome server and its client, which may stop or fail on the way. */
async function welcome(lab: LabClient): Promise<void> {
  await lab.run({ do: "spawn", program: "welcome-server", count: 1 });
  await lab.until(began("accept"));
  await lab.run({ do: "spawn", program: "welcome-client", count: 1 });
}

export const SCENES: readonly Scene[] = [
  { name: "empty", prepare: async () => {}, instants: END },
  {
    name: "tcp",
    prepare: greeting,
    instants: { connecting: 0.4, greeting: 0.6, closing: 0.85, end: 1 },
  },
  {
    name: "udp",
    prepare: async (lab) => {
      await udpTalk(lab, 9999);
    },
    instants: { flight: 0.6, end: 1 },
  },
  {
    name: "hands",
    prepare: async (lab) => {
      await lab.run({ do: "spawn", program: "welcome-server", count: 1 });
      await lab.until(began("accept"));
      const clients = await lab.run({ do: "spawn", program: "tcp-hand-client", count: 3 });
      await hand(lab, clients[0], { verb: "connect" });
      await lab.until(returned("accept"));
      await hand(lab, clients[1], { verb: "connect" });
      // Its server serves one client at a time, so this one waits in the kernel's own queue.
      await lab.until(returned("connect"), 2);
      await hand(lab, clients[0], { verb: "recv" });
      await hand(lab, clients[1], { verb: "recv" });
      await lab.until(began("recv"), 3);
    },
    instants: END,
  },
  {
    name: "crowd",
    prepare: (lab) => echoTalks(lab, 10, { port: 8888 }),
    instants: { middle: 0.5, end: 1 },
  },
  {
    name: "group",
    prepare: (lab) => echoTalks(lab, 100, { port: 8888 }),
    instants: { middle: 0.5 },
  },
  {
    name: "lanes",
    prepare: (lab) => echoTalks(lab, 4, { port: 8888 }),
    arrange: async (page) => {
      await page.keyboard.press("v");
    },
    instants: { middle: 0.5 },
  },
  {
    name: "sending",
    prepare: greeting,
    // To the very step in which the greeting leaves.
    arrange: async (page) => {
      await page.getByRole("searchbox").fill("sendall");
      await page.getByRole("searchbox").press("Enter");
      await page.getByRole("searchbox").press("Escape");
    },
    instants: END,
  },
  {
    name: "presenting",
    prepare: greeting,
    arrange: async (page) => {
      await page.keyboard.press("p");
      await page.locator(".caption").waitFor();
    },
    instants: { greeting: 0.6 },
  },
  {
    name: "breakpoint",
    prepare: async (lab) => {
      await lab.run({ do: "breakpoint", when: { on: "end-of-stream" } });
      await lab.run({ do: "breakpoint", when: { on: "call", verb: "close" } });
      await welcome(lab);
      await lab.until((event) => event.kind === "gate.reached");
    },
    arrange: async (page) => {
      await page.getByRole("button", { name: /^(Breakpoints|断点)/ }).click();
    },
    instants: END,
  },
  {
    name: "faults",
    prepare: async (lab) => {
      const conditions = { ...PERFECT_LINK, latency: 40, loss: 0.3, duplicate: 0.3, reorder: 0.4 };
      await lab.run({ do: "link", scope: { over: "stage" }, conditions, seed: 3 });
      await lab.run({ do: "spawn", program: "udp-echo-server", count: 1 });
      await lab.until(began("recvfrom"));
      const [client] = await lab.run({ do: "spawn", program: "udp-hand-client", count: 1 });
      if (client === undefined) throw new Error("no client");
      for (const text of ["one", "two", "three", "four", "five", "six"]) {
        const call = { verb: "sendto", text, host: "127.0.0.1", port: 9999 } as const;
        await lab.run({ do: "hand", actor: client, call });
        await lab.until((event) => event.kind === "call.ended" && event.actor === client);
      }
      await lab.until((event) => event.kind === "link.passed", 4);
    },
    instants: END,
  },
  {
    name: "reset",
    prepare: async (lab) => {
      const conditions = { ...PERFECT_LINK, slice: 4, resetAfter: 14 };
      await lab.run({ do: "link", scope: { over: "stage" }, conditions, seed: 3 });
      await welcome(lab);
      await lab.until(actorEnded);
    },
    instants: END,
  },
  {
    name: "taken",
    prepare: async (lab) => {
      await lab.run({ do: "spawn", program: "welcome-server", count: 1 });
      await lab.until(began("accept"));
      await lab.run({ do: "spawn", program: "welcome-server", count: 1 });
      await lab.until(actorEnded);
    },
    instants: END,
  },
];

/**
 * Those that stand in docs/pictures: each scene at least once, sizes, themes and languages in turn.
 */
export const IN_DOCS: ReadonlySet<string> = new Set([
  "empty-end-1280-light-en",
  "empty-end-1440-dark-zh",
  "tcp-connecting-1440-light-en",
  "tcp-greeting-1280-dark-en",
  "tcp-closing-1440-light-zh",
  "udp-flight-1280-light-zh",
  "hands-end-1440-dark-en",
  "crowd-middle-1440-light-zh",
  "lanes-middle-1440-light-en",
  "group-middle-1280-light-en",
  "group-middle-1440-dark-zh",
  "breakpoint-end-1440-light-en",
  "breakpoint-end-1280-dark-zh",
  "faults-end-1440-dark-en",
  "reset-end-1440-light-zh",
  "taken-end-1280-light-en",
  "presenting-greeting-1280-light-en",
  "presenting-greeting-1440-dark-zh",
]);

/** The pictures that the two READMEs begin with. */
export const IN_README: Readonly<Record<string, string>> = {
  "sending-end-1440-light-en": "sockscope.png",
  "sending-end-1440-light-zh": "sockscope.zh-CN.png",
};
