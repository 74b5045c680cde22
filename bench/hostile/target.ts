// What is attacked, in a process of its own: `node target.js sockscope|bare HOST`. Says its port.
import { createServer, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { startServer } from "../../apps/server/src/http/server.ts";

const [kind, host = ""] = process.argv.slice(2);

/** Reads what comes, and answers each line of this machine with a line. */
function bare(socket: Socket): void {
  socket.on("error", () => socket.destroy());
  if (socket.remoteAddress === "127.0.0.1") socket.pipe(socket);
  else socket.resume();
}

async function start(): Promise<{ readonly port: number; readonly token: string }> {
  if (kind === "sockscope") {
    const webRoot = fileURLToPath(new URL(".", import.meta.url));
    return startServer({ host, port: 0, strictPort: true, webRoot, data: null });
  }
  const server = createServer(bare).listen(0, "0.0.0.0");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  return { port: typeof address === "object" ? (address?.port ?? 0) : 0, token: "" };
}

const { port, token } = await start();
process.on("message", () => process.send?.({ port, token, memory: process.memoryUsage().rss }));
process.on("disconnect", () => process.exit(0));
process.send?.({ port, token, memory: process.memoryUsage().rss });
