import { entry } from "../catalogue.ts";
import type { Lesson } from "../model/lesson.ts";
import { giveBack, hand, holdBack, spawn, until } from "../model/move.ts";

/** What is on the screen, by a live connection. */
export const tour: Lesson = {
  ...entry("tour"),
  see: {
    en: "What is on the screen, in four short steps, with a connection that is really there. Skip what you know.",
    zh: "四小步，用一条真实的连接，看看屏幕上都有什么。已经会的可以跳过。",
  },
  corrects: {
    en: "“This is an animation.” Each card is a running program, and its sockets are the operating system's.",
    zh: "误解：这是一段动画。其实每张卡片都是正在运行的程序，套接字来自操作系统。",
  },
  // The second server starts as the first one goes: it needs a port of its own.
  ports: { first: 8888, tcp: 8889 },
  steps: [
    {
      title: { en: "The stage", zh: "舞台" },
      text: {
        en: "At the top, the stage: each card is a running program and shows the [[socket|sockets]] it has. A client connects to a server on 127.0.0.1:{first} and is greeted. It answers, and both say goodbye.",
        zh: "上方是舞台：每张卡片是一个正在运行的程序，显示它持有的[[socket]]。客户端连接 127.0.0.1:{first} 上的服务器，得到问候，作出回答，然后双方道别。",
      },
      moves: [
        spawn("welcome-server", "greeter", "first"),
        until.began("greeter", "accept"),
        spawn("welcome-client", "visitor", "first"),
        until.over("visitor"),
        until.began("greeter", "accept", { nth: 2 }),
      ],
      notice: {
        en: "Solid was observed, dashed is [[inferred]] from TCP's rules, a zigzag is [[injected]]. Nothing is made up.",
        zh: "实线是观测到的，虚线是按 TCP 规则[[inferred]]的，锯齿线是[[injected]]的。没有一样是编造的。",
      },
      highlight: { cards: ["greeter", "visitor"] },
      claims: [
        {
          says: "the client gets 24 bytes of greeting, the server 16 bytes of answer",
          holds: (facts) =>
            facts.bytes("visitor", "recv") === 24 && facts.bytes("greeter", "recv") === 16,
        },
      ],
    },
    {
      title: { en: "The timeline", zh: "时间线" },
      text: {
        en: "Below it, the timeline: time runs down, each program has a line. Two new programs connect, and the client sends “你好”; follow the arrow. A shaded bar is a call that is [[blocked]].",
        zh: "下方是时间线：时间向下走，每个程序一条线。新来的两个程序建立连接，客户端发送“你好”，请跟着箭头看。阴影条表示调用[[blocked]]着。",
      },
      moves: [
        { do: "remove", of: "visitor" },
        { do: "remove", of: "greeter" },
        spawn("echo-server", "server", "tcp"),
        until.began("server", "accept"),
        spawn("tcp-hand-client", "client", "tcp"),
        hand("client", { verb: "connect", port: "tcp" }),
        until.returned("client", "connect"),
        until.began("server", "recv"),
        holdBack("server", "recv"),
        hand("client", { verb: "send", text: "你好" }),
        until.returned("client", "send"),
        until.heldBack("server", "recv"),
      ],
      predict: {
        kind: "number",
        question: {
          en: "Two characters were sent. How many bytes will the server's `recv` give?",
          zh: "发了两个汉字。服务器的 `recv` 会得到多少字节？",
        },
        unit: { en: "bytes", zh: "字节" },
        actual: (facts) => facts.bytes("server", "recv"),
      },
      after: [
        giveBack("server", "recv"),
        until.returned("server", "sendall"),
        until.began("server", "recv", { nth: 2 }),
      ],
      notice: {
        en: "Sockets carry bytes, not characters. In [[utf8]] each of these two takes three.",
        zh: "套接字传的是字节，不是字。按 [[utf8]]，这两个汉字各占 3 字节。",
      },
      highlight: { cards: ["client", "server"], call: { of: "server", verb: "recv" } },
      claims: [
        {
          says: "the server has accepted this client",
          holds: (facts) =>
            facts.nth("server", "accept")?.result?.address?.port === facts.address("client")?.port,
        },
        {
          says: "recv gives 6 bytes, and they are sent back",
          holds: (facts) =>
            facts.bytes("server", "recv") === 6 && facts.bytes("server", "sendall") === 6,
        },
      ],
    },
    {
      title: { en: "The inspector", zh: "检查器" },
      text: {
        en: "On the right, the inspector explains what is selected: the call, its bytes, the code that made it. The client now calls `recv` and gets its bytes back.",
        zh: "右边是检查器，说明选中的东西：这次调用、它的字节、发出调用的代码。现在客户端调用 `recv`，取回自己的字节。",
      },
      moves: [hand("client", { verb: "recv", size: 1024 }), until.returned("client", "recv")],
      notice: {
        en: "Click any card, arrow or bar to have it explained. How it is known stands there, too.",
        zh: "点任意一张卡片、一支箭头或一根条，这里就会解释它，并写明从何得知。",
      },
      highlight: { cards: ["client"], call: { of: "client", verb: "recv" } },
      claims: [
        {
          says: "the client gets its 6 bytes back",
          holds: (facts) => facts.bytes("client", "recv") === 6,
        },
      ],
    },
    {
      title: { en: "Back in time", zh: "回到过去" },
      text: {
        en: "The client closes. Everything on the screen shows one instant: with ← and →, or on the bar below, go back. The stage is then as it was; L leads back to live.",
        zh: "客户端关闭连接。整个屏幕显示同一时刻：按 ← 和 →，或拖动底部的进度条，就能回到过去；按 L 回到实时。",
      },
      moves: [
        hand("client", { verb: "close" }),
        until.over("client"),
        until.returned("server", "close"),
      ],
      notice: {
        en: "Going back changes nothing: the sockets live on, and what they do meanwhile is not lost.",
        zh: "回看不会改变什么：套接字照常运行，这期间发生的事也不会丢。",
      },
      highlight: { cards: ["client", "server"] },
      claims: [
        {
          says: "the client's close makes the server's recv give 0 bytes, and it closes, too",
          holds: (facts) =>
            facts.bytes("server", "recv", 2) === 0 && facts.calls("server", "close").length === 1,
        },
      ],
    },
  ],
  tryThis: {
    en: "Add a TCP client from “Add to the stage”, connect it to {tcp}, and send your own name.",
    zh: "从“放上舞台”添加一个 TCP 客户端，连接到 {tcp}，发送你自己的名字。",
  },
};
