import { carryOut } from "../carry-out.ts";
import type { Program } from "../program.ts";

/** Accepts one client and then does with it what it is told, one call at a time. */
export const tcpHandServer: Program = async (net, { host, port, family, orders }) => {
  const server = await net.socket(family, "SOCK_STREAM");
  await server.bind([host, port]);
  await server.listen(1);

  const [conn] = await server.accept();
  await carryOut(conn, orders);
};
