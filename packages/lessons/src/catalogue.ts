import type { Text } from "./text/text.ts";

/** What the table of contents says of a lesson. */
export interface LessonEntry {
  readonly id: string;
  /** The chapter of the course, as "4" or "2.3". */
  readonly chapter: string;
  readonly title: Text;
}

/**
 * All lessons, in the order of the course. Whoever only lists them needs no more: the lessons
 * themselves are long.
 */
const ENTRIES = [
  { id: "tour", chapter: "1", title: { en: "The tour", zh: "先看一圈" } },
  { id: "above-socket", chapter: "1.2", title: { en: "Above the socket", zh: "套接字之上" } },
  {
    id: "addresses-ports",
    chapter: "2.1",
    title: { en: "Addresses and ports", zh: "IP 地址与端口" },
  },
  { id: "layers", chapter: "2.2", title: { en: "Layers", zh: "分层模型" } },
  { id: "tcp-or-udp", chapter: "2.3", title: { en: "TCP or UDP", zh: "TCP 还是 UDP" } },
  { id: "socket-calls", chapter: "3", title: { en: "The socket calls", zh: "Socket 的八个调用" } },
  {
    id: "stream-messages",
    chapter: "3.3",
    title: { en: "A stream has no messages", zh: "字节流里没有消息" },
  },
  { id: "goodbyes", chapter: "3.4", title: { en: "Four ways to say goodbye", zh: "四种告别" } },
  {
    id: "tcp-server-client",
    chapter: "4",
    title: { en: "A TCP server and its clients", zh: "TCP 服务器与客户端" },
  },
  { id: "udp-datagrams", chapter: "5", title: { en: "UDP: datagrams", zh: "UDP：数据报" } },
  { id: "chat-room", chapter: "6.1", title: { en: "A chat room", zh: "聊天室" } },
  { id: "sending-file", chapter: "6.2", title: { en: "Sending a file", zh: "传送文件" } },
  {
    id: "many-clients",
    chapter: "6.3",
    title: { en: "One server, many clients", zh: "一台服务器，许多客户端" },
  },
  { id: "errors", chapter: "errors", title: { en: "When it goes wrong", zh: "出错的时候" } },
] as const satisfies readonly LessonEntry[];

export const catalogue: readonly LessonEntry[] = ENTRIES;

/** The entry of a lesson that there is. */
export function entry(id: (typeof ENTRIES)[number]["id"]): LessonEntry {
  const found = ENTRIES.find((one) => one.id === id);
  if (found === undefined) throw new Error(`the catalogue has no lesson ${id}`);
  return found;
}

/** The next one of the course; undefined after the last. */
export const entryAfter = (id: string): LessonEntry | undefined =>
  catalogue[catalogue.findIndex((one) => one.id === id) + 1];
