import { entry } from "../catalogue.ts";
import type { Facts } from "../facts/facts.ts";
import type { Lesson } from "../model/lesson.ts";
import { giveBack, hand, holdBack, link, pass, spawn, stopBefore, until } from "../model/move.ts";

/** How long a line of Ann's is when the room passes it on: her port stands in front. */
const passedOn = (facts: Facts, nth: number): number | null => {
  const said = facts.bytes("ann", "send", nth);
  const port = facts.address("ann")?.port;
  return said === null || port === undefined ? null : said + `${port}: `.length;
};

/** The small application: a room for many, in which one leaves and one is cut off. */
export const chatRoom: Lesson = {
  ...entry("chat-room"),
  see: {
    en: "A server passes on what one client says to all the others. Then one leaves politely, and one is cut off.",
    zh: "服务器把一个客户端说的话转给其他所有人。后来一个人正常离开，一个人断线。",
  },
  corrects: {
    en: "“Clients of one server hear each other.” Each has a connection to the server only.",
    zh: "误解：连着同一台服务器的客户端彼此听得见。其实各人只有一条通往服务器的连接。",
  },
  ports: { room: 8000 },
  steps: [
    {
      title: { en: "The first one comes", zh: "来了第一个人" },
      text: {
        en: "The chat server waits on port {room}. The first client connects and sends its hello. The server reads it, looks for others in the room, and finds none.",
        zh: "聊天服务器在端口 {room} 等待。第一个客户端连上来，发出问候。服务器读到了，看看房间里还有谁：没有别人。",
      },
      moves: [
        spawn("chat-server", "room", "room"),
        until.began("room", "accept"),
        spawn("chat-client", "bob", "room", { mayFail: true }),
        until.began("room", "recv", { nth: 2 }),
        until.began("bob", "recv"),
      ],
      notice: {
        en: "The server never called `sendall`: the hello ended here.",
        zh: "服务器没有调用过 `sendall`：这句问候到此为止。",
      },
      highlight: { cards: ["room", "bob"] },
      claims: [
        {
          says: "the hello was read and passed on to nobody",
          holds: (facts) =>
            (facts.bytes("room", "recv") ?? 0) > 0 && facts.calls("room", "sendall").length === 0,
        },
      ],
    },
    {
      title: { en: "One says hello to three", zh: "一人说，三人听" },
      text: {
        en: "Two clients by hand join, then one more. It sends its hello once, and the server stops before its first call of `sendall`.",
        zh: "又来了两个手动客户端，接着再来一个。它只发一次问候；服务器停在第一次调用 `sendall` 之前。",
      },
      moves: [
        spawn("tcp-hand-client", "ann", "room"),
        hand("ann", { verb: "connect", port: "room" }),
        until.began("room", "recv", { nth: 3 }),
        spawn("tcp-hand-client", "dan", "room"),
        hand("dan", { verb: "connect", port: "room" }),
        until.began("room", "recv", { nth: 4 }),
        stopBefore("room", "sendall"),
        spawn("chat-client", "cai", "room"),
        until.stands("room", "sendall"),
      ],
      predict: {
        kind: "number",
        question: {
          en: "How many times will the server call `sendall` for this one hello?",
          zh: "为了这一句问候，服务器要调用几次 `sendall`？",
        },
        unit: { en: "calls", zh: "次" },
        actual: (facts) => facts.calls("room", "sendall").length,
      },
      after: [
        pass("room", "sendall"),
        until.returned("room", "sendall", { nth: 3 }),
        until.returned("bob", "recv"),
        until.began("room", "recv", { nth: 6 }),
        // Line by line: what is unread when this client closes would make it a reset.
        hand("dan", { verb: "recv", size: 1024 }),
        until.returned("dan", "recv"),
      ],
      notice: {
        en: "TCP has no “to all”. “To everybody” is a loop: one `sendall` on each connection but the speaker's own.",
        zh: "TCP 没有“发给所有人”。所谓群发只是一个循环：除了说话的人，给每条连接各 `sendall` 一次。",
      },
      highlight: { cards: ["room"], call: { of: "room", verb: "sendall" } },
      claims: [
        {
          says: "three calls of sendall carry the same line",
          holds: (facts) => {
            const calls = facts.calls("room", "sendall");
            const lines = new Set(calls.map(({ args }) => args.payload?.kept));
            const sockets = new Set(calls.map(({ socket }) => socket));
            return calls.length === 3 && lines.size === 1 && sockets.size === 3;
          },
        },
      ],
    },
    {
      title: { en: "Somebody answers", zh: "有人回话" },
      text: {
        en: "One of the clients by hand sends “大家好”, 9 bytes. The others get it with the speaker's port in front: this is how they tell who it was.",
        zh: "一个手动客户端发出“大家好”，共 9 字节。别人收到时，前面多了说话人的端口号，由此知道是谁说的。",
      },
      moves: [
        hand("ann", { verb: "send", text: "大家好" }),
        until.returned("bob", "recv", { nth: 2 }),
        until.returned("cai", "recv"),
        until.began("room", "recv", { nth: 7 }),
      ],
      notice: {
        en: "The speaker herself gets nothing back: what one sees of one's own words in a chat is drawn by one's own program.",
        zh: "说话人自己什么也收不到：聊天窗口里自己的话，是自己的程序画上去的。",
      },
      highlight: { cards: ["ann", "bob", "cai"] },
      claims: [
        {
          says: "9 bytes are passed on with the port in front",
          holds: (facts) =>
            facts.bytes("ann", "send") === 9 &&
            facts.bytes("cai", "recv") === passedOn(facts, 1) &&
            facts.bytes("bob", "recv", 2) === passedOn(facts, 1),
        },
      ],
    },
    {
      title: { en: "One leaves", zh: "有人离开" },
      text: {
        en: "The other client by hand reads what has come, and calls `close`. The server, asleep in `recv` for it, wakes up: `recv` gives 0 bytes.",
        zh: "另一个手动客户端读完已到的消息，调用 `close`。服务器正为它睡在 `recv` 里，这时醒来：`recv` 返回 0 字节。",
      },
      moves: [
        hand("dan", { verb: "recv", size: 1024 }),
        until.returned("dan", "recv", { nth: 2 }),
        hand("dan", { verb: "close" }),
        until.over("dan"),
        until.returned("room", "close"),
      ],
      notice: {
        en: "0 bytes mean: the other end has said goodbye with a [[fin]]. The server closes its end and takes the name off its list.",
        zh: "0 字节的意思是：对方已用 [[fin]] 道别。服务器也关闭自己这端，并把它从名单上划掉。",
      },
      highlight: { cards: ["dan", "room"], call: { of: "room", verb: "close" } },
      claims: [
        {
          says: "recv gives 0 bytes, and the server closes that very connection",
          holds: (facts) => {
            const end = facts
              .calls("room", "recv")
              .find(({ result }) => result?.payload?.length === 0);
            return end !== undefined && facts.nth("room", "close")?.socket === end.socket;
          },
        },
      ],
    },
    {
      title: { en: "One is cut off", zh: "有人断线" },
      text: {
        en: "We break a line on purpose: the next byte from the server to the first client resets their connection. Then somebody speaks again.",
        zh: "我们故意弄断一条线：服务器发给第一个客户端的下一个字节，会让这条连接被复位。然后有人再说一句。",
      },
      moves: [],
      predict: {
        kind: "choice",
        question: {
          en: "The first client sleeps in `recv`. What does it get when its line breaks?",
          zh: "第一个客户端睡在 `recv` 里。线断了，它会得到什么？",
        },
        options: [
          { id: "zero", text: { en: "0 bytes, as at a goodbye", zh: "0 字节，和道别时一样" } },
          { id: "reset", text: { en: "An error: connection reset", zh: "出错：连接被复位" } },
        ],
        actual: (facts) => {
          const broken = facts.calls("bob", "recv").at(-1);
          return broken?.ended == null ? null : broken.error === null ? "zero" : "reset";
        },
      },
      after: [
        link({ resetAfter: 0 }, { between: ["room", "bob"] }),
        hand("ann", { verb: "send", text: "还在吗？" }),
        until.failed("bob", "recv"),
        until.over("bob"),
        until.returned("cai", "recv", { nth: 2 }),
        until.returned("room", "close", { nth: 2 }),
      ],
      notice: {
        en: "The zigzag is [[injected]]. Only this one conversation broke: the server catches its error, and the others still talk.",
        zh: "锯齿线是[[injected]]的故障。坏掉的只是这一个会话：服务器处理了它的错误，其他人照常聊天。",
      },
      highlight: { cards: ["bob", "room"], call: { of: "bob", verb: "recv", nth: 3 } },
      claims: [
        {
          says: "the first client's recv fails with ECONNRESET",
          holds: (facts) => facts.nth("bob", "recv", 3)?.error?.errno === "ECONNRESET",
        },
        {
          says: "another one still hears what was said",
          holds: (facts) => facts.bytes("cai", "recv", 2) === passedOn(facts, 2),
        },
        {
          says: "the server goes on accepting",
          holds: (facts) => facts.calls("room", "accept").at(-1)?.ended === null,
        },
      ],
    },
    {
      title: { en: "Silence", zh: "无声无息" },
      text: {
        en: "Now nothing passes between the server and the last one who listens, as if a cable were pulled. Somebody speaks.",
        zh: "现在，服务器与最后一个听众之间什么也通不过，就像网线被拔掉。这时有人说话。",
      },
      moves: [
        link({ blackHole: true }, { between: ["room", "cai"] }),
        holdBack("room", "sendall"),
        hand("ann", { verb: "send", text: "有人吗？" }),
        until.heldBack("room", "sendall"),
      ],
      predict: {
        kind: "choice",
        question: {
          en: "What does the server's `sendall` give?",
          zh: "服务器的 `sendall` 结果如何？",
        },
        options: [
          { id: "error", text: { en: "An error", zh: "出错" } },
          {
            id: "fine",
            text: { en: "It returns as if all were well", zh: "照常返回，像没事一样" },
          },
        ],
        actual: (facts) => {
          const last = facts.calls("room", "sendall").at(-1);
          return last?.ended == null ? null : last.error === null ? "fine" : "error";
        },
      },
      after: [
        giveBack("room", "sendall"),
        until.fault("room", { fault: "black-hole" }),
        until.began("room", "recv", { nth: 9 }),
      ],
      notice: {
        en: "Silence is no event: nobody is told. So real chat programs send a [[heartbeat]] and give up when no answer comes.",
        zh: "沉默不是事件，谁也不会得到通知。所以真正的聊天程序要发[[heartbeat]]，没有回音才算断线。",
      },
      highlight: { cards: ["room", "cai"], call: { of: "cai", verb: "recv", nth: 3 } },
      claims: [
        {
          says: "sendall succeeds although nothing arrives",
          holds: (facts) =>
            facts.calls("room", "sendall").at(-1)?.error === null &&
            facts.nth("cai", "recv", 3)?.ended === null,
        },
      ],
    },
    {
      title: { en: "Late, but there", zh: "晚到，但没丢" },
      text: {
        en: "The cable is put back. Nobody calls `sendall` again: the bytes were with the sender all the time.",
        zh: "网线插回去了。没有人再调用 `sendall`：那些字节一直留在发送方。",
      },
      moves: [link(null, { between: ["room", "cai"] }), until.returned("cai", "recv", { nth: 3 })],
      notice: {
        en: "TCP goes on where it stopped. Had the silence lasted for many minutes, it would have given up, and only then an error had come.",
        zh: "TCP 从断处接着传。如果沉默持续好多分钟，它才会放弃，那时才有错误。",
      },
      highlight: { cards: ["cai"], call: { of: "cai", verb: "recv", nth: 3 } },
      claims: [
        {
          says: "the line arrives by itself, and whole",
          holds: (facts) =>
            facts.bytes("cai", "recv", 3) === passedOn(facts, 3) &&
            facts.calls("room", "sendall").at(-1)?.ended !== null,
        },
      ],
    },
  ],
  tryThis: {
    en: "Add ten chat clients with “Many clients at once”. How many calls of `sendall` do their ten hellos cost the server?",
    zh: "用“一次许多客户端”添加十个聊天客户端。它们的十句问候，让服务器调用了多少次 `sendall`？",
  },
};
