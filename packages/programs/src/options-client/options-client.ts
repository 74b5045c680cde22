import type { Program } from "../program.ts";
import { decode, encode } from "../text.ts";

const word = (value: number): string => (value === 0 ? "off" : "on");

/**
 * Reads options of its socket, sets them and reads them again. Node sets an option in the system but
 * cannot read it there: what `getsockopt` gives here is what was set, or what a socket begins with.
 */
export const optionsClient: Program = async (net, { host, port, family, print }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  // On: a few bytes leave at once, even if earlier ones are not acknowledged yet.
  let before = await client.getsockopt("IPPROTO_TCP", "TCP_NODELAY");
  await client.setsockopt("IPPROTO_TCP", "TCP_NODELAY", 1);
  let after = await client.getsockopt("IPPROTO_TCP", "TCP_NODELAY");
  print(`TCP_NODELAY was ${word(before)}, is ${word(after)}`);

  // On: after a long silence the system asks whether the other end is still there.
  before = await client.getsockopt("SOL_SOCKET", "SO_KEEPALIVE");
  await client.setsockopt("SOL_SOCKET", "SO_KEEPALIVE", 1);
  after = await client.getsockopt("SOL_SOCKET", "SO_KEEPALIVE");
  print(`SO_KEEPALIVE was ${word(before)}, is ${word(after)}`);

  await client.sendall(encode("sent without delay"));
  const data = await client.recv(1024);
  print(decode(data));

  // On, with 0 seconds: `close` does not say goodbye, it resets the connection.
  await client.setsockopt("SOL_SOCKET", "SO_LINGER", 0);
  await client.close();
};
