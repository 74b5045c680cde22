import { entry } from "../catalogue.ts";
import type { Lesson } from "../model/lesson.ts";
import { gate, giveBack, hand, holdBack, pass, spawn, until } from "../model/move.ts";

/** How many of the five datagrams the bad link lets through, by its seed. */
const THROUGH = 4;

/** One datagram there and one back; boundaries; nobody there; a bad link. */
export const udpDatagrams: Lesson = {
  ...entry("udp-datagrams"),
  see: {
    en: "Messages go without any connection: whole, one by one, and sometimes not at all.",
    zh: "消息不经连接直接发出：一条是一条，完整送达，有时则根本不到。",
  },
  corrects: {
    en: "“sendto returned without an error, so the message has arrived.”",
    zh: "误解：sendto 没有报错，就说明对方收到了。",
  },
  ports: { udp: 9999 },
  steps: [
    {
      title: { en: "The server waits", zh: "服务器等待" },
      text: {
        en: "A UDP server makes a [[socket]] of type `SOCK_DGRAM`, binds it to port {udp} and calls `recvfrom`. There is no `listen` and no `accept`.",
        zh: "UDP 服务器创建 `SOCK_DGRAM` 类型的[[socket]]，绑定端口 {udp}，然后调用 `recvfrom`。没有 `listen`，也没有 `accept`。",
      },
      moves: [spawn("udp-echo-server", "server", "udp"), until.began("server", "recvfrom")],
      notice: {
        en: "Three calls, and it is ready for everybody.",
        zh: "三个调用，就可以接收任何人的消息了。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "recvfrom" } },
      claims: [
        {
          says: "the server is ready after socket, bind and recvfrom",
          holds: (facts) =>
            facts
              .calls("server")
              .map(({ verb }) => verb)
              .join() === "socket,bind,recvfrom",
        },
      ],
    },
    {
      title: { en: "One datagram", zh: "一个数据报" },
      text: {
        en: "A client sends one [[datagram]] of 19 bytes with `sendto`. It says where to at each call: nobody connected anything before.",
        zh: "客户端用 `sendto` 发出一个 19 字节的[[datagram]]。每次调用都要写明发给谁，因为事先没有建立连接。",
      },
      moves: [
        gate("step"),
        spawn("udp-client", "client", "udp"),
        pass("client", "socket"),
        pass("client", "sendto"),
        until.returned("client", "sendto"),
        until.returned("server", "recvfrom"),
      ],
      notice: {
        en: "No [[handshake]], no SYN. The kernel gave the client an [[ephemeral]] at its first `sendto`.",
        zh: "没有[[handshake]]，没有 SYN。客户端第一次 `sendto` 时，内核给了它一个[[ephemeral]]。",
      },
      highlight: { cards: ["client"], call: { of: "client", verb: "sendto" } },
      claims: [
        {
          says: "19 bytes arrive whole, and the client never called connect or bind",
          holds: (facts) =>
            facts.bytes("server", "recvfrom") === 19 &&
            facts.calls("client", "connect").length === 0 &&
            facts.calls("client", "bind").length === 0,
        },
        {
          says: "recvfrom tells the client's address",
          holds: (facts) =>
            facts.nth("server", "recvfrom")?.result?.address?.port ===
            facts.address("client")?.port,
        },
      ],
    },
    {
      title: { en: "The answer", zh: "回复" },
      text: {
        en: "`recvfrom` gave the server the bytes and who sent them. It sends them back to that address, and the client receives its own words.",
        zh: "`recvfrom` 不仅给出内容，还给出发送者的地址。服务器按这个地址发回，客户端收到了自己说的话。",
      },
      moves: [
        pass("server", "sendto"),
        pass("client", "recvfrom"),
        until.returned("client", "recvfrom"),
        gate("free"),
        until.over("client"),
        until.began("server", "recvfrom", { nth: 2 }),
      ],
      notice: {
        en: "When the client closes, nothing is sent: there is no connection to end. The server does not notice.",
        zh: "客户端关闭时什么也不用发送：没有连接需要结束，服务器毫无察觉。",
      },
      highlight: { cards: ["server", "client"] },
      claims: [
        {
          says: "the client gets its 19 bytes back from the server",
          holds: (facts) => facts.bytes("client", "recvfrom") === 19,
        },
      ],
    },
    {
      title: { en: "Boundaries are kept", zh: "保留边界" },
      text: {
        en: "Another client sends `one` and then `three`; the server echoes both. Two datagrams wait at the client, 3 and 5 bytes. It calls `recvfrom(1024)`.",
        zh: "另一个客户端先发 `one`，再发 `three`，服务器都原样发回。3 字节和 5 字节的两个数据报在等它，它调用 `recvfrom(1024)`。",
      },
      moves: [
        spawn("udp-hand-client", "hand", "udp"),
        hand("hand", { verb: "sendto", text: "one", port: "udp" }),
        until.arrived("hand"),
        hand("hand", { verb: "sendto", text: "three", port: "udp" }),
        until.arrived("hand", 2),
        holdBack("hand", "recvfrom"),
        hand("hand", { verb: "recvfrom", size: 1024 }),
        until.heldBack("hand", "recvfrom"),
      ],
      predict: {
        kind: "number",
        question: {
          en: "How many bytes will `recvfrom(1024)` give?",
          zh: "`recvfrom(1024)` 会得到多少字节？",
        },
        unit: { en: "bytes", zh: "字节" },
        actual: (facts) => facts.bytes("hand", "recvfrom"),
      },
      after: [giveBack("hand", "recvfrom"), until.returned("hand", "recvfrom")],
      notice: {
        en: "One `recvfrom`, one datagram, whole. A TCP `recv` could have given all 8 bytes at once.",
        zh: "一次 `recvfrom` 恰好取走一个完整的数据报。若是 TCP，一次 `recv` 可能拿到全部 8 字节。",
      },
      highlight: { cards: ["hand"], call: { of: "hand", verb: "recvfrom" } },
      claims: [
        {
          says: "recvfrom(1024) gives 3 bytes although 8 are waiting",
          holds: (facts) =>
            facts.bytes("hand", "recvfrom") === 3 &&
            facts.of("hand", "datagram.arrived").length === 2,
        },
      ],
    },
    {
      title: { en: "Nobody is there", zh: "无人接收" },
      text: {
        en: "The server is stopped; nobody holds port {udp} any more. The client calls `sendto` all the same. It is stopped before it returns.",
        zh: "服务器停止了，端口 {udp} 上已没有人。客户端照样调用 `sendto`，停在返回之前。",
      },
      moves: [
        { do: "stop", of: "server" },
        until.over("server"),
        holdBack("hand", "sendto"),
        hand("hand", { verb: "sendto", text: "anybody?", port: "udp" }),
        until.heldBack("hand", "sendto"),
      ],
      predict: {
        kind: "choice",
        question: { en: "What will `sendto` give?", zh: "`sendto` 会得到什么？" },
        options: [
          { id: "error", text: { en: "An error: refused", zh: "错误：被拒绝" } },
          { id: "sent", text: { en: "8: eight bytes sent", zh: "8：发出了 8 字节" } },
        ],
        actual: (facts) => {
          const sent = facts.nth("hand", "sendto", 3);
          if (sent?.ended == null) return null;
          return sent.error === null ? "sent" : "error";
        },
      },
      after: [giveBack("hand", "sendto"), until.returned("hand", "sendto", { nth: 3 })],
      notice: {
        en: "`sendto` means: the kernel took it. Whether anybody receives it, UDP does not say.",
        zh: "`sendto` 成功只表示内核收下了。有没有人收到，UDP 不告诉你。",
      },
      highlight: { cards: ["hand"], call: { of: "hand", verb: "sendto", nth: 3 } },
      claims: [
        {
          says: "sendto to a port without a server gives 8",
          holds: (facts) => facts.bytes("hand", "sendto", 3) === 8,
        },
      ],
    },
    {
      title: { en: "A bad link", zh: "糟糕的链路" },
      text: {
        en: "Loopback loses nothing, so the playground does, on purpose: this link loses and reorders. Five numbered datagrams set out for a new server.",
        zh: "回环从不丢包，所以由本程序故意制造：这条链路会丢包和乱序。五个编了号的数据报发往一台新的服务器。",
      },
      moves: [
        { do: "remove", of: "server" },
        spawn("udp-echo-server", "second", "udp"),
        until.began("second", "recvfrom"),
        { do: "link", conditions: { loss: 0.3, reorder: 0.5 }, seed: 7 },
        // Each is sent before anything else happens in the lab: who is overtaken follows from the
        // seed alone. Sent one by one from a slow page, none would meet another.
        spawn("udp-burst-client", "burst", "udp"),
        until.fault("burst", { fault: "loss" }),
        until.fault("burst", { fault: "reorder" }),
        until.returned("second", "recvfrom", { nth: THROUGH }),
        { do: "link", conditions: null },
      ],
      notice: {
        en: "Zigzags are injected. Some never arrived, some overtook others, and every `sendto` returned 1 all the same.",
        zh: "锯齿线是故意注入的。有的没到，有的后发先至，而每次 `sendto` 都照样返回 1。",
      },
      highlight: { cards: ["second"] },
      claims: [
        {
          says: "every sendto on the bad link gave 1, and not all five arrived in order",
          holds: (facts) => {
            const sent = [1, 2, 3, 4, 5].map((nth) => facts.bytes("burst", "sendto", nth));
            const got = facts
              .calls("second", "recvfrom")
              .flatMap(({ result }) => (result?.payload ? [atob(result.payload.kept)] : []));
            return (
              sent.every((count) => count === 1) &&
              got.length < 5 &&
              got.join() !== [...got].sort().join()
            );
          },
        },
      ],
    },
  ],
  tryThis: {
    en: "Open the link conditions, set duplicates to 100 % and send one datagram by hand. How many answers come?",
    zh: "打开链路条件，把重复率调到 100%，再手动发一个数据报。会收到几个回复？",
  },
};
