import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type LabUnderTest, labUnderTest } from "./lab.fixture.ts";
import { inodesOf, ProcessNames, procAddress } from "./process-names.ts";

test("addresses as /proc/net writes them", () => {
  const v4 = { address: "127.0.0.1", port: 8888, family: "AF_INET" } as const;
  expect(procAddress(v4)).toBe("0100007F:22B8");
  const v6 = { address: "::1", port: 22, family: "AF_INET6" } as const;
  expect(procAddress(v6)).toBe("00000000000000000000000001000000:0016");
  const full = { address: "fe80::a:b", port: 1, family: "AF_INET6" } as const;
  expect(procAddress(full)).toBe("000080FE00000000000000000B000A00:0001");
});

test("inodes of a table: by local end, none for what belongs to no process", () => {
  const table = [
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
    "   0: 0100007F:22B8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0",
    "   1: 0100007F:22B9 0100007F:22B8 06 00000000:00000000 03:00001773 00000000     0        0 0 3 0",
    "",
  ].join("\n");
  const wanted = new Set(["0100007F:22B8", "0100007F:22B9"]);
  expect([...inodesOf(table, wanted)]).toEqual([["0100007F:22B8", "4711"]]);
});

describe.skipIf(process.platform !== "linux")("on Linux", () => {
  const self = {
    pid: process.pid,
    name: readFileSync("/proc/self/comm", "utf8").trim(),
  };
  let stage: LabUnderTest;
  beforeEach(() => {
    stage = labUnderTest();
  });
  afterEach(() => stage.lab.close());

  test("many at once, TCP and UDP, and one that is nobody's", async () => {
    const { port } = await stage.server("echo-server");
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    const udp = createSocket("udp4").bind(0);
    await once(udp, "listening");
    const names = new ProcessNames();
    const end = (at: number) => ({ address: "127.0.0.1", port: at, family: "AF_INET" }) as const;
    const found = await Promise.all([
      names.find("SOCK_STREAM", end(socket.localPort ?? 0)),
      names.find("SOCK_DGRAM", end(udp.address().port)),
      names.find("SOCK_STREAM", end(1)),
    ]);
    expect(found).toEqual([self, self, null]);
    socket.destroy();
    udp.close();
  });

  test("the card of a foreign process gets its name, after its connection (E16)", async () => {
    const { port } = await stage.server("echo-server");
    const script = `require("net").connect(${port}, "127.0.0.1").resume()`;
    const child = spawn(process.execPath, ["-e", script]);
    const known = await stage.event(({ kind }) => kind === "actor.known");
    expect(known).toMatchObject({
      source: "kernel",
      truth: "observed",
      process: { pid: child.pid },
    });
    const added = stage.of("actor.added").find(({ role }) => role === "outsider");
    expect(known).toMatchObject({ actor: added?.actor });
    child.kill();
    await once(child, "exit");
  });
});
