// What a worker thread of a server runs. It is bundled into a file of its own.
import { runThread } from "@sockscope/sockets/thread";
import { serveChat } from "./chat-server/chat-server.threads.ts";
import { guarded } from "./concurrency/threads.ts";
import { serveEcho } from "./echo-server/echo-server.threads.ts";
import { serveFile } from "./file-server/file-server.threads.ts";
import { serveHttp } from "./http-server/http-server.threads.ts";
import type { ServerId } from "./programs.ts";
import { serveTime } from "./time-server/time-server.threads.ts";
import { serveUpper } from "./upper-server/upper-server.threads.ts";
import { serveWelcome } from "./welcome-server/welcome-server.threads.ts";

const conversations = {
  "welcome-server": guarded(serveWelcome),
  "echo-server": guarded(serveEcho),
  "upper-server": guarded(serveUpper),
  "time-server": guarded(serveTime),
  "chat-server": guarded(serveChat),
  "file-server": guarded(serveFile),
  "http-server": guarded(serveHttp),
} satisfies Record<ServerId, Parameters<typeof runThread>[0][string]>;

runThread(conversations, import.meta.url);
