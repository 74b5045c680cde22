// Scenarios whose two ends stand before they begin. Each takes the kind of fault, a name, and what the ends do.
import type { HostPort, Socket } from "@sockscope/sockets";
import type { Driver } from "../playground/foreign.ts";
import {
  type BothOurs,
  bothOurs,
  HOST,
  type Mixed,
  pythonClient,
  pythonProgram,
  pythonServer,
  udpSocket,
} from "./pairs.ts";
import { UDP_SERVER } from "./programs.ts";
import type { Act, Scenario } from "./scenario.ts";

type WithEnds<Ends> = (
  kind: Scenario["kind"],
  name: string,
  play: (ends: Ends, act: Act) => Promise<void>,
) => Scenario;

const withEnds =
  <Ends>(needs: readonly string[], connect: (act: Act) => Promise<Ends>): WithEnds<Ends> =>
  (kind, name, play) => ({
    ...{ kind, name, needs },
    act: async (act) => play(await connect(act), act),
  });

/** Our server has accepted a Python client. */
export const withPythonClient: WithEnds<Mixed> = withEnds(["python:socket"], pythonClient);

/** Our client is connected to a Python server. */
export const withPythonServer: WithEnds<Mixed> = withEnds(["python:socket"], pythonServer);

/** Our server has accepted our client. */
export const withBothOurs: WithEnds<BothOurs> = withEnds([], bothOurs);

/** Our UDP socket, and where a Python program answers datagrams. */
export const withPythonUdpServer: WithEnds<{ socket: Socket; address: HostPort }> = withEnds(
  ["python:socket"],
  async (act) => {
    const port = await pythonProgram(act, UDP_SERVER);
    return { socket: await udpSocket(act, "client"), address: [HOST, port] };
  },
);

/** Our UDP socket, which has read a datagram of the Python process' socket `name`, and its address. */
export const withPythonUdpSender: WithEnds<{
  socket: Socket;
  python: Driver;
  name: string;
  from: HostPort;
}> = withEnds(["python:socket"], async (act) => {
  const socket = await udpSocket(act, "server");
  await socket.bind([HOST, 0]);
  const [, port] = await socket.getsockname();
  const python = act.driver();
  const name = "sender";
  await python.must(name, "socket", { udp: true });
  await python.must(name, "sendto", { host: HOST, port, size: 7 });
  const [, from] = await socket.recvfrom(100);
  if (!from) throw new Error("the datagram has no sender");
  return { socket, python, name, from };
});
