import { startServer } from "../../../apps/server/src/http/server.ts";

/** A real server with an echo server on its stage, while `work` runs. Both ports are given to it. */
export async function withServer<T>(
  webRoot: string,
  work: (port: number, echo: number) => Promise<T>,
): Promise<T> {
  const server = await startServer({
    ...{ host: "127.0.0.1", port: 0, strictPort: true, webRoot, data: null },
  });
  try {
    await server.lab.do({ do: "spawn", program: "echo-server", count: 1, port: 0 });
    let echo = 0;
    while (echo === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      for (const event of server.journal.read(0, server.journal.seq))
        if (event.kind === "call.ended" && event.verb === "bind")
          echo = event.result?.address?.port ?? echo;
    }
    return await work(server.port, echo);
  } finally {
    await server.close();
  }
}
