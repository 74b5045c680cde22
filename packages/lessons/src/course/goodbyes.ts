import { entry } from "../catalogue.ts";
import type { Lesson } from "../model/lesson.ts";
import { giveBack, hand, holdBack, type Move, spawn, until } from "../model/move.ts";

/** A server and a client by hand, connected with one another; those before them go. */
const pair = (server: string, client: string, ...before: readonly string[]): readonly Move[] => [
  ...before.map((of): Move => ({ do: "remove", of })),
  spawn("tcp-hand-server", server, "tcp"),
  until.began(server, "accept"),
  spawn("tcp-hand-client", client, "tcp"),
  hand(client, { verb: "connect", port: "tcp" }),
  until.returned(client, "connect"),
  until.returned(server, "accept"),
];

/** Close by either side, half-close, reset, silence, and what each looks like at the other end. */
export const goodbyes: Lesson = {
  ...entry("goodbyes"),
  see: {
    en: "Close, half-close, reset, and a peer that just vanishes: what `recv` and `send` tell at the other end.",
    zh: "关闭、半关闭、复位，还有突然消失：看另一端的 `recv` 和 `send` 各得到什么。",
  },
  corrects: {
    en: "“When the peer has closed, recv fails.” It gives 0 bytes; and send may even succeed.",
    zh: "误解：对方关闭后 recv 会报错。其实它得到 0 字节，而 send 甚至还能成功。",
  },
  ports: { tcp: 8888 },
  steps: [
    {
      title: { en: "The client closes first", zh: "客户端先关闭" },
      text: {
        en: "Client and server are connected. The client calls `close`, which sends a [[fin]]. The server is in `recv(1024)`.",
        zh: "客户端与服务器已连接。客户端调用 `close`，发出 [[fin]]。服务器正在调用 `recv(1024)`。",
      },
      moves: [
        ...pair("server1", "client1"),
        holdBack("server1", "recv"),
        hand("server1", { verb: "recv", size: 1024 }),
        until.began("server1", "recv"),
        hand("client1", { verb: "close" }),
        until.heldBack("server1", "recv"),
      ],
      predict: {
        kind: "choice",
        question: { en: "What does the server's `recv` give?", zh: "服务器的 `recv` 得到什么？" },
        options: [
          { id: "error", text: { en: "An error", zh: "一个错误" } },
          { id: "0", text: { en: "0 bytes", zh: "0 字节" } },
          { id: "waits", text: { en: "Nothing, it goes on waiting", zh: "没有结果，继续等" } },
        ],
        actual: (facts) => {
          const recv = facts.nth("server1", "recv");
          if (recv?.ended == null) return null;
          return recv.error === null ? String(facts.bytes("server1", "recv")) : "error";
        },
      },
      after: [
        giveBack("server1", "recv"),
        until.returned("server1", "recv"),
        hand("server1", { verb: "close" }),
        until.over("server1"),
      ],
      notice: {
        en: "0 bytes means: the stream is at its end. Then the server closes, too. Who closed first is in TIME-WAIT for a while.",
        zh: "0 字节的意思是：字节流到头了。随后服务器也关闭。先关闭的一方要在 TIME-WAIT 停留一会儿。",
      },
      highlight: { cards: ["server1"], call: { of: "server1", verb: "recv" } },
      claims: [
        {
          says: "the server's recv gives 0 bytes when the client has closed",
          holds: (facts) => facts.bytes("server1", "recv") === 0,
        },
      ],
    },
    {
      title: { en: "The server closes first", zh: "服务器先关闭" },
      text: {
        en: "A new pair. Now the server calls `close` first; the client asks with `recv`, gets 0 bytes, and closes, too.",
        zh: "换一对。这次服务器先 `close`；客户端 `recv` 得到 0 字节，然后也关闭。",
      },
      moves: [
        ...pair("server2", "client2", "server1", "client1"),
        hand("client2", { verb: "recv", size: 1024 }),
        until.began("client2", "recv"),
        hand("server2", { verb: "close" }),
        until.returned("client2", "recv"),
        hand("client2", { verb: "close" }),
        until.over("client2"),
        until.over("server2"),
      ],
      notice: {
        en: "TCP has no master: either side may go first, and the other hears the same. Only TIME-WAIT is at the other end.",
        zh: "TCP 不分主次：谁先关都行，对方看到的都一样。不同的只是 TIME-WAIT 留在先关的一端。",
      },
      highlight: { cards: ["client2"], call: { of: "client2", verb: "recv" } },
      claims: [
        {
          says: "the client's recv gives 0 bytes when the server has closed first",
          holds: (facts) => {
            const first = facts.nth("server2", "close")?.began;
            const second = facts.nth("client2", "close")?.began;
            return (
              facts.bytes("client2", "recv") === 0 &&
              first !== undefined &&
              second !== undefined &&
              first < second
            );
          },
        },
      ],
    },
    {
      title: { en: "Half-close", zh: "半关闭" },
      text: {
        en: "The client calls `shutdown(SHUT_WR)`: I have no more to say. The server's `recv` gives 0 bytes; then it sends `bye` all the same.",
        zh: "客户端调用 `shutdown(SHUT_WR)`：我没有话要说了。服务器 `recv` 得到 0 字节，但它照样发送 `bye`。",
      },
      moves: [
        ...pair("server3", "client3", "server2", "client2"),
        hand("client3", { verb: "shutdown", how: "SHUT_WR" }),
        until.returned("client3", "shutdown"),
        hand("server3", { verb: "recv", size: 1024 }),
        until.returned("server3", "recv"),
        hand("server3", { verb: "send", text: "bye" }),
        until.returned("server3", "send"),
        holdBack("client3", "recv"),
        hand("client3", { verb: "recv", size: 1024 }),
        until.heldBack("client3", "recv"),
      ],
      predict: {
        kind: "number",
        question: {
          en: "The client has sent its FIN. How many bytes will its `recv` give?",
          zh: "客户端已经发出 FIN。它的 `recv` 会得到多少字节？",
        },
        unit: { en: "bytes", zh: "字节" },
        actual: (facts) => facts.bytes("client3", "recv"),
      },
      after: [
        giveBack("client3", "recv"),
        until.returned("client3", "recv"),
        hand("server3", { verb: "close" }),
        until.over("server3"),
        hand("client3", { verb: "close" }),
        until.over("client3"),
      ],
      notice: {
        en: "The [[halfClose]]: the two directions end one by one. That is how a client says “that was all, now your answer”.",
        zh: "这就是[[halfClose]]：两个方向各自结束。客户端可以借此表示“我说完了，请回答”。",
      },
      highlight: { cards: ["client3"], call: { of: "client3", verb: "recv" } },
      claims: [
        {
          says: "after shutdown(SHUT_WR) the server reads 0 bytes and the client still gets 3",
          holds: (facts) =>
            facts.bytes("server3", "recv") === 0 &&
            facts.bytes("server3", "send") === 3 &&
            facts.bytes("client3", "recv") === 3,
        },
      ],
    },
    {
      title: { en: "Writing to one who has gone", zh: "写给已关闭的对方" },
      text: {
        en: "The server has closed. The client has not asked, and calls `send` with five bytes. The call is stopped before it returns.",
        zh: "服务器已经关闭。客户端没有察觉，调用 `send` 发 5 个字节，停在返回之前。",
      },
      moves: [
        ...pair("server4", "client4", "server3", "client3"),
        hand("server4", { verb: "close" }),
        until.over("server4"),
        holdBack("client4", "send"),
        hand("client4", { verb: "send", text: "hello" }),
        until.heldBack("client4", "send"),
      ],
      predict: {
        kind: "choice",
        question: { en: "What does this `send` give?", zh: "这次 `send` 得到什么？" },
        options: [
          { id: "error", text: { en: "EPIPE: broken pipe", zh: "EPIPE：管道破裂" } },
          { id: "sent", text: { en: "5: five bytes taken", zh: "5：收下 5 字节" } },
        ],
        actual: (facts) => {
          const send = facts.nth("client4", "send");
          if (send?.ended == null) return null;
          return send.error === null ? "sent" : "error";
        },
      },
      after: [
        giveBack("client4", "send"),
        until.returned("client4", "send"),
        hand("client4", { verb: "send", text: "again" }),
        until.failed("client4", "send"),
      ],
      notice: {
        en: "The first succeeds: a FIN only says the peer sends no more. Its kernel answers with a [[rst]], and the second `send` fails.",
        zh: "第一次成功：FIN 只表示对方不再发送。对方内核以 [[rst]] 回应，于是第二次 `send` 失败。",
      },
      highlight: { cards: ["client4"], call: { of: "client4", verb: "send", nth: 2 } },
      claims: [
        {
          says: "the first send after the peer's close gives 5, the second fails with EPIPE",
          holds: (facts) =>
            facts.bytes("client4", "send") === 5 &&
            facts.nth("client4", "send", 2)?.error?.errno === "EPIPE",
        },
      ],
    },
    {
      title: { en: "Reset", zh: "复位" },
      text: {
        en: "The server sends `hello`. The client calls `close` without having read it. The server then calls `recv`.",
        zh: "服务器发来 `hello`，客户端没有读就 `close` 了。然后服务器调用 `recv`。",
      },
      moves: [
        ...pair("server5", "client5", "server4", "client4"),
        hand("server5", { verb: "send", text: "hello" }),
        until.returned("server5", "send"),
        hand("client5", { verb: "close" }),
        until.over("client5"),
        holdBack("server5", "recv"),
        hand("server5", { verb: "recv", size: 1024 }),
        until.heldBack("server5", "recv"),
      ],
      predict: {
        kind: "choice",
        question: { en: "What does the server's `recv` give?", zh: "服务器的 `recv` 得到什么？" },
        options: [
          { id: "0", text: { en: "0 bytes, as before", zh: "0 字节，和前面一样" } },
          {
            id: "reset",
            text: { en: "ECONNRESET: connection reset", zh: "ECONNRESET：连接被复位" },
          },
        ],
        actual: (facts) => {
          const recv = facts.nth("server5", "recv");
          if (recv?.ended == null) return null;
          return recv.error === null ? "0" : "reset";
        },
      },
      after: [giveBack("server5", "recv"), until.failed("server5", "recv")],
      notice: {
        en: "Bytes nobody read are thrown away, and the kernel says so: a [[rst]] instead of a FIN. Nothing of the connection is left.",
        zh: "没读的数据被丢弃，内核如实告诉对方：发的不是 FIN，而是 [[rst]]。连接就此作废。",
      },
      highlight: { cards: ["server5"], call: { of: "server5", verb: "recv" } },
      claims: [
        {
          says: "recv fails with ECONNRESET when the peer closed with unread bytes",
          holds: (facts) => facts.nth("server5", "recv")?.error?.errno === "ECONNRESET",
        },
      ],
    },
    {
      title: { en: "A program crashes", zh: "程序崩溃" },
      text: {
        en: "This client ends in the middle of a sentence, without `close`. Its kernel is alive and closes the socket for it.",
        zh: "这个客户端话说到一半就结束了，没有 `close`。但它的内核还在，会替它关闭套接字。",
      },
      moves: [
        { do: "remove", of: "server5" },
        { do: "remove", of: "client5" },
        spawn("tcp-hand-server", "server6", "tcp"),
        until.began("server6", "accept"),
        spawn("vanisher", "client6", "tcp"),
        until.over("client6"),
        until.returned("server6", "accept"),
        hand("server6", { verb: "recv", size: 1024 }),
        until.returned("server6", "recv"),
        hand("server6", { verb: "recv", size: 1024 }),
        until.returned("server6", "recv", { nth: 2 }),
      ],
      notice: {
        en: "For the server it looks like a polite goodbye: bytes, then 0. Only the half sentence tells.",
        zh: "在服务器看来，这和礼貌的告别一样：先有字节，然后是 0 字节。只有那半句话露了馅。",
      },
      highlight: { cards: ["server6"], call: { of: "server6", verb: "recv", nth: 2 } },
      claims: [
        {
          says: "the client never called close, and the server reads bytes and then 0",
          holds: (facts) =>
            facts.calls("client6", "close").length === 0 &&
            (facts.bytes("server6", "recv") ?? 0) > 0 &&
            facts.bytes("server6", "recv", 2) === 0,
        },
      ],
    },
    {
      title: { en: "It vanishes", zh: "凭空消失" },
      text: {
        en: "A pulled cable tells nobody. On loopback there is no cable, so the link swallows everything, injected. The client sends `help`; the server waits in `recv`, a second at most.",
        zh: "网线被拔掉时，谁也不会得到通知。回环没有网线，所以由链路吞掉一切（注入）。客户端发出 `help`，服务器在 `recv` 里等，最多等一秒。",
      },
      moves: [
        ...pair("server7", "client7", "server6", "client6"),
        hand("server7", { verb: "settimeout", seconds: 1 }),
        until.returned("server7", "settimeout"),
        { do: "link", conditions: { blackHole: true } },
        // What is sent is swallowed before the server begins to wait, whose second counts from there.
        hand("client7", { verb: "send", text: "help" }),
        until.fault("client7", { fault: "black-hole" }),
        hand("server7", { verb: "recv", size: 1024 }),
        until.failed("server7", "recv"),
        { do: "link", conditions: null },
        hand("server7", { verb: "recv", size: 1024 }),
        until.returned("server7", "recv"),
      ],
      notice: {
        en: "No FIN, no RST: only its own `settimeout(1)` woke the server. A vanished peer looks like a silent one. When the link is back, the four bytes come after all.",
        zh: "没有 FIN，也没有 RST，是 `settimeout(1)` 唤醒了服务器。消失的对方和沉默的对方看起来一样。链路恢复后，那 4 字节终究到了。",
      },
      highlight: { cards: ["server7"], call: { of: "server7", verb: "recv" } },
      claims: [
        {
          says: "nothing came from the vanished client: only the server's own timeout ended recv",
          holds: (facts) => {
            const recv = facts.nth("server7", "recv");
            return recv?.error?.message === "timed out" && (recv.ended ?? 0) - recv.began >= 0.99e9;
          },
        },
        {
          says: "when the link is back, the four bytes are received",
          holds: (facts) => facts.bytes("server7", "recv", 2) === 4,
        },
      ],
    },
  ],
  tryThis: {
    en: "Connect a TCP client by hand to an echo server, choose shutdown in its menu, then `recv`. Which of the two closes the connection first?",
    zh: "用手动 TCP 客户端连上回显服务器，在菜单里选 shutdown，再 `recv`。两边是谁先关闭连接？",
  },
};
