import { entry } from "../catalogue.ts";
import type { Facts } from "../facts/facts.ts";
import { answeredBeforeClose, mostAtOnce, waitsOf } from "../facts/waiting.ts";
import type { Figures, Lesson } from "../model/lesson.ts";
import { gate, type Move, pass, spawn, stopBefore, until } from "../model/move.ts";
import type { Text } from "../text/text.ts";

const CLIENTS = 5;
/** ms before each call of a client. */
const PAUSE = 200;

/** Five clients, each connected and about to ask: none has begun before all have come so far. */
const come = (clients: string, port: string): readonly Move[] => [
  spawn("upper-client", clients, port, { count: CLIENTS }),
  pass(clients, "socket", CLIENTS),
  pass(clients, "connect", CLIENTS),
  until.returned(clients, "connect", { nth: CLIENTS }),
  until.stands(clients, "sendall", CLIENTS),
];

/**
 * They come to a server that serves all at once. It is in `recv` for each of them before anybody
 * asks, and nobody closes before all are answered: so it is however late one of them starts.
 */
const comeTogether = (clients: string, server: string): readonly Move[] => [
  ...come(clients, server),
  until.began(server, "recv", { nth: CLIENTS }),
  stopBefore(clients, "close"),
  gate("slow", { of: clients, pause: PAUSE }),
  until.returned(clients, "recv", { nth: CLIENTS }),
  pass(clients, "close", CLIENTS),
  until.over(clients, CLIENTS),
  until.returned(server, "close", { nth: CLIENTS }),
];

/** Each was answered only when all that were answered before it had closed. */
const oneByOne = (facts: Facts, clients: string): boolean => {
  const answers = facts.calls(clients, "recv").flatMap(({ ended }) => ended ?? []);
  const closes = facts.calls(clients, "close").map(({ began }) => began);
  answers.sort((a, b) => a - b);
  closes.sort((a, b) => a - b);
  return (
    answers.length === CLIENTS &&
    answers.slice(1).every((answer, index) => answer >= (closes[index] ?? Number.POSITIVE_INFINITY))
  );
};

/** The waiting times of the first so many servers. */
const waits = (count: number): Figures => {
  const all: readonly (readonly [string, Text])[] = [
    ["a", { en: "One at a time", zh: "一次一个" }],
    ["b", { en: "A thread each", zh: "一客一线程" }],
    ["c", { en: "Event loop", zh: "事件循环" }],
  ];
  return {
    title: { en: "From sendall to the answer", zh: "从 sendall 到收到回答" },
    rows: all
      .slice(0, count)
      .map(([clients, label]) => ({ label, values: (facts) => waitsOf(facts, clients) })),
  };
};

