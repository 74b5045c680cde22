import { WebSocket } from "ws";
import { Child } from "../sockets/child.ts";
import type { LabAnswer, LabRequest } from "./lab.ts";
import type { FolderServer } from "./two-servers.ts";

/** Events that are shown before what comes next. */
const SHOWN = 50;

/** A whole server in a process of its own, with a viewer. */
export async function childServer(folder: string): Promise<FolderServer> {
  const lab = new Child<LabRequest, LabAnswer>("lab", ["--expose-gc"]);
  const { port, hello } = await lab.ask({ do: "start", data: folder });
  let seen: string[] = [];
  let enough: () => void = () => undefined;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  socket.on("error", () => undefined);
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { type: string; events?: readonly unknown[] };
    for (const event of message.events ?? []) seen.push(JSON.stringify(event));
    if (seen.length >= SHOWN) enough();
  });
  socket.on("open", () => socket.send(hello));
  const taken = (): readonly string[] => {
    const lines = seen;
    seen = [];
    return lines;
  };
  return {
    async act() {
      const shown = new Promise<void>((resolve) => {
        enough = resolve;
      });
      await lab.ask({ do: "events", perSecond: 5000 });
      await shown;
      return taken();
    },
    async end() {
      await lab.ask({ do: "close" });
      await closed;
      await lab.ended();
      return taken();
    },
    async kill() {
      await lab.kill();
      // What was on its way when it was killed was shown, too.
      await closed;
      return taken();
    },
  };
}
