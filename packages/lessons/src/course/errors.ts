import type { Verb } from "@sockscope/protocol";
import { entry } from "../catalogue.ts";
import type { Facts } from "../facts/facts.ts";
import type { Claim, Lesson } from "../model/lesson.ts";
import { giveBack, hand, holdBack, type Move, spawn, until } from "../model/move.ts";

/** With its errno, by its name. */
const fails = (of: string, verb: Verb, errno: string, nth = 1): Claim => ({
  says: `the ${verb} of ${of} fails with ${errno}`,
  holds: (facts: Facts) => facts.nth(of, verb, nth)?.error?.errno === errno,
});

const gone = (...names: readonly string[]): readonly Move[] =>
  names.map((of) => ({ do: "remove", of }));

/** Each of the usual errors, caused on this machine: no errno is imitated. */
export const errors: Lesson = {
  ...entry("errors"),
  see: {
    en: "Eight errors, each made for real on this machine, with its errno from the kernel and what it means.",
    zh: "八种错误，都在这台机器上真实发生，errno 由内核给出，并说明含义。",
  },
  corrects: {
    en: "“An error is an error.” Each errno says who refused what, and what to do about it.",
    zh: "误解：出错了就是出错了。其实每个 errno 都说明是谁拒绝了什么，该怎么办。",
  },
  ports: { tcp: 8888, udp: 9999 },
  steps: [
    {
      title: { en: "Address in use", zh: "地址已被占用" },
      text: {
        en: "A server listens on 127.0.0.1:{tcp}. A second one calls `bind` with the same address. Both cannot have it.",
        zh: "一台服务器监听 127.0.0.1:{tcp}。第二台也用同一个地址调用 `bind`。一个地址不能归两台。",
      },
      moves: [
        spawn("echo-server", "first", "tcp"),
        until.began("first", "accept"),
        spawn("echo-server", "second", "tcp", { mayFail: true }),
        until.over("second"),
      ],
      notice: {
        en: "`EADDRINUSE`: somebody has this port. Stop the other program, or choose another port.",
        zh: "`EADDRINUSE`：端口已有人用。停掉那个程序，或者换一个端口。",
      },
      highlight: { cards: ["second"], call: { of: "second", verb: "bind" } },
      claims: [fails("second", "bind", "EADDRINUSE")],
    },
    {
      title: { en: "Refused", zh: "连接被拒绝" },
      text: {
        en: "Both servers are gone: nobody listens on port {tcp}. A client calls `connect`. The call is stopped before it returns.",
        zh: "两台服务器都走了，端口 {tcp} 没有人监听。客户端调用 `connect`，停在返回之前。",
      },
      moves: [
        ...gone("second", "first"),
        spawn("tcp-hand-client", "knock", "tcp"),
        holdBack("knock", "connect"),
        hand("knock", { verb: "connect", port: "tcp" }),
        until.heldBack("knock", "connect"),
      ],
      predict: {
        kind: "choice",
        question: { en: "What will `connect` give?", zh: "`connect` 会得到什么？" },
        options: [
          { id: "ETIMEDOUT", text: { en: "Nothing, until it gives up", zh: "等很久，最后放弃" } },
          { id: "ECONNREFUSED", text: { en: "“No”, at once", zh: "立刻被拒绝" } },
        ],
        actual: (facts) => facts.nth("knock", "connect")?.error?.errno ?? null,
      },
      after: [giveBack("knock", "connect"), until.failed("knock", "connect")],
      notice: {
        en: "`ECONNREFUSED`: the machine is there and its kernel answered the SYN with a [[rst]]. Is the server running? Is the port right?",
        zh: "`ECONNREFUSED`：机器在，是它的内核用 [[rst]] 回应了 SYN。服务器启动了吗？端口写对了吗？",
      },
      highlight: { cards: ["knock"], call: { of: "knock", verb: "connect" } },
      claims: [fails("knock", "connect", "ECONNREFUSED")],
    },
    {
      title: { en: "Timed out", zh: "超时" },
      text: {
        en: "A server serves one at a time. Of seven clients one is served, six fill its [[acceptQueue]]. An eighth connects, willing to wait one second.",
        zh: "服务器一次只服务一个。七个客户端里，一个在接受服务，六个占满了[[acceptQueue]]。第八个来连接，只肯等一秒。",
      },
      moves: [
        ...gone("knock"),
        spawn("welcome-server", "busy", "tcp"),
        until.began("busy", "accept"),
        spawn("tcp-hand-client", "served", "tcp"),
        hand("served", { verb: "connect", port: "tcp" }),
        until.returned("busy", "accept"),
        spawn("tcp-hand-client", "crowd", "tcp", { count: 6 }),
        hand("crowd", { verb: "connect", port: "tcp" }),
        until.returned("crowd", "connect", { nth: 6 }),
        spawn("tcp-hand-client", "late", "tcp"),
        hand("late", { verb: "settimeout", seconds: 1 }),
        until.returned("late", "settimeout"),
        hand("late", { verb: "connect", port: "tcp" }),
        until.failed("late", "connect"),
      ],
      notice: {
        en: "Nobody answered, not even “no”. Without `settimeout` the kernel would repeat the SYN for two minutes and then say `ETIMEDOUT`.",
        zh: "没有任何回应，连“不”都没有。如果不用 `settimeout`，内核会反复重发 SYN，约两分钟后报 `ETIMEDOUT`。",
      },
      highlight: { cards: ["late"], call: { of: "late", verb: "connect" } },
      claims: [
        {
          says: "the eighth connect times out after a second",
          holds: (facts) => {
            const connect = facts.nth("late", "connect");
            return (
              connect?.error?.message === "timed out" &&
              (connect.ended ?? 0) - connect.began >= 0.99e9
            );
          },
        },
      ],
    },
    {
      title: { en: "Reset", zh: "连接被复位" },
      text: {
        en: "The client sends 2000 bytes. The server reads 1024 of them, closes, and leaves the others unread. Then the client calls `recv`.",
        zh: "客户端发送 2000 字节。服务器只读 1024 字节就关闭了，余下的没有读。然后客户端调用 `recv`。",
      },
      moves: [
        ...gone("busy", "served", "crowd", "late"),
        spawn("tcp-hand-server", "rude", "tcp"),
        until.began("rude", "accept"),
        spawn("tcp-hand-client", "writer", "tcp"),
        hand("writer", { verb: "connect", port: "tcp" }),
        until.returned("rude", "accept"),
        until.returned("writer", "connect"),
        hand("writer", { verb: "send", text: "x".repeat(2000) }),
        until.returned("writer", "send"),
        hand("rude", { verb: "recv", size: 1024 }),
        until.returned("rude", "recv"),
        hand("rude", { verb: "close" }),
        until.over("rude"),
        hand("writer", { verb: "recv", size: 1024 }),
        until.failed("writer", "recv"),
      ],
      notice: {
        en: "`ECONNRESET`: the peer threw the connection away. What was sent may never have been read; connect again and start over.",
        zh: "`ECONNRESET`：对方丢弃了连接。发出的数据未必有人读过；只能重新连接，从头再来。",
      },
      highlight: { cards: ["writer"], call: { of: "writer", verb: "recv" } },
      claims: [fails("writer", "recv", "ECONNRESET")],
    },
    {
      title: { en: "Broken pipe", zh: "管道破裂" },
      text: {
        en: "The same client does not mind the error and calls `send` on the socket that was reset.",
        zh: "同一个客户端不理会这个错误，继续在已被复位的套接字上调用 `send`。",
      },
      moves: [
        hand("writer", { verb: "send", text: "still there?" }),
        until.failed("writer", "send"),
      ],
      notice: {
        en: "`EPIPE`: your own kernel knows that the connection is over and sends nothing. A program that gets it has missed an earlier end.",
        zh: "`EPIPE`：自己的内核知道连接已经没了，什么也不发。收到它，说明程序漏掉了更早的结束信号。",
      },
      highlight: { cards: ["writer"], call: { of: "writer", verb: "send", nth: 2 } },
      claims: [fails("writer", "send", "EPIPE", 2)],
    },
    {
      title: { en: "Message too long", zh: "消息太长" },
      text: {
        en: "A UDP client calls `sendto` with 65,508 bytes. A [[datagram]] has room for 65,507: 65,535 without the 20 of IP and the 8 of UDP.",
        zh: "UDP 客户端用 `sendto` 发送 65508 字节。一个[[datagram]]最多装 65507：65535 减去 IP 首部 20、UDP 首部 8。",
      },
      moves: [
        ...gone("rude", "writer"),
        spawn("udp-hand-server", "post", "udp"),
        until.returned("post", "bind"),
        spawn("udp-hand-client", "letter", "udp"),
        hand("letter", { verb: "sendto", text: "x".repeat(65_507), port: "udp" }),
        until.returned("letter", "sendto"),
        hand("letter", { verb: "sendto", text: "x".repeat(65_508), port: "udp" }),
        until.failed("letter", "sendto"),
      ],
      notice: {
        en: "`EMSGSIZE`: 65,507 bytes went, one more did not. UDP never splits a message over several datagrams; the program must.",
        zh: "`EMSGSIZE`：65507 字节发出去了，多一个都不行。UDP 不会把一条消息拆成几个数据报，要由程序自己拆。",
      },
      highlight: { cards: ["letter"], call: { of: "letter", verb: "sendto", nth: 2 } },
      claims: [
        fails("letter", "sendto", "EMSGSIZE", 2),
        {
          says: "a datagram of 65507 bytes was taken",
          holds: (facts) => facts.bytes("letter", "sendto") === 65_507,
        },
      ],
    },
    {
      title: { en: "Permission denied", zh: "没有权限" },
      text: {
        en: "The UDP client sends one datagram to 127.255.255.255, the [[broadcast]] address of loopback. Sending to everybody needs a permission.",
        zh: "UDP 客户端向 127.255.255.255 发一个数据报，这是回环的[[broadcast]]地址。向所有人发送，需要事先允许。",
      },
      moves: [
        hand("letter", { verb: "sendto", text: "hey all", host: "127.255.255.255", port: "udp" }),
        until.failed("letter", "sendto", { nth: 2 }),
      ],
      notice: {
        en: "`EACCES`: the socket lacks `SO_BROADCAST`. On Linux binding a port below 1024 gives it too, but never to root, so it is not shown here.",
        zh: "`EACCES`：没有设置 `SO_BROADCAST`。在 Linux 上，普通用户绑定 1024 以下的端口也会得到它；root 不会，所以这里不演示。",
      },
      highlight: { cards: ["letter"], call: { of: "letter", verb: "sendto", nth: 3 } },
      claims: [fails("letter", "sendto", "EACCES", 3)],
    },
    {
      title: { en: "Unreachable", zh: "网络不可达" },
      text: {
        en: "A TCP client calls `connect` to the same address. A connection has exactly one peer; to “everybody” there is no way for it.",
        zh: "TCP 客户端对同一个地址调用 `connect`。一条连接只能有一个对方，通往“所有人”的路并不存在。",
      },
      moves: [
        ...gone("letter", "post"),
        spawn("tcp-hand-client", "lost", "tcp"),
        hand("lost", { verb: "connect", host: "127.255.255.255", port: "tcp" }),
        until.failed("lost", "connect"),
      ],
      notice: {
        en: "`ENETUNREACH`: the kernel knows no way there and sends nothing. On a laptop it mostly means: no network at all.",
        zh: "`ENETUNREACH`：内核找不到去那里的路，一个报文段也没发。在笔记本上，它多半表示根本没有联网。",
      },
      highlight: { cards: ["lost"], call: { of: "lost", verb: "connect" } },
      claims: [fails("lost", "connect", "ENETUNREACH")],
    },
  ],
  tryThis: {
    en: "Add an echo server that binds to 192.0.2.1, an address of nobody. Which errno do you get, and what does the inspector say of it?",
    zh: "添加一台绑定 192.0.2.1 的回显服务器，这个地址不属于任何人。得到哪个 errno？检查器怎么解释？",
  },
};
