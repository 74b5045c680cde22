import { entry } from "../catalogue.ts";
import type { Facts } from "../facts/facts.ts";
import { mostAtOnce } from "../facts/waiting.ts";
import type { Lesson } from "../model/lesson.ts";
import { hand, spawn, until } from "../model/move.ts";

/** How many connections of these clients were open, or being opened, at once. */
function connectionsAtOnce(facts: Facts, name: string): number {
  const ends = new Map(facts.calls(name, "close").map(({ socket, ended }) => [socket, ended]));
  return mostAtOnce(
    facts.calls(name, "connect").map((call) => ({ ...call, ended: ends.get(call.socket) ?? null })),
  );
}

/** What stands on sockets: HTTP by hand, by a library, by a crawler, and the event loop below. */
export const aboveSocket: Lesson = {
  ...entry("above-socket"),
  see: {
    en: "A web page fetched by hand over a socket, then by a library, then a whole site by a crawler.",
    zh: "先用套接字亲手取一个网页，再交给库去取，最后由爬虫取下整个站点。",
  },
  corrects: {
    en: "“HTTP libraries do without sockets.” They make the same calls, out of your sight.",
    zh: "误解：用了 HTTP 库就不用套接字了。其实库也做同样的调用，只是你看不见。",
  },
  ports: { web: 8080 },
  steps: [
    {
      title: { en: "Half a request", zh: "半个请求" },
      text: {
        en: "A small web server waits on port {web}. A client by hand connects and will send two lines: `GET / HTTP/1.1` and `Host: 127.0.0.1`.",
        zh: "一台小网页服务器在端口 {web} 等待。手动客户端连上去，准备发两行：`GET / HTTP/1.1` 和 `Host: 127.0.0.1`。",
      },
      moves: [
        spawn("http-server", "web", "web"),
        until.began("web", "accept"),
        spawn("tcp-hand-client", "client", "web"),
        hand("client", { verb: "connect", port: "web" }),
        until.returned("client", "connect"),
        until.began("web", "recv"),
      ],
      predict: {
        kind: "choice",
        question: {
          en: "After these two lines, will the server answer?",
          zh: "收到这两行之后，服务器会回答吗？",
        },
        options: [
          { id: "answers", text: { en: "Yes: it knows what we want", zh: "会：它已经知道要什么" } },
          { id: "waits", text: { en: "No: it waits for more", zh: "不会：它还在等" } },
        ],
        actual: (facts) => (facts.calls("web", "sendall").length > 0 ? "answers" : "waits"),
      },
      after: [
        hand("client", { verb: "send", text: "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" }),
        until.returned("client", "send"),
        until.began("web", "recv", { nth: 2 }),
      ],
      notice: {
        en: "TCP does not say where a request ends. [[http|HTTP]] does: its head ends with an empty line, and that has not come.",
        zh: "请求到哪里结束，TCP 不管，由 [[http|HTTP]] 规定：首部以一个空行结尾，而空行还没有到。",
      },
      highlight: { cards: ["web", "client"], call: { of: "web", verb: "recv", nth: 2 } },
      claims: [
        {
          says: "the server has read 33 bytes and sleeps in recv again",
          holds: (facts) =>
            facts.bytes("client", "send") === 33 &&
            facts.bytes("web", "recv") === 33 &&
            facts.nth("web", "recv", 2)?.ended === null,
        },
      ],
    },
    {
      title: { en: "The empty line", zh: "那个空行" },
      text: {
        en: "The client sends the empty line, 2 bytes. Now the server answers, and closes. The client calls `recv` until it gives 0 bytes.",
        zh: "客户端发出空行，只有 2 字节。服务器这才回答，然后关闭连接。客户端反复 `recv`，直到得到 0 字节。",
      },
      moves: [
        hand("client", { verb: "send", text: "\r\n" }),
        until.returned("web", "close"),
        hand("client", { verb: "recv", size: 4096 }),
        until.returned("client", "recv"),
        hand("client", { verb: "recv", size: 4096 }),
        until.returned("client", "recv", { nth: 2 }),
        hand("client", { verb: "close" }),
        until.over("client"),
      ],
      notice: {
        en: "Look at the bytes: a status line, some headers, an empty line, the page. That is all a browser gets.",
        zh: "看看这些字节：状态行、几行首部、一个空行，然后是网页。浏览器收到的也就是这些。",
      },
      highlight: { cards: ["client"], call: { of: "client", verb: "recv" } },
      claims: [
        {
          says: "the answer begins with HTTP/1.1 200 OK and ends with 0 bytes",
          holds: (facts) =>
            facts.start("client", "recv").startsWith("HTTP/1.1 200 OK\r\n") &&
            facts.bytes("client", "recv", 2) === 0,
        },
      ],
    },
    {
      title: { en: "A library does it", zh: "交给库" },
      text: {
        en: "Now one line of code: `fetch`, Node's own HTTP library. In Python it is `requests.get`, from Requests. The server sees what it saw before.",
        zh: "这回只要一行代码：Node 自带的 HTTP 库 `fetch`；在 Python 里就是 Requests 的 `requests.get`。服务器看到的和刚才一样。",
      },
      moves: [
        spawn("fetch-client", "library", "web"),
        until.over("library"),
        until.returned("web", "close", { nth: 2 }),
      ],
      notice: {
        en: "The library opened a socket of its own, so here it is an outsider: we see it only from the server's side.",
        zh: "套接字是库自己打开的，所以在这里它是外部程序：我们只能从服务器一侧看到它。",
      },
      highlight: { cards: ["library", "web"], call: { of: "web", verb: "recv", nth: 3 } },
      claims: [
        {
          says: "the library asks for the same page with more headers, on a socket that is not ours",
          holds: (facts) =>
            facts.start("web", "recv", 3).startsWith("GET / HTTP/1.1\r\n") &&
            (facts.bytes("web", "recv", 3) ?? 0) > 35 &&
            facts.calls("library").length === 0,
        },
        {
          says: "it gets the page",
          holds: (facts) =>
            facts.of("library", "actor.printed")[0]?.text.startsWith("200") === true,
        },
      ],
    },
    {
      title: { en: "A crawler", zh: "爬虫" },
      text: {
        en: "A crawler fetches the page, finds three links in it and fetches those pages, too, until there is nothing new. It has one thread.",
        zh: "爬虫取来网页，从中找出三个链接，再去取那三页，直到没有新的为止。它只有一个线程。",
      },
      moves: [],
      predict: {
        kind: "number",
        question: {
          en: "How many connections will it have open at once, at most?",
          zh: "它最多会同时打开几条连接？",
        },
        unit: { en: "connections", zh: "条" },
        actual: (facts) => connectionsAtOnce(facts, "spider"),
      },
      after: [
        spawn("crawler", "spider", "web"),
        until.over("spider"),
        until.returned("web", "close", { nth: 6 }),
      ],
      notice: {
        en: "The first page alone, since its links were not known; then three at once. Each page is asked for only once.",
        zh: "第一页单独取，因为还不知道有哪些链接；然后三页同时取。每一页只取一次。",
      },
      highlight: { cards: ["spider"] },
      timeline: { view: "lanes", scale: "steps" },
      claims: [
        {
          says: "it fetches four pages, the last three at once",
          holds: (facts) =>
            facts.calls("spider", "connect").length === 4 &&
            connectionsAtOnce(facts, "spider") === 3,
        },
      ],
    },
    {
      title: { en: "The loop below", zh: "底下的循环" },
      text: {
        en: "How can one thread wait for three answers? An [[eventLoop]] asks the kernel which socket is ready. `asyncio` works like this, Twisted has since 2002, and so does Node here.",
        zh: "一个线程怎能同时等三个回答？靠[[eventLoop]]：问内核哪个套接字就绪了。Twisted 从 2002 年起就这样做，`asyncio` 和这里的 Node 也是。",
      },
      moves: [spawn("crawler", "again", "web"), until.over("again")],
      notice: {
        en: "All its calls bear one thread. Servers, clients, crawlers, web applications: below all of them are these calls.",
        zh: "所有调用都出自同一个线程。服务器、客户端、爬虫、Web 应用，底下都是这些调用。",
      },
      highlight: { cards: ["again"] },
      timeline: { view: "lanes", scale: "steps" },
      claims: [
        {
          says: "one thread made all the calls, several of which waited at once",
          holds: (facts) =>
            facts.of("again", "call.began").every(({ thread }) => thread === undefined) &&
            mostAtOnce(facts.calls("again")) > 1,
        },
      ],
    },
  ],
  tryThis: {
    en: "Open http://127.0.0.1:{web}/ in another tab of your browser. How many connections does it open, and what does it ask for?",
    zh: "在浏览器的另一个标签页打开 http://127.0.0.1:{web}/ 。浏览器开了几条连接？要了些什么？",
  },
};
