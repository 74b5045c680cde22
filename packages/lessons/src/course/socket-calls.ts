import { entry } from "../catalogue.ts";
import type { Lesson } from "../model/lesson.ts";
import { gate, giveBack, hand, holdBack, pass, spawn, until } from "../model/move.ts";

/** Every call of a TCP conversation by itself, and the state in which it leaves each end. */
export const socketCalls: Lesson = {
  ...entry("socket-calls"),
  see: {
    en: "The eight calls from `socket` to `close`, one at a time, and what each changes at either end.",
    zh: "从 `socket` 到 `close` 的八个调用，一次只走一个，看两端的状态怎样变化。",
  },
  corrects: {
    en: "“listen waits for clients.” It does not wait: accept does.",
    zh: "误解：listen 会等客户端来。其实它立刻返回，等待的是 accept。",
  },
  ports: { tcp: 8888 },
  steps: [
    {
      title: { en: "socket", zh: "socket：创建" },
      text: {
        en: "The server calls `socket` with a family, `AF_INET`: addresses of IPv4, and a type, `SOCK_STREAM`: TCP. It gets a [[socket]], a number to name it by.",
        zh: "服务器调用 `socket`，指定地址族 `AF_INET`（IPv4 地址）和类型 `SOCK_STREAM`（TCP），得到一个[[socket]]。",
      },
      moves: [
        gate("step"),
        spawn("tcp-hand-server", "server", "tcp"),
        pass("server", "socket"),
        until.returned("server", "socket"),
      ],
      notice: {
        en: "It has no address and no peer yet, and nothing went over the network.",
        zh: "它还没有地址，也没有对方；网络上什么也没发生。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "socket" } },
      drawing: { kind: "states" },
      claims: [
        {
          says: "the server's socket is of AF_INET and SOCK_STREAM, and has no address",
          holds: (facts) => {
            const args = facts.nth("server", "socket")?.args;
            return (
              args?.family === "AF_INET" &&
              args.type === "SOCK_STREAM" &&
              facts.address("server") === null
            );
          },
        },
      ],
    },
    {
      title: { en: "Family and type", zh: "地址族与类型" },
      text: {
        en: "Two others choose differently: `SOCK_DGRAM` gives UDP, `AF_INET6` gives addresses of IPv6. Family: what addresses look like. Type: stream or datagrams.",
        zh: "另外两个程序选得不同：`SOCK_DGRAM` 得到 UDP，`AF_INET6` 使用 IPv6 地址。地址族决定地址的样子，类型决定是字节流还是数据报。",
      },
      moves: [
        spawn("udp-hand-server", "letters", "tcp"),
        pass("letters", "socket"),
        until.returned("letters", "socket"),
        spawn("tcp-hand-server", "six", "tcp", { host: "::1" }),
        pass("six", "socket"),
        until.returned("six", "socket"),
      ],
      notice: {
        en: "Family and type never change again. A socket of IPv4 cannot talk to ::1.",
        zh: "地址族和类型一经选定就不能再改。IPv4 的套接字连不到 ::1。",
      },
      highlight: { cards: ["letters", "six"] },
      drawing: { kind: "states" },
      claims: [
        {
          says: "one socket is a UDP one, the other a TCP one of IPv6",
          holds: (facts) =>
            facts.nth("letters", "socket")?.args.type === "SOCK_DGRAM" &&
            facts.nth("letters", "socket")?.args.family === "AF_INET" &&
            facts.nth("six", "socket")?.args.type === "SOCK_STREAM" &&
            facts.nth("six", "socket")?.args.family === "AF_INET6",
        },
      ],
    },
    {
      title: { en: "bind", zh: "bind：绑定" },
      text: {
        en: "Back to the server. `bind` gives its socket a local address, 127.0.0.1 and [[port]] {tcp}. Before: no address. After: bound, and nobody can reach it yet.",
        zh: "回到服务器。`bind` 给套接字一个本地地址：127.0.0.1，[[port]] {tcp}。之前没有地址，之后已绑定，但还没有人能连上。",
      },
      moves: [
        { do: "remove", of: "letters" },
        { do: "remove", of: "six" },
        pass("server", "bind"),
        until.returned("server", "bind"),
      ],
      notice: {
        en: "A client mostly needs no `bind`: the kernel gives it an address in `connect`.",
        zh: "客户端通常不需要 `bind`：`connect` 时内核会给它一个地址。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "bind" } },
      drawing: { kind: "states" },
      claims: [
        {
          says: "bind gives the server's socket the address 127.0.0.1",
          holds: (facts) => facts.nth("server", "bind")?.result?.address?.address === "127.0.0.1",
        },
      ],
    },
    {
      title: { en: "listen", zh: "listen：监听" },
      text: {
        en: "The server calls `listen(1)`. There is no client anywhere. The call is stopped where it would return.",
        zh: "服务器调用 `listen(1)`。现在一个客户端也没有。调用停在将要返回的地方。",
      },
      moves: [
        holdBack("server", "listen"),
        pass("server", "listen"),
        until.heldBack("server", "listen"),
      ],
      predict: {
        kind: "choice",
        question: {
          en: "Will `listen` return before a client comes?",
          zh: "客户端来之前，`listen` 会返回吗？",
        },
        options: [
          { id: "waits", text: { en: "No, it waits for one", zh: "不会，它要等一个来" } },
          { id: "returns", text: { en: "Yes, at once", zh: "会，立刻返回" } },
        ],
        actual: (facts) => {
          const listen = facts.nth("server", "listen");
          return listen?.ended == null ? null : "returns";
        },
      },
      after: [giveBack("server", "listen"), until.returned("server", "listen")],
      notice: {
        en: "It is a [[listening]] now, state LISTEN. From here on the kernel answers clients, even while the program does something else.",
        zh: "它成了[[listening]]，状态是 LISTEN。从现在起由内核应答客户端，哪怕程序正忙着别的事。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "listen" } },
      drawing: { kind: "states" },
      claims: [
        {
          says: "listen returned while no client had connected",
          holds: (facts) =>
            facts.nth("server", "listen")?.error === null &&
            facts.of("server", "connection.queued").length === 0,
        },
      ],
    },
    {
      title: { en: "accept", zh: "accept：等待接受" },
      text: {
        en: "The server calls `accept`: give me the next connection. There is none, so the call does not return. The server is [[blocked]].",
        zh: "服务器调用 `accept`：给我下一条连接。现在没有，调用就不返回，服务器处于[[blocked]]状态。",
      },
      moves: [pass("server", "accept"), until.began("server", "accept")],
      notice: {
        en: "This is the call that waits: the shaded bar.",
        zh: "真正在等的是这个调用：看阴影条。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "accept" } },
      drawing: { kind: "states" },
      claims: [
        {
          says: "accept has begun and not returned",
          holds: (facts) => facts.nth("server", "accept")?.ended === null,
        },
      ],
    },
    {
      title: { en: "connect", zh: "connect：连接" },
      text: {
        en: "A client has a socket, too, and calls `connect` to 127.0.0.1:{tcp}. After the [[handshake]] both ends are ESTABLISHED, and `accept` returns.",
        zh: "客户端也有一个套接字，它对 127.0.0.1:{tcp} 调用 `connect`。[[handshake]]之后两端都是 ESTABLISHED，`accept` 也返回了。",
      },
      moves: [
        spawn("tcp-hand-client", "client", "tcp"),
        pass("client", "socket"),
        until.returned("client", "socket"),
        hand("client", { verb: "connect", port: "tcp" }),
        pass("client", "connect"),
        until.returned("client", "connect"),
        until.returned("server", "accept"),
        gate("free"),
      ],
      notice: {
        en: "`accept` gave a new socket for this one conversation. The listening one stays in LISTEN.",
        zh: "`accept` 为这次通话给出一个新套接字，监听的那个仍是 LISTEN。",
      },
      highlight: { cards: ["client", "server"], call: { of: "client", verb: "connect" } },
      drawing: { kind: "states" },
      claims: [
        {
          says: "accept gives a new socket, whose peer is the client",
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
      title: { en: "send", zh: "send：发送" },
      text: {
        en: "The client calls `send` with the five bytes of `hello`. The server has not called `recv`. The call is stopped where it would return.",
        zh: "客户端用 `send` 发送 `hello` 这 5 个字节。服务器还没有调用 `recv`。调用停在将要返回的地方。",
      },
      moves: [
        holdBack("client", "send"),
        hand("client", { verb: "send", text: "hello" }),
        until.heldBack("client", "send"),
      ],
      predict: {
        kind: "choice",
        question: { en: "What does `send` return?", zh: "`send` 返回什么？" },
        options: [
          {
            id: "waits",
            text: { en: "Nothing, until the server reads", zh: "不返回，要等服务器读取" },
          },
          { id: "5", text: { en: "5: the bytes taken", zh: "5：收下的字节数" } },
        ],
        actual: (facts) => {
          const count = facts.bytes("client", "send");
          return count === null ? null : String(count);
        },
      },
      after: [giveBack("client", "send"), until.returned("client", "send")],
      notice: {
        en: "The kernel took the bytes and delivers them. They wait in the server's receive buffer; no state changes.",
        zh: "内核收下字节并负责送达。它们现在在服务器一端的接收缓冲区里等着，两端状态不变。",
      },
      highlight: { cards: ["client"], call: { of: "client", verb: "send" } },
      drawing: { kind: "states" },
      claims: [
        {
          says: "send gives 5 before the server has called recv",
          holds: (facts) =>
            facts.bytes("client", "send") === 5 && facts.calls("server", "recv").length === 0,
        },
      ],
    },
    {
      title: { en: "recv", zh: "recv：接收" },
      text: {
        en: "The server calls `recv(1024)` on the new socket: at most 1024 bytes. It gets the five that are there.",
        zh: "服务器在新套接字上调用 `recv(1024)`，意思是最多 1024 字节。它得到已经到达的 5 个。",
      },
      moves: [hand("server", { verb: "recv", size: 1024 }), until.returned("server", "recv")],
      notice: {
        en: "`recv` waits only while nothing is there. It never waits for the buffer to be full.",
        zh: "只有一个字节也没有时 `recv` 才等待，它从不等到凑满。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "recv" } },
      drawing: { kind: "states" },
      claims: [
        {
          says: "recv(1024) gives the 5 bytes, on the socket that accept gave",
          holds: (facts) =>
            facts.bytes("server", "recv") === 5 &&
            facts.nth("server", "recv")?.socket === facts.nth("server", "accept")?.result?.socket,
        },
      ],
    },
    {
      title: { en: "close", zh: "close：关闭" },
      text: {
        en: "The client calls `close`: a [[fin]] goes to the server, whose end is CLOSE-WAIT until the server calls `close`, too.",
        zh: "客户端调用 `close`，向服务器发出 [[fin]]。服务器一端进入 CLOSE-WAIT，直到它也调用 `close`。",
      },
      moves: [
        hand("client", { verb: "close" }),
        until.over("client"),
        hand("server", { verb: "recv", size: 1024 }),
        until.returned("server", "recv", { nth: 2 }),
        hand("server", { verb: "close" }),
        until.over("server"),
      ],
      notice: {
        en: "Between the two the server's `recv` gave 0 bytes: that is how a program learns of the end.",
        zh: "两次 close 之间，服务器的 `recv` 得到 0 字节：程序就是这样得知对方已经结束的。",
      },
      highlight: { cards: ["client", "server"], call: { of: "server", verb: "recv", nth: 2 } },
      drawing: { kind: "states" },
      claims: [
        {
          says: "recv gives 0 bytes after the client's close",
          holds: (facts) => facts.bytes("server", "recv", 2) === 0,
        },
        {
          says: "both ends have called close",
          holds: (facts) =>
            facts.nth("client", "close")?.error === null &&
            facts.nth("server", "close")?.error === null,
        },
      ],
    },
  ],
  tryThis: {
    en: "Add a TCP client by hand and connect it to this port now. Which error do you get, and which of the eight calls is missing?",
    zh: "添加一个手动 TCP 客户端，现在就连接这个端口。会得到什么错误？八个调用里缺了哪一个？",
  },
};
