import { ProgramStopped, type Socket, SocketError } from "@sockscope/sockets";
import type { Order } from "./program.ts";
import { encode } from "./text.ts";

/** The one call that an order stands for. */
function call(socket: Socket, order: Order): Promise<unknown> {
  switch (order.verb) {
    case "connect":
      return socket.connect(order.address);
    case "send":
      return socket.send(encode(order.text));
    case "sendto":
      return socket.sendto(encode(order.text), order.address);
    case "recv":
      return socket.recv(order.size);
    case "recvfrom":
      return socket.recvfrom(order.size);
    case "shutdown":
      return socket.shutdown(order.how);
    case "settimeout":
      return socket.settimeout(order.seconds);
    case "close":
      return socket.close();
  }
}

/**
 * Makes one call for each order until "close". A call may wait for long, so the next order is
 * taken meanwhile: that is how "close" reaches a socket that is asleep in recv. A call that fails
 * has its errno in the trace and ends nothing.
 */
export async function carryOut(socket: Socket, orders: AsyncIterable<Order>): Promise<void> {
  for await (const order of orders) {
    const made = call(socket, order).catch((error: unknown) => {
      if (!(error instanceof SocketError || error instanceof ProgramStopped)) throw error;
    });
    if (order.verb !== "close") continue;
    await made;
    return;
  }
}
