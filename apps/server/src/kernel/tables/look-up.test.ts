import { expect, test } from "vitest";
import { lookUp } from "./look-up.mjs";

const HEAD =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const MAPPED = "0000000000000000FFFF0000";
const SERVER = "0100007F:22B8";
const CLIENT = "0100007F:9C40";

interface Line {
  readonly queues?: string;
  readonly again?: string;
  readonly inode?: string;
  readonly rest?: string;
}
let lines = 0;
const line = (local: string, remote: string, state: string, more: Line = {}): string => {
  const { queues = "00000000:00000000", again = "00000000", inode = "4711", rest = "" } = more;
  lines += 1;
  return `${String(lines).padStart(4)}: ${local} ${remote} ${state} ${queues} 00:00000000 ${again}  1000        0 ${inode} 1 00000000a9a562f9${rest}\n`;
};
const tables = (some: Partial<Record<string, string>>) => (name: string) =>
  HEAD + (some[name] ?? "");
const stream = { kind: "stream", socket: 5, local: SERVER, remote: CLIENT, peer: true } as const;

test("both ends of a connection: states, queues, and the owner of the other one", () => {
  const tcp =
    line(SERVER, CLIENT, "08", { queues: "00000000:00000004" }) +
    line(CLIENT, SERVER, "05", { inode: "0" }) +
    line("0100007F:0001", "0100007F:0002", "01");
  expect(lookUp([stream], tables({ tcp }))).toEqual({
    tables: 1,
    isEmpty: false,
    results: [
      {
        socket: 5,
        own: { state: "CLOSE-WAIT", receiveQueue: 4, sendQueue: 0 },
        peer: { state: "FIN-WAIT-2", receiveQueue: 0, sendQueue: 0, orphan: true },
      },
    ],
    foreign: [],
  });
});

test("the other end may belong to a socket of IPv6 that takes both families", () => {
  const tcp = line(SERVER, CLIENT, "01");
  const tcp6 = line(MAPPED + CLIENT, MAPPED + SERVER, "01", { inode: "77" });
  const { tables: count, foreign } = lookUp([stream], tables({ tcp, tcp6 }));
  expect(count).toBe(2);
  expect(foreign).toEqual([{ socket: 5, end: CLIENT, inode: "77", accepted: true }]);
});

test("an unaccepted connection belongs to the listening socket, on every address too", () => {
  const tcp = line(SERVER, CLIENT, "01") + line(CLIENT, SERVER, "01", { inode: "0" });
  const tcp6 = line(`${"0".repeat(32)}:9C40`, `${"0".repeat(32)}:0000`, "0A", { inode: "9" });
  const v4 = line("00000000:9C40", "00000000:0000", "0A", { inode: "9" });
  for (const some of [{ tcp: tcp + v4 }, { tcp, tcp6 }])
    expect(lookUp([stream], tables(some)).foreign).toEqual([
      { socket: 5, end: CLIENT, inode: "9", accepted: false },
    ]);
});

test("a retransmitted SYN; TIME-WAIT; no row", () => {
  const syn = line(SERVER, CLIENT, "02", { again: "00000002" });
  expect(lookUp([stream], tables({ tcp: syn })).results).toEqual([
    {
      socket: 5,
      own: { state: "SYN-SENT", receiveQueue: 0, sendQueue: 0, retransmits: 2 },
      peer: null,
    },
  ]);
  const over = line(SERVER, CLIENT, "06", { inode: "0" });
  expect(lookUp([stream], tables({ tcp: over })).results).toEqual([
    { socket: 5, own: { state: "TIME-WAIT", receiveQueue: 0, sendQueue: 0 }, peer: null },
  ]);
  expect(lookUp([{ ...stream, peer: false }], tables({})).results).toEqual([
    { socket: 5, own: null },
  ]);
});

test("clients in an accept queue: neither accepted nor closed ones", () => {
  const other = (port: string) => `0100007F:${port}`;
  const tcp =
    line(SERVER, "00000000:0000", "0A", { queues: "00000000:00000002" }) +
    line(SERVER, other("9C42"), "08", { inode: "0" }) +
    line(SERVER, other("9C41"), "01", { inode: "0" }) +
    line(SERVER, other("9C43"), "01", { inode: "12" }) +
    line(SERVER, other("9C44"), "09", { inode: "0" }) +
    line(SERVER, other("9C45"), "03", { inode: "0" });
  expect(lookUp([{ kind: "listener", socket: 3, local: SERVER }], tables({ tcp })).results).toEqual(
    [
      {
        socket: 3,
        own: { state: "LISTEN", receiveQueue: 2, sendQueue: 0 },
        waiting: [other("9C41"), other("9C42")],
      },
    ],
  );
});

test("datagrams: what the kernel dropped, and which socket is bound to their target", () => {
  const watched = {
    kind: "datagrams",
    socket: 8,
    local: "00000000:9C40",
    targets: [SERVER],
  } as const;
  const own = line("00000000:9C40", "00000000:0000", "07", {
    queues: "00000000:00000300",
    rest: " 17",
  });
  const udp6 = line(`${"0".repeat(32)}:22B8`, `${"0".repeat(32)}:0000`, "07", {
    inode: "31",
    rest: " 0",
  });
  const rows = { state: null, receiveQueue: 0, sendQueue: 0 };
  expect(lookUp([watched], tables({ udp: own, udp6 }))).toEqual({
    tables: 2,
    isEmpty: false,
    results: [{ socket: 8, own: { ...rows, receiveQueue: 768, drops: 17 }, peer: rows }],
    foreign: [{ socket: 8, end: SERVER, inode: "31", accepted: true }],
  });
  expect(lookUp([watched], tables({ udp: own })).results).toMatchObject([{ peer: null }]);
});

test("a line that is no row is ignored", () => {
  const tcp = `${line(SERVER, CLIENT, "01")}  12: 0100\n\n   7: ${CLIENT} ${SERVER} 01`;
  expect(lookUp([stream], tables({ tcp })).results).toMatchObject([{ peer: null }]);
});
