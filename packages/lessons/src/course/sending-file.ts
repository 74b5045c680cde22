import { entry } from "../catalogue.ts";
import type { Facts } from "../facts/facts.ts";
import type { Lesson } from "../model/lesson.ts";
import { gate, giveBack, holdBack, pass, spawn, stopBefore, until } from "../model/move.ts";

/** What the client says of its file in its first line. */
const sizeOf = (facts: Facts): number =>
  Number(/ (\d+)\n$/.exec(facts.start("client", "sendall"))?.[1] ?? Number.NaN);

/** Bytes of the file that a client has handed over: all but its first line. */
const handedOver = (facts: Facts, name: string): number =>
  facts
    .calls(name, "sendall")
    .slice(1)
    .reduce((sum, { result }) => sum + (result?.count ?? 0), 0);

/** Where the server told the second client to go on. */
const offsetOf = (facts: Facts): number => Number(facts.start("again", "recv").trim());

/** Longer files than this do not fit into the buffers of both kernels. */
const FITS = 32 * 1024 * 1024;

/** A file of the learner's own goes through a socket, is cut off, goes on, and is compared. */
export const sendingFile: Lesson = {
  ...entry("sending-file"),
  see: {
    en: "A file goes through a socket in pieces. The reader is slow, the line is cut, the rest follows, and a hash tells that nothing is missing.",
    zh: "文件分块通过套接字：接收方读得慢，中途断线，再从断处续传，最后用散列值确认一字节不差。",
  },
  corrects: {
    en: "“When `sendall` has returned, the file has arrived.”",
    zh: "误解：`sendall` 返回了，文件就到了。",
  },
  ports: { file: 8022 },
  steps: [
    {
      title: { en: "Choose a file", zh: "选一个文件" },
      text: {
        en: "A server for files waits on port {file}. Choose a file of up to 100 MiB here; it stays on this machine. Without one, the client makes up 32 MiB.",
        zh: "文件服务器在端口 {file} 等待。请在这里选一个不超过 100 MiB 的文件，它不会离开本机；不选的话，客户端自己编 32 MiB。",
      },
      moves: [spawn("upload-server", "server", "file"), until.began("server", "accept")],
      takesFile: true,
      notice: {
        en: "To a socket a file is nothing special: bytes, as all others.",
        zh: "对套接字来说，文件没有什么特别：也只是字节。",
      },
      highlight: { cards: ["server"] },
      claims: [
        {
          says: "the server waits in accept",
          holds: (facts) => facts.nth("server", "accept")?.ended === null,
        },
      ],
    },
    {
      title: { en: "Name and size first", zh: "先报名字和大小" },
      text: {
        en: "TCP does not say where a file ends. So the client first sends a line with name and size, and the server answers how much of it it has: 0.",
        zh: "文件到哪里结束，TCP 不管。所以客户端先发一行：文件名和大小；服务器回答自己已有多少字节：0。",
      },
      moves: [
        gate("step"),
        spawn("upload-client", "client", "file"),
        pass("client", "socket"),
        pass("client", "connect"),
        pass("server", "recv"),
        pass("client", "sendall"),
        pass("server", "sendall"),
        pass("client", "recv"),
        until.returned("client", "recv"),
        until.stands("server", "recv", 2),
        until.stands("client", "sendall", 2),
      ],
      notice: {
        en: "This line is a [[protocol]] of our own. Every program that sends files needs one.",
        zh: "这一行就是我们自定的[[protocol]]。凡是传文件的程序，都得有一个。",
      },
      highlight: { cards: ["client", "server"], call: { of: "client", verb: "sendall" } },
      claims: [
        {
          says: "the server answers 0",
          holds: (facts) => facts.start("client", "recv") === "0\n",
        },
      ],
    },
    {
      title: { en: "A slow reader", zh: "读得慢" },
      text: {
        en: "The client runs freely now and sends piece after piece, each a sixteenth of the file. The server pauses for a second before each call.",
        zh: "现在放行客户端，它一块接一块地发，每块是文件的十六分之一。服务器却在每次调用前停一秒。",
      },
      moves: [],
      predict: {
        kind: "choice",
        question: {
          en: "Nobody reads. What does `sendall` do?",
          zh: "没有人读。`sendall` 会怎样？",
        },
        options: [
          { id: "returns", text: { en: "It returns each time", zh: "每次都照常返回" } },
          { id: "sleeps", text: { en: "It falls asleep in the end", zh: "最终会睡着" } },
        ],
        actual: (facts) => (sleptBeforeRead(facts) ? "sleeps" : "returns"),
      },
      after: [
        stopBefore("client", "sendall", 7, { stays: true }),
        // The server stands at the gate until the client is in `sendall`, which it does not leave
        // for good before somebody reads: what the pause is for has begun before the pause.
        gate("free", { of: "client" }),
        until.began("client", "sendall", { nth: 2 }),
        gate("slow", { of: "server", pause: 1000 }),
        until.began("server", "recv", { nth: 2 }),
      ],
      notice: {
        en: "Both kernels' buffers take some megabytes; a small file fits into them. When they are full the sender sleeps: [[backpressure]].",
        zh: "两端内核的缓冲区能装几兆字节，小文件整个装得下。装满之后，发送方就睡着：这叫[[backpressure]]。",
      },
      highlight: { cards: ["client", "server"] },
      claims: [
        {
          says: "a file that does not fit into the buffers puts the client to sleep in sendall",
          holds: (facts) => sizeOf(facts) < FITS || sleptBeforeRead(facts),
        },
      ],
    },
    {
      title: { en: "Cut off", zh: "中途断线" },
      text: {
        en: "The server reads freely, the client sends on. Before its eighth piece the client's program is ended, as by a crash.",
        zh: "服务器放开来读，客户端接着发。发第八块之前，客户端程序被中止，就像崩溃一样。",
      },
      moves: [
        gate("free", { of: "server" }),
        until.stands("client", "sendall", 3),
        { do: "stop", of: "client" },
        until.returned("server", "close"),
      ],
      notice: {
        en: "`recv` gave 0 bytes before all had come: only because it knows the size, the server knows that something is missing.",
        zh: "数据没收全，`recv` 就返回了 0 字节。服务器知道文件大小，才知道还缺一段。",
      },
      highlight: { cards: ["server"], call: { of: "server", verb: "close" } },
      claims: [
        {
          says: "the server has read all that the client handed over, and not the whole file",
          holds: (facts) => {
            const read = facts
              .calls("server", "recv")
              .slice(1)
              .reduce((sum, { result }) => sum + (result?.payload?.length ?? 0), 0);
            return read === handedOver(facts, "client") && read < sizeOf(facts);
          },
        },
      ],
    },
    {
      title: { en: "Where to go on?", zh: "从哪里接着传？" },
      text: {
        en: "The client is started anew and sends the same line: name and size. The server answers; `recv` is stopped just before it returns.",
        zh: "客户端重新启动，发出同样的一行：文件名和大小。服务器作了回答，`recv` 停在返回之前。",
      },
      moves: [
        gate("step"),
        gate("free", { of: "server" }),
        spawn("upload-client", "again", "file"),
        pass("again", "socket"),
        pass("again", "connect"),
        pass("again", "sendall"),
        holdBack("again", "recv"),
        pass("again", "recv"),
        until.heldBack("again", "recv"),
      ],
      predict: {
        kind: "choice",
        question: {
          en: "Which offset does the server ask for?",
          zh: "服务器要求从哪个偏移量开始？",
        },
        options: [
          { id: "zero", text: { en: "0: a new connection begins anew", zh: "0：新连接从头开始" } },
          { id: "rest", text: { en: "Where the first one stopped", zh: "上一次停下的地方" } },
        ],
        actual: (facts) => (offsetOf(facts) > 0 ? "rest" : "zero"),
      },
      after: [giveBack("again", "recv"), until.returned("again", "recv")],
      notice: {
        en: "TCP forgot everything with the first connection, and counts from 0 again. The programs remember: resuming is their work.",
        zh: "第一条连接一断，TCP 就全忘了，新连接重新从 0 数起。记得的是程序：续传是程序自己的事。",
      },
      highlight: { cards: ["again", "server"], call: { of: "again", verb: "recv" } },
      claims: [
        {
          says: "the server asks for the rest, on a connection whose stream begins at 0",
          holds: (facts) =>
            offsetOf(facts) === handedOver(facts, "client") &&
            facts.nth("again", "sendall")?.args.offset === 0,
        },
      ],
    },
    {
      title: { en: "The rest, and a hash", zh: "余下的部分与散列值" },
      text: {
        en: "The rest follows. Both ends have computed a [[hash|SHA-256]] over the whole file, and the server sends its own to be compared.",
        zh: "余下的部分传完。两端各自对整个文件算出 [[hash|SHA-256]]，服务器把自己的发来比较。",
      },
      moves: [gate("free"), until.over("again"), until.returned("server", "close", { nth: 2 })],
      notice: {
        en: "Equal. Only now does the client know that the file has arrived: because the server's program said so.",
        zh: "两者相同。客户端到这时才知道文件到了：因为对方的程序这样说了。",
      },
      highlight: { cards: ["again", "server"], call: { of: "again", verb: "recv", nth: 2 } },
      claims: [
        {
          says: "both attempts together are the file, once",
          holds: (facts) =>
            handedOver(facts, "client") + handedOver(facts, "again") === sizeOf(facts),
        },
        {
          says: "the hashes agree",
          holds: (facts) =>
            facts.of("again", "actor.printed").at(-1)?.text.startsWith("SHA-256 agrees") === true,
        },
      ],
    },
  ],
  tryThis: {
    en: "Set a bandwidth in the link conditions and send the file once more. What does `sendall` do now?",
    zh: "在链路条件里限制带宽，再传一次文件。`sendall` 现在怎样？",
  },
};

/** Whether the client was asleep in `sendall` when the server began to read the file. */
function sleptBeforeRead(facts: Facts): boolean {
  const reads = facts.nth("server", "recv", 2)?.began;
  return (
    reads !== undefined &&
    facts
      .calls("client", "sendall")
      .some(({ began, ended }) => began < reads && (ended === null || ended > reads))
  );
}
