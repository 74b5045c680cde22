import { entry } from "../catalogue.ts";
import type { Facts } from "../facts/facts.ts";
import type { Lesson } from "../model/lesson.ts";
import { giveBack, hand, holdBack, type Move, spawn, until } from "../model/move.ts";

/** Three letters of one byte, two characters of three: nine bytes. */
const MESSAGE = "hi-你好";
const SIZE = 9;

const pair = (server: string, client: string, host: string): readonly Move[] => [
  spawn("tcp-hand-server", server, "tcp", { host }),
  until.began(server, "accept"),
  spawn("tcp-hand-client", client, "tcp", { host }),
  hand(client, { verb: "connect", host, port: "tcp" }),
  until.returned(client, "connect"),
  until.returned(server, "accept"),
  hand(client, { verb: "send", text: MESSAGE }),
  until.returned(client, "send"),
];

const sentOnce = {
  says: "the nine bytes were sent at offset 0, once",
  holds: (facts: Facts) =>
    facts.bytes("client", "send") === SIZE &&
    facts.nth("client", "send")?.args.offset === 0 &&
    facts.calls("client", "send").length === 1,
};

/** One message from the application down to the link and up again. */
export const layers: Lesson = {
  ...entry("layers"),
  see: {
    en: "One message of nine bytes goes down through the layers; each puts a header around it, and at the other end each takes its own off.",
    zh: "一条 9 字节的消息逐层向下，每层加上自己的首部；到了另一端，再逐层取下。",
  },
  corrects: {
    en: "“The program sends packets.” It hands bytes to the kernel, which packs them.",
    zh: "误解：程序发送的是分组。其实程序只把字节交给内核，打包的是内核。",
  },
  ports: { tcp: 8888, udp: 9999 },
  steps: [
    {
      title: { en: "Application: the message", zh: "应用层：消息" },
      text: {
        en: "A client is connected to port {tcp} and calls `send` with `hi-你好`: nine bytes in [[utf8]]. What they mean is only for the two programs.",
        zh: "客户端连到端口 {tcp}，用 `send` 发送 `hi-你好`，按 [[utf8]] 共 9 字节。这些字节的含义只有两边的程序知道。",
      },
      moves: pair("server", "client", "127.0.0.1"),
      notice: {
        en: "These bytes are observed. All that is put around them below happens in the kernel.",
        zh: "这些字节是观测到的。往下各层加的东西，都是内核里的事。",
      },
      highlight: { cards: ["client"], call: { of: "client", verb: "send" } },
      drawing: { kind: "layers", open: "application", way: "down" },
      claims: [sentOnce],
    },
    {
      title: { en: "Transport: which program", zh: "传输层：哪个程序" },
      text: {
        en: "TCP puts a header of at least 20 bytes before them: a [[segment]]. The two [[port|ports]] say which programs talk, the sequence number where the bytes belong.",
        zh: "TCP 在前面加上至少 20 字节的首部，成为[[segment]]。两个[[port]]说明是哪两个程序，序号说明这些字节排在哪里。",
      },
      moves: [],
      notice: {
        en: "The ports are those of the sockets, observed. Sequence numbers count from a secret start (ISN) that nobody captured here.",
        zh: "端口就是两端套接字的端口，是观测到的。序号从一个秘密的起点 (ISN) 数起，这里没有人捕获过它。",
      },
      highlight: { cards: ["client", "server"], call: { of: "client", verb: "send" } },
      drawing: { kind: "layers", open: "transport", way: "down" },
      claims: [
        {
          says: "the destination port is the server's, the source port the client's own",
          holds: (facts) =>
            facts.nth("client", "connect")?.args.address?.port === facts.address("server")?.port &&
            facts.nth("server", "accept")?.result?.address?.port === facts.address("client")?.port,
        },
      ],
    },
    {
      title: { en: "Network: which machine", zh: "网络层：哪台机器" },
      text: {
        en: "IP puts 20 bytes before that, with the two addresses: from machine to machine. Both are 127.0.0.1 here, this machine itself.",
        zh: "IP 再加上 20 字节的首部，写明两个地址：从哪台机器到哪台机器。这里两个都是 127.0.0.1，即本机。",
      },
      moves: [],
      notice: {
        en: "The field “protocol”, 6, tells the receiver that TCP is inside. IP does not look at ports.",
        zh: "“协议”字段的 6 告诉接收方：里面是 TCP。IP 并不看端口。",
      },
      highlight: { cards: ["client", "server"], call: { of: "client", verb: "send" } },
      drawing: { kind: "layers", open: "network", way: "down" },
      claims: [
        {
          says: "both ends have the IPv4 address 127.0.0.1",
          holds: (facts) =>
            facts.address("client")?.address === "127.0.0.1" &&
            facts.address("server")?.address === "127.0.0.1",
        },
      ],
    },
    {
      title: { en: "Link and physical", zh: "链路层与物理层" },
      text: {
        en: "To another machine, the link layer would now put the packet into a frame, and the physical layer would make signals of it. [[loopback|Loopback]] has neither.",
        zh: "若发往别的机器，链路层要把分组装进帧，物理层再变成信号。[[loopback]]上这两层都没有。",
      },
      moves: [],
      notice: {
        en: "The kernel hands the packet back to itself: the same memory, no cable. So nothing true can be drawn here.",
        zh: "内核把分组直接交还给自己：还在内存里，没有网线。所以这里没有真东西可画。",
      },
      highlight: { cards: ["client"], call: { of: "client", verb: "send" } },
      drawing: { kind: "layers", open: "link", way: "down" },
      claims: [
        {
          says: "both addresses are loopback ones",
          holds: (facts) =>
            (facts.address("client")?.address ?? "").startsWith("127.") &&
            (facts.address("server")?.address ?? "").startsWith("127."),
        },
      ],
    },
    {
      title: { en: "Up again", zh: "再向上" },
      text: {
        en: "At the other end each layer takes off its own header and hands the rest up. The server calls `recv(1024)`.",
        zh: "在另一端，每层取下自己的首部，把剩下的交给上一层。服务器调用 `recv(1024)`。",
      },
      moves: [
        holdBack("server", "recv"),
        hand("server", { verb: "recv", size: 1024 }),
        until.heldBack("server", "recv"),
      ],
      predict: {
        kind: "choice",
        question: {
          en: "How many bytes will `recv(1024)` give?",
          zh: "`recv(1024)` 会得到多少字节？",
        },
        options: [
          { id: "9", text: { en: "9: the message", zh: "9：只有消息" } },
          { id: "29", text: { en: "29: with TCP's header", zh: "29：连同 TCP 首部" } },
          { id: "49", text: { en: "49: with IP's, too", zh: "49：再加 IP 首部" } },
        ],
        actual: (facts) => {
          const bytes = facts.bytes("server", "recv");
          return bytes === null ? null : String(bytes);
        },
      },
      after: [giveBack("server", "recv"), until.returned("server", "recv")],
      notice: {
        en: "Programs never see a header. What TCP and IP wrote there reaches them only as addresses, order and errors.",
        zh: "程序看不到首部。TCP 和 IP 写在里面的东西，只以地址、次序和错误的形式传到程序。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "recv" } },
      drawing: { kind: "layers", open: "application", way: "up" },
      claims: [
        sentOnce,
        {
          says: "the server's recv gives the nine bytes and nothing else",
          holds: (facts) => {
            const got = facts.nth("server", "recv")?.result?.payload;
            const sent = facts.nth("client", "send")?.args.payload;
            return got?.length === SIZE && got.kept === sent?.kept;
          },
        },
      ],
    },
    {
      title: { en: "The same over UDP", zh: "换成 UDP" },
      text: {
        en: "The same nine bytes in a [[datagram]]: UDP's header has only 8 bytes, two ports, a length and a check sum.",
        zh: "同样 9 字节装进一个[[datagram]]：UDP 首部只有 8 字节，两个端口、一个长度、一个校验和。",
      },
      moves: [
        spawn("udp-hand-server", "box", "udp"),
        until.returned("box", "bind"),
        spawn("udp-hand-client", "letter", "udp"),
        hand("letter", { verb: "sendto", text: MESSAGE, port: "udp" }),
        until.returned("letter", "sendto"),
        until.arrived("box"),
      ],
      notice: {
        en: "No sequence number, so no order; but a length, so boundaries. The header tells what a protocol can do.",
        zh: "没有序号，所以不保次序；有长度，所以保留边界。看首部就知道协议能做什么。",
      },
      highlight: { cards: ["letter"], call: { of: "letter", verb: "sendto" } },
      drawing: { kind: "layers", open: "transport", way: "down" },
      claims: [
        {
          says: "the same nine bytes went as one datagram",
          holds: (facts) =>
            facts.bytes("letter", "sendto") === SIZE &&
            facts.of("box", "datagram.arrived")[0]?.length === SIZE,
        },
      ],
    },
    {
      title: { en: "The same over IPv6", zh: "换成 IPv6" },
      text: {
        en: "Now the message goes from ::1 to ::1. IPv6's header has 40 bytes: two addresses of 128 bits take 32 of them. TCP's stays as it was.",
        zh: "这次消息从 ::1 发往 ::1。IPv6 首部有 40 字节，其中两个 128 位地址就占 32。TCP 首部不变。",
      },
      moves: [
        ...["letter", "box", "client", "server"].map((of): Move => ({ do: "remove", of })),
        ...pair("server6", "client6", "::1"),
      ],
      notice: {
        en: "One layer was exchanged, and neither TCP nor the program noticed. That is what layers are for.",
        zh: "换掉了一层，TCP 和程序都没有察觉。分层就是为了这个。",
      },
      highlight: { cards: ["client6"], call: { of: "client6", verb: "send" } },
      drawing: { kind: "layers", open: "network", way: "down" },
      claims: [
        {
          says: "the same nine bytes went between two IPv6 addresses",
          holds: (facts) =>
            facts.bytes("client6", "send") === SIZE &&
            facts.address("client6")?.address === "::1" &&
            facts.nth("server6", "accept")?.result?.address?.family === "AF_INET6",
        },
      ],
    },
  ],
  tryThis: {
    en: "Send one byte by hand, then 1000. What share of all that IP carries is your message each time?",
    zh: "手动先发 1 个字节，再发 1000 个。两次里，你的消息各占 IP 所传字节的多少？",
  },
};
