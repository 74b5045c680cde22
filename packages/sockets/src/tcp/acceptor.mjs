// The process that accepts on behalf of programs whose accept queue is to stay in the kernel. Node
// accepts everything at once from a socket that it listens on, so here it listens only while an
// `accept` is asked for, and closes its copy of the listening socket inside the first connection.
// The other copy, in the process that asks, keeps the socket listening and is never polled.
//
// It is plain JavaScript because it is started by its path, from the sources as from the bundle.
import { createServer } from "node:net";

/**
 * @typedef {{ readonly listener: number, readonly backlog: number }} Asked
 * @typedef {Asked & { readonly do: "listen" | "accept" } | { readonly do: "cancel", readonly listener: number }} Request
 * @typedef {{ readonly address: string | undefined, readonly port: number | undefined }} End
 * @typedef {{ readonly listener: number } & (
 *   | { readonly did: "listen" | "given" | "cancel" }
 *   | { readonly did: "accept", readonly local: End, readonly peer: End }
 *   | { readonly did: "fail", readonly code: string }
 * )} Reply
 */

/**
 * The servers that wait for a connection, by listener.
 * @type {Map<number, import("node:net").Server>}
 */
const waiting = new Map();

/**
 * @param {Reply} reply
 * @param {object} [handle]
 * @param {() => void} [sent]
 */
function send(reply, handle, sent) {
  // The types know only net.Socket; a bare handle goes the same way and is not read from over there.
  const channel =
    /** @type {{ send(reply: Reply, handle?: object, sent?: () => void): void }} */
    (/** @type {unknown} */ (process));
  if (process.connected) channel.send(reply, handle, sent);
}

/** @param {Asked} asked @param {object} handle */
function listen({ listener, backlog }, handle) {
  const server = createServer();
  server.once("listening", () => {
    // Before the event loop has looked at it: it has accepted nothing.
    server.close();
    send({ did: "listen", listener });
  });
  server.once("error", (error) => fail(listener, error));
  server.listen(handle, backlog);
}

/** @param {Asked} asked @param {object} handle */
function accept({ listener, backlog }, handle) {
  const server = createServer({ pauseOnConnect: true });
  waiting.set(listener, server);
  server.once("connection", (socket) => {
    // Closed in here, it cannot accept a second one.
    server.close();
    waiting.delete(listener);
    const local = { address: socket.localAddress, port: socket.localPort };
    const peer = { address: socket.remoteAddress, port: socket.remotePort };
    const { _handle: accepted } = /** @type {{ _handle: object }} */ (
      /** @type {unknown} */ (socket)
    );
    // While there are two copies of the connection, a close over there would close nothing.
    socket.once("close", () => send({ did: "given", listener }));
    send({ did: "accept", listener, local, peer }, accepted, () => socket.destroy());
  });
  server.once("error", (error) => {
    if (!waiting.delete(listener)) return;
    server.close();
    fail(listener, error);
  });
  server.listen(handle, backlog);
}

/** @param {number} listener @param {Error & { code?: string }} error */
const fail = (listener, error) => send({ did: "fail", listener, code: error.code ?? "" });

process.on("message", (message, handle) => {
  const request = /** @type {Request} */ (message);
  switch (request.do) {
    case "listen":
      return listen(request, /** @type {object} */ (handle));
    case "accept":
      return accept(request, /** @type {object} */ (handle));
    case "cancel":
      waiting.get(request.listener)?.close();
      waiting.delete(request.listener);
      // What was accepted before has been sent before.
      return send({ did: "cancel", listener: request.listener });
  }
});

// The terminal sends Ctrl-C to both processes, but only the other one knows when it is over.
process.on("SIGINT", () => undefined);
// It is gone, however it ended.
process.on("disconnect", () => process.exit());
