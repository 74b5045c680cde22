import type { Connection, ConnectionEvents } from "./session-connection.ts";

/**
 * Opens a WebSocket to the server that this page came from. It first fetches the server's token, which
 * only a page of that server can read. The token goes into the first message and is kept nowhere
 * else.
 */
export function openConnection({ opened, received, closed }: ConnectionEvents): Connection {
  let socket: WebSocket | null = null;
  let over = false;
  const end = (): void => {
    if (!over) closed();
    over = true;
  };
  const dial = (token: string): void => {
    if (over) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/ws`);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => opened(token));
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") received(data);
      else if (data instanceof ArrayBuffer) received(new Uint8Array(data));
    });
    socket.addEventListener("close", end);
  };
  fetchToken().then(dial, end);
  return {
    send: (text) => socket?.send(text),
    close: () => {
      if (socket === null) end();
      else socket.close();
    },
  };
}

async function fetchToken(): Promise<string> {
  const response = await fetch("/api/token", { cache: "no-store" });
  const answer: unknown = await response.json();
  if (typeof answer === "object" && answer !== null && "token" in answer)
    return String(answer.token);
  throw new Error("The server gave no token.");
}
