// A page that looks on, without a browser: it takes the batches and reads them, as the page does.

import { WebSocket } from "ws";
import { answerParent } from "./answer-parent.ts";

export type PageRequest =
  | { readonly do: "look"; readonly url: string; readonly hello: string }
  | { readonly do: "leave" };

let socket: WebSocket | null = null;
let events = 0;

function look(url: string, hello: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const opened = new WebSocket(url, { origin: url.replace("ws", "http").replace("/ws", "") });
    socket = opened;
    opened.on("open", () => opened.send(hello));
    opened.on("error", reject);
    opened.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string; events?: unknown[] };
      if (message.type === "welcome") resolve();
      events += message.events?.length ?? 0;
    });
  });
}

async function handle(request: PageRequest): Promise<number> {
  if (request.do === "look") await look(request.url, request.hello);
  else socket?.terminate();
  return events;
}

answerParent(handle);
