import { entry } from "../catalogue.ts";
import type { Facts } from "../facts/facts.ts";
import type { Lesson } from "../model/lesson.ts";
import { giveBack, hand, holdBack, type Move, spawn, until } from "../model/move.ts";

/** Twenty bytes that each of the four readers cuts by its own rule. */
const BYTES = "0006hello\n0006world\n";

/** What a reader took for messages. */
const messages = (facts: Facts, reader: string): readonly string[] =>
  facts.of(reader, "actor.printed").map(({ text }) => text);

/** A reader and a client that has sent it the bytes in these pieces, each taken before the next. */
const reads = (
  program: "fixed-reader" | "line-reader" | "until-close-reader",
  reader: string,
  writer: string,
): readonly Move[] => [
  spawn(program, reader, "tcp"),
  until.began(reader, "accept"),
  spawn("tcp-hand-client", writer, "tcp"),
  hand(writer, { verb: "connect", port: "tcp" }),
  until.returned(writer, "connect"),
  hand(writer, { verb: "send", text: BYTES }),
  until.returned(writer, "send"),
  hand(writer, { verb: "close" }),
  until.over(reader),
];

const gone = (...names: readonly string[]): readonly Move[] =>
  names.map((of) => ({ do: "remove", of }));

/** TCP keeps no boundaries; four ways in which programs make their own. */
export const streamMessages: Lesson = {
  ...entry("stream-messages"),
  see: {
    en: "What two sends gave comes out of one `recv`, and the other way round. Then four ways to find messages in a stream.",
    zh: "两次 `send` 的内容由一次 `recv` 取走，反过来也行。然后是在字节流里划分消息的四种办法。",
  },
  corrects: {
    en: "“One send, one recv.” TCP delivers bytes, not messages.",
    zh: "误解：一次 send 对应一次 recv。TCP 传的是字节，不是消息。",
  },
  ports: { tcp: 8888 },
  steps: [
    {
      title: { en: "Two sends, one recv", zh: "两次 send，一次 recv" },
      text: {
        en: "A client is connected. It sends `hello`, then `world`: two calls, five bytes each. Now the server calls `recv(1024)` once.",
        zh: "客户端已连接。它先发 `hello`，再发 `world`：两次调用，各 5 字节。现在服务器只调用一次 `recv(1024)`。",
      },
      moves: [
        spawn("tcp-hand-server", "server", "tcp"),
        until.began("server", "accept"),
        spawn("tcp-hand-client", "client", "tcp"),
        hand("client", { verb: "connect", port: "tcp" }),
        until.returned("client", "connect"),
        until.returned("server", "accept"),
        hand("client", { verb: "send", text: "hello" }),
        until.returned("client", "send"),
        hand("client", { verb: "send", text: "world" }),
        until.returned("client", "send", { nth: 2 }),
        holdBack("server", "recv"),
        hand("server", { verb: "recv", size: 1024 }),
        until.heldBack("server", "recv"),
      ],
      predict: {
        kind: "number",
        question: {
          en: "How many bytes will this one `recv(1024)` give?",
          zh: "这一次 `recv(1024)` 会得到多少字节？",
        },
        unit: { en: "bytes", zh: "字节" },
        actual: (facts) => facts.bytes("server", "recv"),
      },
      after: [giveBack("server", "recv"), until.returned("server", "recv")],
      notice: {
        en: "The receive buffer is a [[stream]]: where one `send` ended is not kept. Chinese texts call it [[stickyPackets]], a misleading word: no packets stick.",
        zh: "接收缓冲区是[[stream]]，不保留 `send` 的分界。俗称[[stickyPackets]]，这个词容易误导：并没有什么“包”粘在一起。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "recv" } },
      claims: [
        {
          says: "two sends of 5 bytes come out of one recv as 10",
          holds: (facts) =>
            facts.bytes("client", "send") === 5 &&
            facts.bytes("client", "send", 2) === 5 &&
            facts.bytes("server", "recv") === 10,
        },
      ],
    },
    {
      title: { en: "One send, many recvs", zh: "一次 send，多次 recv" },
      text: {
        en: "Now one `send` of ten bytes. The server takes them with `recv(4)`: four bytes, four bytes, and once more.",
        zh: "这次一个 `send` 发出 10 字节。服务器用 `recv(4)` 来取：先 4 字节，再 4 字节，然后又一次。",
      },
      moves: [
        hand("client", { verb: "send", text: "networking" }),
        until.returned("client", "send", { nth: 3 }),
        hand("server", { verb: "recv", size: 4 }),
        until.returned("server", "recv", { nth: 2 }),
        hand("server", { verb: "recv", size: 4 }),
        until.returned("server", "recv", { nth: 3 }),
        holdBack("server", "recv"),
        hand("server", { verb: "recv", size: 4 }),
        until.heldBack("server", "recv", 2),
      ],
      predict: {
        kind: "number",
        question: {
          en: "How many bytes will the third `recv(4)` give?",
          zh: "第三次 `recv(4)` 会得到多少字节？",
        },
        unit: { en: "bytes", zh: "字节" },
        actual: (facts) => facts.bytes("server", "recv", 4),
      },
      after: [giveBack("server", "recv", 2), until.returned("server", "recv", { nth: 4 })],
      notice: {
        en: "The 4 is a maximum, not an order. Two bytes were left, so it gave two and did not wait for more.",
        zh: "4 是上限，不是定量。只剩 2 字节，它就给 2 字节，不会等到凑够。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "recv", nth: 4 } },
      claims: [
        {
          says: "one send of 10 bytes is read as 4, 4 and 2",
          holds: (facts) =>
            facts.bytes("client", "send", 3) === 10 &&
            [2, 3, 4].map((nth) => facts.bytes("server", "recv", nth)).join() === "4,4,2",
        },
      ],
    },
    {
      title: { en: "Half a character", zh: "半个汉字" },
      text: {
        en: "`你好` has six bytes in [[utf8]], three each. The server calls `recv(4)`.",
        zh: "`你好` 按 [[utf8]] 编码共 6 字节，每个汉字 3 字节。服务器调用 `recv(4)`。",
      },
      moves: [
        hand("client", { verb: "send", text: "你好" }),
        until.returned("client", "send", { nth: 4 }),
        hand("server", { verb: "recv", size: 4 }),
        until.returned("server", "recv", { nth: 5 }),
        hand("server", { verb: "recv", size: 4 }),
        until.returned("server", "recv", { nth: 6 }),
      ],
      notice: {
        en: "The first gave `你` and one byte of `好`, the second the other two. Decode only what is whole; `recv` knows nothing of characters.",
        zh: "第一次得到“你”和“好”的第 1 个字节，第二次得到余下 2 字节。`recv` 不认识汉字，要等收全再解码。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "recv", nth: 5 } },
      claims: [
        {
          says: "the six bytes of two characters are read as 4 and 2",
          holds: (facts) =>
            facts.bytes("client", "send", 4) === 6 &&
            facts.bytes("server", "recv", 5) === 4 &&
            facts.bytes("server", "recv", 6) === 2,
        },
        {
          says: "the first 4 bytes end inside a character",
          holds: (facts) => {
            const kept = facts.nth("server", "recv", 5)?.result?.payload?.kept ?? "";
            return atob(kept) === "\xe4\xbd\xa0\xe5";
          },
        },
      ],
    },
    {
      title: { en: "Framing 1: fixed size", zh: "划分之一：定长" },
      text: {
        en: "So programs agree on [[framing]]. First rule: a message is always ten bytes. A client sends twenty, and this reader takes ten, twice.",
        zh: "所以程序之间要约定[[framing]]。规则一：每条消息固定 10 字节。客户端发出 20 字节，读取方每 10 字节算一条。",
      },
      moves: [...gone("server", "client"), ...reads("fixed-reader", "fixed", "first")],
      notice: {
        en: "Simple, but each message must be filled up or cut to the size.",
        zh: "很简单，但消息必须补齐或截断到这个长度。",
      },
      highlight: { cards: ["fixed"], call: { of: "fixed", verb: "recv" } },
      claims: [
        {
          says: "the reader of ten bytes each finds two messages in the 20 bytes",
          holds: (facts) =>
            facts.bytes("first", "send") === 20 &&
            messages(facts, "fixed").join() === '"0006hello\\n","0006world\\n"',
        },
      ],
    },
    {
      title: { en: "Framing 2: a delimiter", zh: "划分之二：分隔符" },
      text: {
        en: "The same twenty bytes, another rule: a message ends at a line feed, `\\n`. The reader collects bytes and cuts at each one.",
        zh: "同样的 20 字节，换一条规则：消息以换行符 `\\n` 结束。读取方先攒着字节，遇到换行就切一条。",
      },
      moves: [...gone("fixed", "first"), ...reads("line-reader", "line", "second")],
      notice: {
        en: "HTTP's headers and chat lines do so. But a message must not contain the delimiter itself.",
        zh: "HTTP 首部和聊天消息就这样做。但消息内容里不能出现分隔符本身。",
      },
      highlight: { cards: ["line"], call: { of: "line", verb: "recv" } },
      claims: [
        {
          says: "the reader of lines finds two messages of nine bytes in the same bytes",
          holds: (facts) =>
            facts.bytes("second", "send") === 20 &&
            messages(facts, "line").join() === '"0006hello","0006world"',
        },
      ],
    },
    {
      title: { en: "Framing 3: length first", zh: "划分之三：长度前缀" },
      text: {
        en: "Third rule: four digits say how long the message after them is. The client sends `00` and stops: half of the prefix. The reader is in `recv(4)`.",
        zh: "规则三：先用四位数字写明后面的消息有多长。客户端只发了 `00`，前缀才到一半。读取方正在调用 `recv(4)`。",
      },
      moves: [
        ...gone("line", "second"),
        spawn("length-reader", "length", "tcp"),
        until.began("length", "accept"),
        spawn("tcp-hand-client", "third", "tcp"),
        holdBack("length", "recv"),
        hand("third", { verb: "connect", port: "tcp" }),
        until.returned("third", "connect"),
        hand("third", { verb: "send", text: BYTES.slice(0, 2) }),
        until.returned("third", "send"),
        until.heldBack("length", "recv"),
      ],
      predict: {
        kind: "choice",
        question: {
          en: "Two of the four bytes are there. What does `recv(4)` give?",
          zh: "四个字节只到了两个。`recv(4)` 会怎样？",
        },
        options: [
          { id: "waits", text: { en: "It waits for all four", zh: "等四个到齐" } },
          { id: "2", text: { en: "The two", zh: "得到这两个" } },
        ],
        actual: (facts) => {
          const bytes = facts.bytes("length", "recv");
          return bytes === null ? null : String(bytes);
        },
      },
      after: [
        giveBack("length", "recv"),
        until.returned("length", "recv"),
        until.began("length", "recv", { nth: 2 }),
      ],
      notice: {
        en: "A prefix can arrive in parts like anything else. The reader calls `recv(2)` for the rest before it believes the number.",
        zh: "前缀和别的字节一样，也会分几次到达。读取方要再 `recv(2)` 补齐，才能相信这个长度。",
      },
      highlight: { cards: ["length"], call: { of: "length", verb: "recv" } },
      claims: [
        {
          says: "recv(4) gives 2 bytes of the prefix, and the reader asks for the 2 that are missing",
          holds: (facts) =>
            facts.nth("length", "recv")?.args.size === 4 &&
            facts.bytes("length", "recv") === 2 &&
            facts.nth("length", "recv", 2)?.args.size === 2,
        },
      ],
    },
    {
      title: { en: "The rest arrives", zh: "剩下的到了" },
      text: {
        en: "The other eighteen bytes come in one `send`. The reader takes two of prefix, six of message, four of prefix, six of message.",
        zh: "余下 18 字节由一次 `send` 送来。读取方依次取 2 字节前缀、6 字节消息、4 字节前缀、6 字节消息。",
      },
      moves: [
        hand("third", { verb: "send", text: BYTES.slice(2) }),
        until.returned("third", "send", { nth: 2 }),
        hand("third", { verb: "close" }),
        until.over("length"),
      ],
      notice: {
        en: "Now the line feed belongs to the message: nothing is forbidden in it. Most protocols frame like this.",
        zh: "这回换行符也属于消息：内容里什么都可以有。多数协议采用这种办法。",
      },
      highlight: { cards: ["length"], call: { of: "length", verb: "recv", nth: 2 } },
      claims: [
        {
          says: "two messages of six bytes come out of the same 20 bytes",
          holds: (facts) => messages(facts, "length").join() === '"hello\\n","world\\n"',
        },
        {
          says: "the reader took 2, 2, 6, 4 and 6 bytes, and then the end",
          holds: (facts) =>
            facts
              .calls("length", "recv")
              .map(({ result }) => result?.payload?.length)
              .join() === "2,2,6,4,6,0",
        },
      ],
    },
    {
      title: { en: "Framing 4: until close", zh: "划分之四：直到关闭" },
      text: {
        en: "Last rule: a message is all that comes until the sender closes. The same twenty bytes are now one message.",
        zh: "规则四：直到发送方关闭为止，收到的全部算一条消息。同样的 20 字节现在是一条。",
      },
      moves: [...gone("length", "third"), ...reads("until-close-reader", "all", "fourth")],
      notice: {
        en: "Only one message a connection, and a sender that crashes looks like one that has finished.",
        zh: "一条连接只能传一条消息，而且发送方中途崩溃时，看起来也像是发完了。",
      },
      highlight: { cards: ["all"], call: { of: "all", verb: "recv" } },
      claims: [
        {
          says: "the same 20 bytes are one message when only close ends it",
          holds: (facts) =>
            facts.bytes("fourth", "send") === 20 &&
            messages(facts, "all").join() === '"0006hello\\n0006world\\n"',
        },
      ],
    },
  ],
  tryThis: {
    en: "Add the reader “Line by line” and a TCP client by hand. Send text without a line feed twice, then close. What does it print, and why?",
    zh: "添加“按行”读取的服务器和一个手动 TCP 客户端，发两次不带换行的文字，再关闭。它打印出什么？为什么？",
  },
};
