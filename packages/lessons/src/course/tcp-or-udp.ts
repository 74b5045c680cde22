import { entry } from "../catalogue.ts";
import type { Facts } from "../facts/facts.ts";
import type { Lesson } from "../model/lesson.ts";
import { giveBack, hand, holdBack, type Move, spawn, until } from "../model/move.ts";

/** Sent one by one over both; 12 bytes in all. */
const WORDS = ["one", "four", "three"] as const;
/** What the writer sends, and the burst client by itself. */
const DIGITS = ["1", "2", "3", "4", "5"] as const;
/** How many of the five datagrams the link lets through, by the seed of the step. */
const THROUGH = 4;
const NTHS = [1, 2, 3, 4, 5] as const;

const sendAll = (words: readonly string[], stream: string): readonly Move[] =>
  words.flatMap((text, index) => [
    hand(stream, { verb: "send", text }),
    until.returned(stream, "send", { nth: index + 1 }),
  ]);

const sendAllTo = (words: readonly string[], client: string): readonly Move[] =>
  words.flatMap((text, index) => [
    hand(client, { verb: "sendto", text, port: "udp" }),
    until.returned(client, "sendto", { nth: index + 1 }),
  ]);

const datagrams = (facts: Facts): readonly string[] =>
  facts
    .calls("udpServer", "recvfrom")
    .flatMap(({ result }) => (result?.payload ? [atob(result.payload.kept)] : []));

