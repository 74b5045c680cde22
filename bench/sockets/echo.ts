import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { PROTOCOL } from "@sockscope/protocol";
import { interleave, type Rates } from "./rounds.ts";
import { rate, type Stage, spawn } from "./stage.ts";

const SLICE = 150;

const portOf = (server: Server | Socket): number => {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

export type EchoCondition = "off" | "on" | "page" | "plain";

/**
 * The stage's own echo server, unrecorded, recorded, and looked at; and one on plain net.
 * Off: the same API and the same live connections, but no fact is made, so that neither the journal
 * nor what the lab concludes from facts costs anything. On bears all of that, and page the relaying too.
 */
export async function echo(
  stage: Stage,
  clients: number,
  rounds: number,
): Promise<Rates<EchoCondition>> {
  const { server, load, page } = stage;
  const { journal, url } = server;
  const plain = createServer((socket) => socket.on("data", (bytes) => socket.write(bytes)));
  plain.listen(0, "127.0.0.1");
  await once(plain, "listening");
  const group = (name: string): string => `${name} ${clients}`;
  const kind = "echo";
  const size = 64;
  const recorded = await spawn(stage, "echo-server");
  await load.ask({ do: "open", group: group("recorded"), kind, clients, size, port: recorded });
  await load.ask({ do: "open", group: group("plain"), kind, clients, size, port: portOf(plain) });

  const rates = await interleave(["off", "on", "page", "plain"], rounds, async (condition) => {
    journal.off = condition === "off" || condition === "plain";
    const { session, seq: since } = journal;
    const hello = JSON.stringify({ type: "hello", protocol: PROTOCOL, session, since });
    if (condition === "page")
      await page.ask({ do: "look", url: `${url.replace("http", "ws")}/ws`, hello });
    await load.ask({ do: "run", group: group(condition === "plain" ? "plain" : "recorded") });
    const result = await rate(load, SLICE);
    if (condition === "page") await page.ask({ do: "leave" });
    return result;
  });
  await load.ask({ do: "run", group: "" });
  journal.off = false;
  plain.close();
  return rates;
}

/** The stage's own UDP echo server, recorded, and one on plain dgram. */
export async function udpEcho(stage: Stage, rounds: number): Promise<Rates<"recorded" | "plain">> {
  const { load } = stage;
  const plain = createSocket("udp4");
  plain.on("message", (bytes, { port, address }) => plain.send(bytes, port, address));
  plain.bind(0, "127.0.0.1");
  await once(plain, "listening");
  const recorded = await spawn(stage, "udp-echo-server");
  const open = { do: "open", kind: "udp", clients: 16, size: 64 } as const;
  await load.ask({ ...open, group: "recorded udp", port: recorded });
  await load.ask({ ...open, group: "plain udp", port: portOf(plain) });
  const rates = await interleave(["recorded", "plain"], rounds, async (condition) => {
    await load.ask({ do: "run", group: `${condition} udp` });
    return rate(load, SLICE);
  });
  await load.ask({ do: "run", group: "" });
  plain.close();
  return rates;
}
