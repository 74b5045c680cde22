import type { Page, WebSocketRoute } from "@playwright/test";
import { LIMITS, PROTOCOL } from "@sockscope/protocol";
import { expect, test } from "./support/fixtures.ts";

const event = (seq: number, more: object, truth = "observed"): object => ({
  ...{ seq, t: seq * 1000, truth, source: "lab" },
  ...more,
});
const MET = ["sockets", "bytes", "answers", "echoes", "outsiders"] as const;
const EVENTS = [
  event(1, {
    kind: "lab.began",
    wall: 1.7e12,
    version: "0",
    protocol: PROTOCOL,
    platform: "linux",
    node: "v20",
  }),
  event(2, {
    kind: "actor.added",
    actor: 1,
    role: "server",
    type: "SOCK_STREAM",
    program: "echo-server",
    number: 1,
    make: "event-loop",
  }),
  ...MET.map((limit, at) => event(3 + at, { kind: "limit.met", actor: 1, limit }, "injected")),
];

/** A server that is the test: it tells of limits, and refuses every command for this reason. */
async function serverOf(
  page: Page,
): Promise<{ line: () => WebSocketRoute; refuse(code: string): void }> {
  let line: WebSocketRoute | null = null;
  let refusal = "busy";
  const say = (message: object): void => line?.send(JSON.stringify(message));
  await page.routeWebSocket("**/ws", (route) => {
    line = route;
    route.onMessage((text) => {
      const message = JSON.parse(String(text)) as { type: string; id?: string };
      const { id } = message;
      if (message.type === "command")
        return say({ type: "refused", id, problem: { code: refusal, message: "no" } });
      const held = { session: "s", since: 0, seq: EVENTS.length, role: "local" };
      say({ type: "welcome", protocol: PROTOCOL, version: "0", ...held });
      say({ type: "batch", events: EVENTS });
    });
  });
  return {
    line: () => {
      if (line === null) throw new Error("nobody came");
      return line;
    },
    refuse: (code) => {
      refusal = code;
    },
  };
}

interface Words {
  /** Each limit that is met while programs run, as the timeline says it. */
  readonly met: Readonly<Record<(typeof MET)[number], string>>;
  /** Commands that are refused for a limit. */
  readonly refused: Readonly<Record<string, string>>;
  /** What concerns the whole page. */
  readonly told: Readonly<Record<string, string>>;
  readonly list: string;
  readonly live: string;
}

const ENGLISH: Words = {
  met: {
    sockets: "too many sockets are open; the playground resets a new connection",
    bytes: "too many bytes a second; the playground makes it wait for the next second",
    answers: "two servers answer each other’s datagrams for ever",
    echoes: `have sent each other the same datagram ${LIMITS.echoes} times`,
    outsiders: `more than ${LIMITS.outsiders} programs from outside have been here`,
  },
  refused: {
    "too-many-servers": "There are too many servers. Remove some first.",
    "too-many-sockets": "Too many sockets are open. Close some, or remove cards.",
    "too-many-spawns": "That is too many programs at a time. Wait a second.",
    "too-many-actors": "The stage is full. Remove some cards first.",
    "text-too-long": "This text is too long to be sent at once.",
  },
  told: {
    "too-many-viewers": "Too many pages are looking on already. Close some.",
    "recording-full": "The recording on disk has reached its limit.",
    "recording-failed": "The session cannot be recorded on disk.",
    "recording-restored": "It has been written anew, from its first event on.",
    "recording-lost": "cannot be written anew yet",
    "oldest-gone": "Memory is full and nothing is written to disk",
    "recordings-deleted": "the oldest without a name were deleted",
    "slow-viewer": "This page took its events too slowly",
  },
  list: "List",
  live: "live",
};

const CHINESE: Words = {
  met: {
    sockets: "打开的套接字太多，本程序复位了新来的连接",
    bytes: "每秒的字节数太多，本程序让它等到下一秒",
    answers: "两个服务器没完没了地互相应答数据报",
    echoes: `把同一个数据报来回发了 ${LIMITS.echoes} 次`,
    outsiders: `来过的外部程序已超过 ${LIMITS.outsiders} 个`,
  },
  refused: {
    "too-many-servers": "服务器太多了，请先移走一些。",
    "too-many-sockets": "打开的套接字太多了，请先关闭一些，或移走一些卡片。",
    "too-many-spawns": "一下子启动的程序太多了，请等一秒钟再试。",
    "too-many-actors": "舞台已满，请先移走一些卡片。",
    "text-too-long": "文字太长，无法一次发送。",
  },
  told: {
    "too-many-viewers": "同时观看的页面太多了，请先关掉一些。",
    "recording-full": "磁盘上的录制已达上限",
    "recording-failed": "会话无法录制到磁盘",
    "recording-restored": "已从第一个事件起重新写好",
    "recording-lost": "目前还无法重新写入",
    "oldest-gone": "内存已满，又没有写入磁盘",
    "recordings-deleted": "没有命名的录制里最旧的已被删除",
    "slow-viewer": "本页面接收事件太慢",
  },
  list: "列表",
  live: "实时",
};

test.describe("limits that are met", () => {
  for (const [lang, words] of [
    ["en-US", ENGLISH],
    ["zh-CN", CHINESE],
  ] as const)
    test.describe(lang, () => {
      test.use({ locale: lang });
      test("are each said in a sentence on the page", async ({ page }) => {
        const server = await serverOf(page);
        await page.goto("/");
        await expect(page.getByRole("banner")).toContainText(words.live);
        await page.keyboard.press("End");
        await page.getByRole("radio", { name: words.list }).check({ force: true });
        const list = page.getByRole("listbox", { name: words.list });
        for (const limit of MET)
          await expect(list.getByRole("option", { name: words.met[limit] })).toHaveCount(1);

        const notices = page.locator(".notices");
        for (const [code, sentence] of Object.entries(words.told)) {
          const problem = { code, message: "" };
          server.line().send(JSON.stringify({ type: "problem", problem }));
          await expect(notices.getByText(sentence).last()).toBeVisible();
        }
        for (const [code, sentence] of Object.entries(words.refused)) {
          server.refuse(code);
          await page.locator('[data-actor="1"] .card-actions button').last().click();
          await expect(notices.getByText(sentence).last()).toBeVisible();
        }
      });
    });
});