/** The same messages over both, side by side. */
export const tcpOrUdp: Lesson = {
  ...entry("tcp-or-udp"),
  see: {
    en: "The same messages over both, side by side: what a stream makes of them, what datagrams do, and what a bad link does to each.",
    zh: "同样的消息，两种协议并排发送：看字节流和数据报各得到什么，链路不好时又怎样。",
  },
  corrects: {
    en: "“UDP is TCP without guarantees.” It also keeps what TCP does not: where a message ends.",
    zh: "误解：UDP 就是少了保证的 TCP。其实它保留了 TCP 没有的东西：消息的边界。",
  },
  ports: { tcp: 8888, udp: 9999 },
  steps: [
    {
      title: { en: "Two receivers", zh: "两个接收方" },
      text: {
        en: "A TCP server on port {tcp} needs `bind`, `listen` and `accept`. A UDP receiver on port {udp} needs only `bind`.",
        zh: "TCP 服务器在端口 {tcp}，要 `bind`、`listen`、`accept`。UDP 接收方在端口 {udp}，只要 `bind`。",
      },
      moves: [
        spawn("tcp-hand-server", "tcpServer", "tcp"),
        until.began("tcpServer", "accept"),
        spawn("udp-hand-server", "udpServer", "udp"),
        until.returned("udpServer", "bind"),
      ],
      notice: {
        en: "The ports of TCP and those of UDP have nothing to do with one another.",
        zh: "TCP 的端口和 UDP 的端口互不相干。",
      },
      highlight: { cards: ["tcpServer", "udpServer"], call: { of: "udpServer", verb: "bind" } },
      claims: [
        {
          says: "the TCP server made four calls, the UDP receiver two",
          holds: (facts) =>
            facts
              .calls("tcpServer")
              .map(({ verb }) => verb)
              .join() === "socket,bind,listen,accept" &&
            facts
              .calls("udpServer")
              .map(({ verb }) => verb)
              .join() === "socket,bind",
        },
      ],
    },
    {
      title: { en: "A connection, or none", zh: "有连接与无连接" },
      text: {
        en: "The TCP client calls `connect`: a [[handshake]] goes there and back before the first byte. The UDP client has its socket and is ready.",
        zh: "TCP 客户端调用 `connect`：发送第一个字节之前，先要[[handshake]]。UDP 客户端有了套接字，就可以发了。",
      },
      moves: [
        spawn("tcp-hand-client", "tcpClient", "tcp"),
        spawn("udp-hand-client", "udpClient", "udp"),
        until.returned("udpClient", "socket"),
        hand("tcpClient", { verb: "connect", port: "tcp" }),
        until.returned("tcpClient", "connect"),
        until.returned("tcpServer", "accept"),
      ],
      notice: {
        en: "Between the TCP cards there is a line now: both kernels keep a state. UDP keeps none.",
        zh: "TCP 的两张卡片之间有了连线：两边内核都记着状态。UDP 什么也不记。",
      },
      highlight: {
        cards: ["tcpClient", "udpClient"],
        call: { of: "tcpClient", verb: "connect" },
      },
      claims: [
        {
          says: "the TCP client connected, the UDP client made no call but socket",
          holds: (facts) =>
            facts.nth("tcpClient", "connect")?.error === null &&
            facts.calls("udpClient").length === 1,
        },
      ],
    },
    {
      title: { en: "The same three messages", zh: "同样三条消息" },
      text: {
        en: "Both send `one`, `four` and `three`: 3, 4 and 5 bytes. Then the TCP server calls `recv(1024)`, the UDP receiver `recvfrom(1024)`.",
        zh: "两边都发送 `one`、`four`、`three`，分别是 3、4、5 字节。然后 TCP 服务器调用 `recv(1024)`，UDP 接收方调用 `recvfrom(1024)`。",
      },
      moves: [
        ...sendAll(WORDS, "tcpClient"),
        ...sendAllTo(WORDS, "udpClient"),
        until.arrived("udpServer", 3),
        holdBack("tcpServer", "recv"),
        holdBack("udpServer", "recvfrom"),
        hand("tcpServer", { verb: "recv", size: 1024 }),
        until.heldBack("tcpServer", "recv"),
        hand("udpServer", { verb: "recvfrom", size: 1024 }),
        until.heldBack("udpServer", "recvfrom"),
      ],
      predict: {
        kind: "choice",
        question: {
          en: "How many bytes do `recv` and `recvfrom` give?",
          zh: "`recv` 和 `recvfrom` 各得到多少字节？",
        },
        options: [
          { id: "3 3", text: { en: "3 and 3", zh: "3 和 3" } },
          { id: "12 3", text: { en: "12 and 3", zh: "12 和 3" } },
          { id: "12 12", text: { en: "12 and 12", zh: "12 和 12" } },
        ],
        actual: (facts) => {
          const [stream, datagram] = [
            facts.bytes("tcpServer", "recv"),
            facts.bytes("udpServer", "recvfrom"),
          ];
          return stream === null || datagram === null ? null : `${stream} ${datagram}`;
        },
      },
      after: [
        giveBack("tcpServer", "recv"),
        until.returned("tcpServer", "recv"),
        giveBack("udpServer", "recvfrom"),
        until.returned("udpServer", "recvfrom"),
        hand("udpServer", { verb: "recvfrom", size: 1024 }),
        until.returned("udpServer", "recvfrom", { nth: 2 }),
        hand("udpServer", { verb: "recvfrom", size: 1024 }),
        until.returned("udpServer", "recvfrom", { nth: 3 }),
      ],
      notice: {
        en: "TCP gave one [[stream]] of 12 bytes. UDP gave three [[datagram|datagrams]], each whole, each with its sender's address.",
        zh: "TCP 给出 12 字节的[[stream]]。UDP 给出三个[[datagram]]，个个完整，还各带发送者的地址。",
      },
      highlight: { cards: ["tcpServer", "udpServer"], call: { of: "tcpServer", verb: "recv" } },
      claims: [
        {
          says: "one recv gives all 12 bytes, three recvfroms give 3, 4 and 5",
          holds: (facts) =>
            facts.bytes("tcpServer", "recv") === 12 &&
            [1, 2, 3].map((nth) => facts.bytes("udpServer", "recvfrom", nth)).join() === "3,4,5",
        },
      ],
    },
    {
      title: { en: "A bad link", zh: "糟糕的链路" },
      text: {
        en: "Now a bad link, injected: it delays, loses and reorders. `1` to `5` set out over both, TCP to a reader that reads until close.",
        zh: "现在链路变糟（注入）：会延迟、丢失、乱序。两边各发 `1` 到 `5`，TCP 的接收方一直读到关闭。",
      },
      moves: [
        { do: "remove", of: "tcpServer" },
        { do: "remove", of: "tcpClient" },
        spawn("until-close-reader", "reader", "tcp"),
        until.began("reader", "accept"),
        spawn("tcp-hand-client", "writer", "tcp"),
        hand("writer", { verb: "connect", port: "tcp" }),
        until.returned("reader", "accept"),
        until.returned("writer", "connect"),
        { do: "link", conditions: { latency: 20, jitter: 10, loss: 0.3, reorder: 0.5 }, seed: 7 },
        // All five are under way before the first one is through: who is overtaken follows from the
        // seed alone. Sent one by one from a slow page, none would meet another.
        spawn("udp-burst-client", "burst", "udp"),
        ...sendAll(DIGITS, "writer"),
        hand("writer", { verb: "close" }),
        until.over("reader"),
        until.fault("burst", { fault: "loss" }),
        until.fault("burst", { fault: "reorder" }),
        until.arrived("udpServer", WORDS.length + THROUGH),
        { do: "link", conditions: null },
        ...NTHS.slice(0, THROUGH).flatMap((nth) => [
          hand("udpServer", { verb: "recvfrom", size: 1024 }),
          until.returned("udpServer", "recvfrom", { nth: WORDS.length + nth }),
        ]),
      ],
      notice: {
        en: "TCP: all five, in order. It numbers bytes and repeats lost [[segment|segments]], below this link, unseen. UDP: some lost, some overtaken, and nobody was told.",
        zh: "TCP：五个都在，次序不乱。它给字节编号、重发丢失的[[segment]]，这些在链路之下，看不见。UDP：有丢有乱，谁也没被告知。",
      },
      highlight: {
        cards: ["reader", "udpServer"],
        call: { of: "udpServer", verb: "recvfrom", nth: 4 },
      },
      claims: [
        {
          says: "the stream arrives whole and in order",
          holds: (facts) => facts.of("reader", "actor.printed")[0]?.text === '"12345"',
        },
        {
          says: "of the five datagrams some are lost and some overtaken, and every sendto gave 1",
          holds: (facts) => {
            const got = datagrams(facts).slice(WORDS.length);
            return (
              got.length < DIGITS.length &&
              got.join() !== [...got].sort().join() &&
              NTHS.every((nth) => facts.bytes("burst", "sendto", nth) === 1)
            );
          },
        },
      ],
    },
    {
      title: { en: "The end", zh: "结束" },
      text: {
        en: "The TCP client had closed, and its reader's `recv` gave 0 bytes. Now the UDP client closes; the receiver calls `recvfrom`, willing to wait a second.",
        zh: "刚才 TCP 客户端关闭后，读取方的 `recv` 得到 0 字节。现在 UDP 客户端也关闭，接收方调用 `recvfrom`，最多等一秒。",
      },
      moves: [
        { do: "remove", of: "burst" },
        hand("udpServer", { verb: "settimeout", seconds: 1 }),
        until.returned("udpServer", "settimeout"),
        hand("udpClient", { verb: "close" }),
        until.over("udpClient"),
        hand("udpServer", { verb: "recvfrom", size: 1024 }),
        until.failed("udpServer", "recvfrom"),
      ],
      notice: {
        en: "UDP has no end to tell of. TCP for what must be whole; UDP where late is worthless, as in speech and video.",
        zh: "UDP 没有“结束”可以通知。要完整就用 TCP；像语音、视频那样迟到就没用的，用 UDP。",
      },
      highlight: { cards: ["udpServer"], call: { of: "udpServer", verb: "recvfrom", nth: 8 } },
      claims: [
        {
          says: "the reader's last recv gave 0 bytes, and the UDP receiver hears nothing",
          holds: (facts) =>
            facts.calls("reader", "recv").at(-1)?.result?.payload?.length === 0 &&
            facts.nth("udpServer", "recvfrom", 8)?.error?.message === "timed out",
        },
      ],
    },
  ],
  tryThis: {
    en: "Add a TCP and a UDP client by hand. Aim both at a port where nobody is. Which of them is told so, and at which call?",
    zh: "添加手动的 TCP 和 UDP 客户端，都发往没有人的端口。谁会得知没有人？在哪个调用？",
  },
};