/** The same load on three servers: one at a time, a thread each, an event loop. */
export const manyClients: Lesson = {
  ...entry("many-clients"),
  see: {
    en: "The same five clients come to three servers: one at a time, a [[thread]] each, an [[eventLoop]]. How long does each wait?",
    zh: "同样的五个客户端，分别来到三台服务器：一次一个、一客一[[thread]]、[[eventLoop]]。各要等多久？",
  },
  corrects: {
    en: "“Many clients at once need many threads.”",
    zh: "误解：同时服务许多客户端，就一定要许多线程。",
  },
  ports: { one: 8881, many: 8882, loop: 8883 },
  steps: [
    {
      title: { en: "Three servers", zh: "三台服务器" },
      text: {
        en: "All three turn letters into capitals, on ports {one}, {many} and {loop}. Their clients will be slow: once all are connected, they pause 0.2 s before each call.",
        zh: "三台服务器都把字母变成大写，端口是 {one}、{many} 和 {loop}。来的客户端都很慢：等大家都连上之后，每次调用前先停 0.2 秒。",
      },
      moves: [
        spawn("upper-server", "one", "one", { make: "one-at-a-time" }),
        spawn("upper-server", "many", "many", { make: "threads" }),
        spawn("upper-server", "loop", "loop", { make: "event-loop" }),
        until.began("one", "accept"),
        until.began("many", "accept"),
        until.began("loop", "accept"),
        gate("step"),
        gate("free", { of: "one" }),
        gate("free", { of: "many" }),
        gate("free", { of: "loop" }),
      ],
      notice: {
        en: "So far they look alike: each sleeps in `accept`.",
        zh: "到目前为止都一样：各自睡在 `accept` 里。",
      },
      highlight: { cards: ["one", "many", "loop"] },
      claims: [
        {
          says: "all three wait in accept",
          holds: (facts) =>
            ["one", "many", "loop"].every((of) => facts.nth(of, "accept")?.ended === null),
        },
      ],
    },
    {
      title: { en: "One at a time", zh: "一次一个" },
      text: {
        en: "Five clients come to port {one} at once. The server accepts the next one only when it has closed the one before.",
        zh: "五个客户端同时来到端口 {one}。服务器关闭了前一个的连接，才 `accept` 下一个。",
      },
      moves: [],
      predict: {
        kind: "choice",
        question: {
          en: "How long does the last one wait for its answer?",
          zh: "最后一个要等多久才收到回答？",
        },
        options: [
          { id: "same", text: { en: "As long as the first", zh: "和第一个差不多" } },
          {
            id: "more",
            text: { en: "Until the four before it have closed", zh: "等前面四个都关闭" },
          },
        ],
        actual: (facts) => (oneByOne(facts, "a") ? "more" : "same"),
      },
      after: [
        ...come("a", "one"),
        until.began("one", "recv"),
        gate("slow", { of: "a", pause: PAUSE }),
        until.over("a", CLIENTS),
        until.began("one", "accept", { nth: CLIENTS + 1 }),
      ],
      notice: {
        en: "A staircase: each client sleeps in `recv` until all before it are through, though the server mostly sleeps, too.",
        zh: "像楼梯：每个客户端都睡在 `recv` 里，等前面的全部结束；而服务器其实大部分时间也在睡。",
      },
      highlight: { cards: ["one"] },
      timeline: { view: "lanes", scale: "time" },
      figures: waits(1),
      claims: [
        {
          says: "each is accepted after the one before was closed",
          holds: (facts) => {
            const accepts = facts.calls("one", "accept");
            return facts
              .calls("one", "close")
              .every(({ ended }, at) => ended !== null && ended <= (accepts[at + 1]?.began ?? 0));
          },
        },
        {
          says: "each client is answered only after those before it have closed",
          holds: (facts) => oneByOne(facts, "a") && answeredBeforeClose(facts, "a") === 1,
        },
        {
          says: "the server was never asleep in two recv at once",
          holds: (facts) => mostAtOnce(facts.calls("one", "recv")) === 1,
        },
      ],
    },
    {
      title: { en: "A thread each", zh: "一客一线程" },
      text: {
        en: "The same five at port {many}. The main [[thread]] only accepts; a thread of its own serves each client and may sleep as long as it likes.",
        zh: "同样的五个客户端来到端口 {many}。主[[thread]]只管 `accept`，每个客户端另有一个线程服务，睡多久都不碍别人。",
      },
      moves: [{ do: "remove", of: "a" }, ...comeTogether("b", "many")],
      notice: {
        en: "Five threads sleep in five `recv` at once, and nobody waits for another. The price: each thread takes time to start, and memory.",
        zh: "五个线程同时睡在五个 `recv` 里，谁也不等谁。代价是每个线程都要花时间启动，还要占内存。",
      },
      highlight: { cards: ["many"] },
      timeline: { view: "lanes", scale: "time" },
      figures: waits(2),
      claims: [
        {
          says: "five threads serve the five clients",
          holds: (facts) =>
            new Set(
              facts
                .of("many", "call.began")
                .flatMap(({ thread }) => (thread === undefined ? [] : [thread])),
            ).size === 5,
        },
        {
          says: "all five sleep in recv at once",
          holds: (facts) => mostAtOnce(facts.calls("many", "recv")) === CLIENTS,
        },
        {
          // Not by the times: where the machine has much to do, threads start late.
          says: "all five are accepted and answered before the first one closes",
          holds: (facts) =>
            answeredBeforeClose(facts, "b") === CLIENTS &&
            (facts.nth("many", "accept", CLIENTS)?.ended ?? Number.POSITIVE_INFINITY) <
              (facts.nth("many", "close")?.began ?? 0),
        },
      ],
    },
    {
      title: { en: "An event loop", zh: "事件循环" },
      text: {
        en: "The same five at port {loop}. This server has one [[thread]] only: it asks the kernel which sockets have something, and serves those.",
        zh: "同样的五个客户端来到端口 {loop}。这台服务器只有一个[[thread]]：它问内核哪些套接字有数据，就服务哪些。",
      },
      moves: [{ do: "remove", of: "b" }],
      predict: {
        kind: "choice",
        question: {
          en: "One thread, five clients. Will they wait as long as at the first server?",
          zh: "一个线程，五个客户端。会等得和第一台服务器一样久吗？",
        },
        options: [
          {
            id: "as-long",
            text: { en: "Yes: one thread, one client", zh: "会：一个线程只能服务一个" },
          },
          {
            id: "shorter",
            text: { en: "No: nobody waits for another to close", zh: "不会：谁也不用等别人关闭" },
          },
        ],
        actual: (facts) => (answeredBeforeClose(facts, "c") === CLIENTS ? "shorter" : "as-long"),
      },
      after: comeTogether("c", "loop"),
      notice: {
        en: "Five calls wait at once, in one thread: this is what `asyncio` and Twisted do, and Node. But code that computes for long stops everybody.",
        zh: "五个调用同时在等，线程只有一个：`asyncio`、Twisted 和 Node 都这样做。但若有一段代码算得太久，大家都得停下。",
      },
      highlight: { cards: ["loop"] },
      timeline: { view: "lanes", scale: "time" },
      figures: waits(3),
      claims: [
        {
          says: "all calls are made by one thread, and five recv wait at once",
          holds: (facts) =>
            facts.of("loop", "call.began").every(({ thread }) => thread === undefined) &&
            mostAtOnce(facts.calls("loop", "recv")) === CLIENTS,
        },
        {
          says: "all five are answered before the first one closes",
          holds: (facts) => answeredBeforeClose(facts, "c") === CLIENTS,
        },
      ],
    },
    {
      title: { en: "Side by side", zh: "放在一起看" },
      text: {
        en: "Fifteen clients, three servers, the same work. All times are measured here: from the beginning of `sendall` to the end of `recv`. At the second server that includes starting five threads, which others start beforehand.",
        zh: "十五个客户端，三台服务器，同样的活。时间都是刚才实测的：从 `sendall` 开始到 `recv` 结束。第二台还含启动五个线程，别的服务器常常事先启动好。",
      },
      moves: [gate("free")],
      notice: {
        en: "Waiting costs no processor. What matters is whether a server that waits for one client can hear the others.",
        zh: "等待不占处理器。关键在于：服务器等一个客户端的时候，还听不听得到别人。",
      },
      highlight: { cards: ["one", "many", "loop"] },
      timeline: { view: "lanes", scale: "time" },
      figures: waits(3),
      claims: [
        {
          says: "all fifteen were answered",
          holds: (facts) => ["a", "b", "c"].every((of) => waitsOf(facts, of).length === 5),
        },
      ],
    },
  ],
  tryThis: {
    en: "Connect a TCP client by hand to port {one} and say nothing. Then start another client there. What ends its waiting?",
    zh: "用手动 TCP 客户端连接端口 {one}，一句话也不说，再启动一个客户端。它要等到什么时候？",
  },
};
