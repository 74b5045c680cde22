import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to a server that can be cut, at any byte, or fall silent without being closed. */
export interface CutLine {
  readonly port: number;
  /** Resets what is open now. */
  cut(): void;
  /** From now on what is open now carries nothing; it stays open. */
  silence(): void;
  /** What is opened next is reset after so many bytes from the server. */
  cutAfter(bytes: number): void;
  close(): void;
}

export async function cutLine(target: number): Promise<CutLine> {
  const open = new Set<{ near: Socket; far: Socket; silent: boolean }>();
  let budget = Number.POSITIVE_INFINITY;
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    const line = { near, far, silent: false };
    open.add(line);
    let left = budget;
    budget = Number.POSITIVE_INFINITY;
    const end = (): void => {
      open.delete(line);
      near.resetAndDestroy();
      far.resetAndDestroy();
    };
    near.on("data", (bytes) => void (line.silent || far.write(bytes)));
    far.on("data", (bytes) => {
      if (line.silent) return;
      near.write(bytes.subarray(0, left));
      left -= bytes.length;
      if (left <= 0) setImmediate(end);
    });
    for (const socket of [near, far])
      socket.on("error", () => undefined).on("close", () => void (line.silent || end()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      for (const { near, far } of open) {
        near.resetAndDestroy();
        far.resetAndDestroy();
      }
    },
    silence() {
      for (const line of open) line.silent = true;
    },
    cutAfter(bytes) {
      budget = bytes;
    },
    close() {
      server.close();
      for (const { near, far } of open) {
        near.destroy();
        far.destroy();
      }
    },
  };
}
