import { echoServer } from "./echo-server/echo-server.ts";
import { helloClient } from "./hello-client/hello-client.ts";
import type { ProgramId } from "./ids.ts";
import type { Program } from "./program.ts";
import { tcpHandClient } from "./tcp-hand-client/tcp-hand-client.ts";
import { udpClient } from "./udp-client/udp-client.ts";
import { udpEchoServer } from "./udp-echo-server/udp-echo-server.ts";
import { udpHandClient } from "./udp-hand-client/udp-hand-client.ts";
import { welcomeClient } from "./welcome-client/welcome-client.ts";
import { welcomeServer } from "./welcome-server/welcome-server.ts";

/** The functions behind the catalogue. */
export const programs: Readonly<Record<ProgramId, Program>> = {
  "welcome-server": welcomeServer,
  "echo-server": echoServer,
  "udp-echo-server": udpEchoServer,
  "welcome-client": welcomeClient,
  "hello-client": helloClient,
  "udp-client": udpClient,
  "tcp-hand-client": tcpHandClient,
  "udp-hand-client": udpHandClient,
};
