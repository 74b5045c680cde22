import { chatClient } from "./chat-client/chat-client.ts";
import { chatServer } from "./chat-server/chat-server.ts";
import { withConcurrency } from "./concurrency/index.ts";
import { crawler } from "./crawler/crawler.ts";
import { echoServer } from "./echo-server/echo-server.ts";
import { fetchClient } from "./fetch-client/fetch-client.ts";
import { fileClient } from "./file-client/file-client.ts";
import { fileServer } from "./file-server/file-server.ts";
import { fixedReader } from "./fixed-reader/fixed-reader.ts";
import { flooder } from "./flooder/flooder.ts";
import { helloClient } from "./hello-client/hello-client.ts";
import { httpClient } from "./http-client/http-client.ts";
import { httpServer } from "./http-server/http-server.ts";
import type { Concurrency, PROGRAMS, ProgramId } from "./ids.ts";
import { lengthReader } from "./length-reader/length-reader.ts";
import { lineReader } from "./line-reader/line-reader.ts";
import { optionsClient } from "./options-client/options-client.ts";
import type { Program } from "./program.ts";
import type { Server } from "./server.ts";
import { slowReader } from "./slow-reader/slow-reader.ts";
import { talker } from "./talker/talker.ts";
import { tcpHandClient } from "./tcp-hand-client/tcp-hand-client.ts";
import { tcpHandServer } from "./tcp-hand-server/tcp-hand-server.ts";
import { timeClient } from "./time-client/time-client.ts";
import { timeServer } from "./time-server/time-server.ts";
import { udpBurstClient } from "./udp-burst-client/udp-burst-client.ts";
import { udpClient } from "./udp-client/udp-client.ts";
import { udpConnectedClient } from "./udp-connected-client/udp-connected-client.ts";
import { udpEchoServer } from "./udp-echo-server/udp-echo-server.ts";
import { udpHandClient } from "./udp-hand-client/udp-hand-client.ts";
import { udpHandServer } from "./udp-hand-server/udp-hand-server.ts";
import { untilCloseReader } from "./until-close-reader/until-close-reader.ts";
import { uploadClient } from "./upload-client/upload-client.ts";
import { uploadServer } from "./upload-server/upload-server.ts";
import { upperClient } from "./upper-client/upper-client.ts";
import { upperServer } from "./upper-server/upper-server.ts";
import { vanisher } from "./vanisher/vanisher.ts";
import { welcomeClient } from "./welcome-client/welcome-client.ts";
import { welcomeServer } from "./welcome-server/welcome-server.ts";

/** The servers that exist with several kinds of concurrency. */
export type ServerId = Extract<
  (typeof PROGRAMS)[number],
  { readonly concurrency: readonly [Concurrency, ...Concurrency[]] }
>["id"];

const servers: Readonly<Record<ServerId, Server>> = {
  "welcome-server": welcomeServer,
  "echo-server": echoServer,
  "upper-server": upperServer,
  "time-server": timeServer,
  "chat-server": chatServer,
  "file-server": fileServer,
  "http-server": httpServer,
};

const others: Readonly<Record<Exclude<ProgramId, ServerId>, Program>> = {
  "upload-server": uploadServer,
  "udp-echo-server": udpEchoServer,
  "welcome-client": welcomeClient,
  "hello-client": helloClient,
  "upper-client": upperClient,
  "time-client": timeClient,
  "chat-client": chatClient,
  "file-client": fileClient,
  "upload-client": uploadClient,
  "http-client": httpClient,
  crawler,
  "fetch-client": fetchClient,
  talker,
  "slow-reader": slowReader,
  flooder,
  vanisher,
  "options-client": optionsClient,
  "udp-client": udpClient,
  "udp-connected-client": udpConnectedClient,
  "udp-burst-client": udpBurstClient,
  "tcp-hand-client": tcpHandClient,
  "udp-hand-client": udpHandClient,
  "tcp-hand-server": tcpHandServer,
  "udp-hand-server": udpHandServer,
  "fixed-reader": fixedReader,
  "line-reader": lineReader,
  "length-reader": lengthReader,
  "until-close-reader": untilCloseReader,
};

const isServer = (id: ProgramId): id is ServerId => Object.hasOwn(servers, id);

/** The function of a program in the catalogue. `make` matters only for a server with several. */
export const program = (id: ProgramId, make: Concurrency = "event-loop"): Program =>
  isServer(id) ? withConcurrency(make, servers[id]) : others[id];
