import { SocketError } from "@sockscope/sockets";
import type { Program } from "../program.ts";
import { decode, encode } from "../text.ts";

/**
 * Sends three datagrams over a connected UDP socket. `connect` sends nothing: the system remembers
 * the other address, lets in datagrams from there alone, and can say when nobody listens.
 */
export const udpConnectedClient: Program = async (net, { host, port, family, sleep, print }) => {
  const client = await net.socket(family, "SOCK_DGRAM");
  await client.connect([host, port]);

  for (const number of [1, 2, 3]) {
    try {
      await client.send(encode(`datagram ${number}`));
      const data = await client.recv(2048);
      print(decode(data));
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      // `send` had nothing to complain of; the answer that nobody listens came after it.
      print(error.message);
      // The socket is still good: perhaps somebody listens in a second.
      await sleep(1);
    }
  }

  await client.close();
};
