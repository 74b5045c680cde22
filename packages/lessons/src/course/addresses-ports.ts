import { entry } from "../catalogue.ts";
import type { Lesson } from "../model/lesson.ts";
import { gate, giveBack, hand, holdBack, pass, spawn, until } from "../model/move.ts";

/** IPv4 and IPv6 for real, ephemeral ports, and why one server port holds many connections. */
export const addressesAndPorts: Lesson = {
  ...entry("addresses-ports"),
  see: {
    en: "Two servers on one port number, and several clients at one server: the kernel never mixes them up.",
    zh: "两台服务器用同一个端口号，几个客户端连同一台服务器，内核从不弄混。",
  },
  corrects: {
    en: "“A port can serve only one connection at a time.”",
    zh: "误解：一个端口同一时间只能有一条连接。",
  },
  ports: { tcp: 8888 },
  steps: [
    {
      title: { en: "An IPv4 address", zh: "IPv4 地址" },
      text: {
        en: "A server binds to 127.0.0.1, [[port]] {tcp}. The address has 32 bits: four bytes, 127, 0, 0 and 1. It means this machine itself, the [[loopback]].",
        zh: "服务器绑定 127.0.0.1 的[[port]] {tcp}。这个地址有 32 位，即 127、0、0、1 四个字节，指本机自己，也就是[[loopback]]。",
      },
      moves: [spawn("echo-server", "four", "tcp"), until.began("four", "accept")],
      notice: {
        en: "The address finds the machine, the port finds the program on it.",
        zh: "地址找到机器，端口找到机器上的程序。",
      },
      highlight: { cards: ["four"], call: { of: "four", verb: "bind" } },
      claims: [
        {
          says: "the server is bound to an IPv4 address of four bytes",
          holds: (facts) => {
            const address = facts.address("four");
            return (
              address?.family === "AF_INET" &&
              address.address.split(".").map(Number).join() === "127,0,0,1"
            );
          },
        },
      ],
    },
    {
      title: { en: "The same port on IPv6", zh: "IPv6 上的同一端口" },
      text: {
        en: "A second server asks for the same port {tcp}, on the IPv6 address ::1, 128 bits. Its `bind` is stopped before it returns.",
        zh: "第二台服务器也要端口 {tcp}，地址是 IPv6 的 ::1，共 128 位。它的 `bind` 停在返回之前。",
      },
      moves: [
        gate("step"),
        spawn("echo-server", "six", "tcp", { host: "::1" }),
        holdBack("six", "bind"),
        pass("six", "socket"),
        pass("six", "bind"),
        until.heldBack("six", "bind"),
      ],
      predict: {
        kind: "choice",
        question: { en: "Is port {tcp} already taken?", zh: "端口 {tcp} 已经被占用了吗？" },
        options: [
          { id: "taken", text: { en: "Yes: address in use", zh: "是：地址已被占用" } },
          { id: "free", text: { en: "No: it can bind", zh: "否：可以绑定" } },
        ],
        actual: (facts) => {
          const bind = facts.nth("six", "bind");
          if (bind?.ended == null) return null;
          return bind.error === null ? "free" : "taken";
        },
      },
      after: [giveBack("six", "bind"), gate("free"), until.began("six", "accept")],
      notice: {
        en: "A port belongs to an address. 127.0.0.1:{tcp} and [::1]:{tcp} are two different places.",
        zh: "端口从属于地址。127.0.0.1:{tcp} 和 [::1]:{tcp} 是两个不同的地方。",
      },
      highlight: { cards: ["six"], call: { of: "six", verb: "bind" } },
      claims: [
        {
          says: "both servers are bound to the same port number, on addresses of two families",
          holds: (facts) => {
            const [four, six] = [facts.address("four"), facts.address("six")];
            return (
              four?.port === six?.port &&
              four?.family === "AF_INET" &&
              six?.family === "AF_INET6" &&
              six.address === "::1"
            );
          },
        },
      ],
    },
    {
      title: { en: "A client's own port", zh: "客户端自己的端口" },
      text: {
        en: "A client connects to 127.0.0.1:{tcp}. It never called `bind`: the kernel picks an [[ephemeral]] for it, free again when it closes.",
        zh: "客户端连接 127.0.0.1:{tcp}。它没有调用 `bind`，由内核替它挑一个[[ephemeral]]，关闭后收回。",
      },
      moves: [
        spawn("tcp-hand-client", "anna", "tcp"),
        hand("anna", { verb: "connect", port: "tcp" }),
        until.returned("anna", "connect"),
        until.returned("four", "accept"),
      ],
      notice: {
        en: "Every connection has two ports: the server's, known to all, and the client's, known once it calls.",
        zh: "每条连接有两个端口：服务器的众所周知，客户端的要等它来了才知道。",
      },
      highlight: { cards: ["anna"], call: { of: "anna", verb: "connect" } },
      claims: [
        {
          says: "the client has a port of its own although it never called bind",
          holds: (facts) => {
            const [own, server] = [facts.address("anna"), facts.address("four")];
            return (
              facts.calls("anna", "bind").length === 0 &&
              own !== null &&
              own.port > 1023 &&
              own.port !== server?.port
            );
          },
        },
      ],
    },
    {
      title: { en: "One port, many connections", zh: "一个端口，许多连接" },
      text: {
        en: "Two more clients connect to the same port. All three connections live at once, and all three have {tcp} at the server's end.",
        zh: "又有两个客户端连到同一个端口。三条连接同时存在，服务器一端都是 {tcp}。",
      },
      moves: [
        spawn("tcp-hand-client", "ben", "tcp"),
        hand("ben", { verb: "connect", port: "tcp" }),
        until.returned("ben", "connect"),
        spawn("tcp-hand-client", "carl", "tcp"),
        hand("carl", { verb: "connect", port: "tcp" }),
        until.returned("carl", "connect"),
        until.returned("four", "accept", { nth: 3 }),
      ],
      notice: {
        en: "What tells them apart is the [[fourTuple]]: only the client's port differs, and that is enough.",
        zh: "区分它们的是[[fourTuple]]：只有客户端的端口不同，这就够了。",
      },
      highlight: { cards: ["anna", "ben", "carl"] },
      claims: [
        {
          says: "three connections, one server port, three different client ports",
          holds: (facts) => {
            const peers = facts
              .calls("four", "accept")
              .flatMap(({ result }) => (result?.address ? [result.address.port] : []));
            return peers.length === 3 && new Set(peers).size === 3;
          },
        },
      ],
    },
    {
      title: { en: "Who hears it?", zh: "谁会收到？" },
      text: {
        en: "Only the second client sends `hello`. The server echoes what it receives on the socket that belongs to this connection.",
        zh: "只有第二个客户端发送 `hello`。服务器在属于这条连接的套接字上收到什么，就发回什么。",
      },
      moves: [
        hand("ben", { verb: "send", text: "hello" }),
        until.returned("ben", "send"),
        hand("ben", { verb: "recv", size: 1024 }),
        until.returned("ben", "recv"),
      ],
      notice: {
        en: "The server has four sockets: one listens, three talk. The kernel put each byte into the right one.",
        zh: "服务器有四个套接字：一个监听，三个通话。内核把每个字节放进了对的那一个。",
      },
      highlight: { cards: ["ben"], call: { of: "ben", verb: "recv" } },
      claims: [
        {
          says: "the second client gets its 5 bytes back, on the second connection",
          holds: (facts) => {
            const second = facts.nth("four", "accept", 2)?.result?.socket;
            const took = facts.calls("four", "recv").filter(({ result }) => result !== null);
            return (
              facts.bytes("ben", "recv") === 5 && took.length === 1 && took[0]?.socket === second
            );
          },
        },
      ],
    },
  ],
  tryThis: {
    en: "Add a TCP client by hand that aims at ::1. Which server accepts it, and which address does it get itself?",
    zh: "添加一个手动 TCP 客户端，目标写 ::1。哪台服务器接受它？它自己的地址是什么？",
  },
};
