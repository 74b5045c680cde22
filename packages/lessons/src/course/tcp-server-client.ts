import { entry } from "../catalogue.ts";
import type { Lesson } from "../model/lesson.ts";
import { gate, giveBack, holdBack, pass, spawn, until } from "../model/move.ts";

/** The course's first program: a greeting over TCP, one call at a time, then a client that waits. */
export const tcpServerAndClient: Lesson = {
  ...entry("tcp-server-client"),
  see: {
    en: "A server greets a client, hears its answer and says goodbye. Then two clients come at once.",
    zh: "服务器问候客户端，听它回答，再道别。然后两个客户端同时到来。",
  },
  corrects: {
    en: "“connect has returned, so the server has accepted me.” The kernel did that alone.",
    zh: "误解：connect 返回了，就说明服务器已经 accept。其实握手由内核独自完成。",
  },
  ports: { tcp: 8888 },
  steps: [
    {
      title: { en: "The server waits", zh: "服务器等待" },
      text: {
        en: "The server makes a [[socket]], binds it to 127.0.0.1:{tcp}, listens with a [[backlog]] of 5 and calls `accept`. Nobody has come yet, so it sleeps there.",
        zh: "服务器创建[[socket]]，绑定 127.0.0.1:{tcp}，以 [[backlog|backlog]] 5 开始监听，再调用 `accept`。还没有人来，它就睡在那里。",
      },
      moves: [
        gate("step"),
        spawn("welcome-server", "server", "tcp"),
        pass("server", "socket"),
        pass("server", "bind"),
        pass("server", "listen"),
        pass("server", "accept"),
        until.began("server", "accept"),
      ],
      notice: {
        en: "The shaded bar: `accept` has begun and not returned. The server is [[blocked]] and uses no processor.",
        zh: "看阴影条：`accept` 已经开始，还没有返回。服务器处于[[blocked]]状态，不占用处理器。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "accept" } },
      claims: [
        {
          says: "the server binds to 127.0.0.1 and listens with a backlog of 5",
          holds: (facts) =>
            facts.nth("server", "bind")?.args.address?.address === "127.0.0.1" &&
            facts.nth("server", "listen")?.args.backlog === 5,
        },
        {
          says: "accept has not returned",
          holds: (facts) => facts.nth("server", "accept")?.ended === null,
        },
      ],
    },
    {
      title: { en: "A client connects", zh: "客户端连接" },
      text: {
        en: "A client calls `connect`. Three segments go between the two kernels, the [[handshake]]. Then `connect` returns to the client and `accept` to the server.",
        zh: "客户端调用 `connect`，两边的内核交换三个报文段，即[[handshake]]。随后客户端的 `connect` 与服务器的 `accept` 各自返回。",
      },
      moves: [
        spawn("welcome-client", "client", "tcp"),
        pass("client", "socket"),
        pass("client", "connect"),
        until.returned("client", "connect"),
        until.returned("server", "accept"),
      ],
      notice: {
        en: "`accept` gave a new socket for this client. The [[listening]] stays as it was and never carries data.",
        zh: "`accept` 为这个客户端给出了一个新套接字。[[listening]]保持原样，从不传数据。",
      },
      highlight: { cards: ["server", "client"], call: { of: "server", verb: "accept" } },
      claims: [
        {
          says: "accept gives a new socket, and the client's address",
          holds: (facts) => {
            const accept = facts.nth("server", "accept");
            return (
              accept?.result?.socket !== undefined &&
              accept.result.socket !== accept.socket &&
              accept.result.address?.port === facts.address("client")?.port
            );
          },
        },
      ],
    },
    {
      title: { en: "The server speaks first", zh: "服务器先开口" },
      text: {
        en: "The server sends eight Chinese characters, three bytes each in [[utf8]]. `sendall` hands 24 bytes to the kernel and returns.",
        zh: "服务器发送八个汉字，按 [[utf8]] 每个占 3 字节。`sendall` 把 24 字节交给内核就返回。",
      },
      moves: [pass("server", "sendall"), until.returned("server", "sendall")],
      notice: {
        en: "The client has not called `recv`. That `sendall` returned says nothing about whether anybody has read.",
        zh: "客户端还没有调用 `recv`。`sendall` 返回，并不说明有人读到了。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "sendall" } },
      claims: [
        {
          says: "sendall takes 24 bytes before the client has called recv",
          holds: (facts) =>
            facts.nth("server", "sendall")?.args.payload?.length === 24 &&
            facts.calls("client", "recv").length === 0,
        },
      ],
    },
    {
      title: { en: "The client reads", zh: "客户端读取" },
      text: {
        en: "The client calls `recv(1024)`. The call is stopped just before it returns.",
        zh: "客户端调用 `recv(1024)`。这个调用停在返回之前。",
      },
      moves: [holdBack("client", "recv"), pass("client", "recv"), until.heldBack("client", "recv")],
      predict: {
        kind: "number",
        question: {
          en: "How many bytes will `recv(1024)` give?",
          zh: "`recv(1024)` 会得到多少字节？",
        },
        unit: { en: "bytes", zh: "字节" },
        actual: (facts) => facts.bytes("client", "recv"),
      },
      after: [giveBack("client", "recv"), until.returned("client", "recv")],
      notice: {
        en: "1024 is a maximum, not an order. `recv` gives what has arrived, as soon as anything has.",
        zh: "1024 是上限，不是订货量。只要有数据到了，`recv` 就把已到的交出来。",
      },
      highlight: { cards: ["client"], call: { of: "client", verb: "recv" } },
      claims: [
        {
          says: "recv(1024) gives 24 bytes",
          holds: (facts) =>
            facts.nth("client", "recv")?.args.size === 1024 && facts.bytes("client", "recv") === 24,
        },
      ],
    },
    {
      title: { en: "The client answers", zh: "客户端回答" },
      text: {
        en: "Now the other direction: the client sends 16 bytes, the server calls `recv(1024)` and gets them.",
        zh: "换一个方向：客户端发送 16 字节，服务器调用 `recv(1024)` 收到它们。",
      },
      moves: [
        pass("client", "sendall"),
        until.returned("client", "sendall"),
        pass("server", "recv"),
        until.returned("server", "recv"),
      ],
      notice: {
        en: "One connection, two streams: each direction counts its own bytes from 0.",
        zh: "一条连接，两个字节流：每个方向都从 0 开始数自己的字节。",
      },
      highlight: { cards: ["client", "server"] },
      claims: [
        {
          says: "16 bytes go from the client to the server, from offset 0",
          holds: (facts) =>
            facts.bytes("server", "recv") === 16 &&
            facts.nth("server", "recv")?.result?.offset === 0 &&
            facts.nth("client", "sendall")?.args.offset === 0,
        },
      ],
    },
    {
      title: { en: "Goodbye", zh: "道别" },
      text: {
        en: "Both call `close`, and each side sends a [[fin]]. The server goes back to `accept`: the loop begins again.",
        zh: "双方各自调用 `close`，各发出一个 [[fin]]。服务器回到 `accept`，循环重新开始。",
      },
      moves: [
        pass("client", "close"),
        until.over("client"),
        pass("server", "close"),
        pass("server", "accept", 2),
        until.began("server", "accept", { nth: 2 }),
      ],
      notice: {
        en: "The dashed lines are inferred: FIN and ACK follow from TCP's rules, nobody here has seen them.",
        zh: "虚线是推断：FIN 和 ACK 由 TCP 规则推出，这里没有人亲眼看见。",
      },
      highlight: { cards: ["client", "server"] },
      claims: [
        {
          says: "both have closed the connection, and the server waits in accept again",
          holds: (facts) =>
            facts.calls("client", "close").length === 1 &&
            facts.calls("server", "close").length === 1 &&
            facts.nth("server", "accept", 2)?.ended === null,
        },
      ],
    },
    {
      title: { en: "A second client", zh: "第二个客户端" },
      text: {
        en: "A second client is being served; the server has a call to make for it. Now a third calls `connect`, which is stopped before it returns.",
        zh: "服务器正在为第二个客户端服务。这时第三个客户端调用 `connect`，停在返回之前。",
      },
      moves: [
        spawn("welcome-client", "second", "tcp"),
        pass("second", "socket"),
        pass("second", "connect"),
        until.returned("server", "accept", { nth: 2 }),
        until.stands("server", "sendall", 2),
        spawn("welcome-client", "third", "tcp"),
        holdBack("third", "connect"),
        pass("third", "socket"),
        pass("third", "connect"),
        until.heldBack("third", "connect"),
      ],
      predict: {
        kind: "choice",
        question: {
          en: "The server is busy. What does the third client's `connect` give?",
          zh: "服务器正忙。第三个客户端的 `connect` 会怎样？",
        },
        options: [
          { id: "refused", text: { en: "It fails: refused", zh: "失败：被拒绝" } },
          { id: "connected", text: { en: "It is connected", zh: "连接成功" } },
        ],
        actual: (facts) => {
          const connect = facts.nth("third", "connect");
          if (connect?.ended == null) return null;
          return connect.error === null ? "connected" : "refused";
        },
      },
      after: [giveBack("third", "connect"), until.returned("third", "connect")],
      notice: {
        en: "The kernel finished the handshake alone. The connection waits in the [[acceptQueue]] until the server calls `accept` again.",
        zh: "内核独自完成了握手。这条连接在[[acceptQueue]]里等待，直到服务器再次 `accept`。",
      },
      highlight: { cards: ["third"], call: { of: "third", verb: "connect" } },
      claims: [
        {
          says: "the third client is connected while the server has accepted only two",
          holds: (facts) =>
            facts.nth("third", "connect")?.error === null &&
            facts.calls("server", "accept").length === 2,
        },
      ],
    },
    {
      title: { en: "It waits", zh: "它在等" },
      text: {
        en: "The third client calls `recv`. It is connected, yet nobody talks to it: the server has one thread, and that is busy with the second.",
        zh: "第三个客户端调用 `recv`。连接有了，却没有人理它：服务器只有一个线程，正忙着服务第二个。",
      },
      moves: [pass("third", "recv"), until.began("third", "recv")],
      notice: {
        en: "“Connected” and “served” are two things. Between them lies the queue.",
        zh: "“连上了”和“轮到了”是两回事，中间隔着一个队列。",
      },
      highlight: { cards: ["third"], call: { of: "third", verb: "recv" } },
      claims: [
        {
          says: "the third client's recv has not returned",
          holds: (facts) => facts.nth("third", "recv")?.ended === null,
        },
      ],
    },
    {
      title: { en: "One after the other", zh: "一个接一个" },
      text: {
        en: "Now everybody runs freely. The server finishes with the second client, closes, accepts the third and greets it.",
        zh: "现在放行所有程序。服务器服务完第二个客户端，关闭连接，再接受第三个并问候它。",
      },
      moves: [
        gate("free"),
        until.over("second"),
        until.over("third"),
        until.began("server", "accept", { nth: 4 }),
      ],
      notice: {
        en: "The third client's `recv` returned only after the server had closed the second's connection.",
        zh: "第三个客户端的 `recv`，直到服务器关闭了与第二个的连接之后才返回。",
      },
      highlight: { cards: ["third"], call: { of: "third", verb: "recv" } },
      claims: [
        {
          says: "the third client's recv returned after the server closed the second's connection",
          holds: (facts) => {
            const served = facts.nth("third", "recv")?.ended;
            const closed = facts.nth("server", "close", 2)?.ended;
            return served != null && closed != null && served > closed;
          },
        },
      ],
    },
  ],
  tryThis: {
    en: "Add two TCP clients by hand and connect both. Which one gets the greeting, and what must it do before the other gets one?",
    zh: "添加两个手动 TCP 客户端，都连接上。谁先收到问候？它要做什么，另一个才能收到？",
  },
};
