import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually } from "../testing/eventually.fixture.ts";
import { type ServerUnderTest, serverUnderTest } from "./server.fixture.ts";

let data: string;
const servers = new Set<ServerUnderTest>();
beforeEach(() => {
  data = join(mkdtempSync(join(tmpdir(), "sockscope-test-")), "data");
});
afterEach(async () => {
  for (const server of servers) await end(server);
  rmSync(join(data, ".."), { recursive: true, force: true });
});

const warnings: string[] = [];
async function start(): Promise<ServerUnderTest> {
  const warn = (sentence: string): void => void warnings.push(sentence);
  const server = await serverUnderTest({ data, leaseBeat: 20, warn });
  servers.add(server);
  return server;
}
async function end(server: ServerUnderTest): Promise<void> {
  servers.delete(server);
  await server.end();
}

const files = (): string[] => readdirSync(data).filter((name) => name.endsWith(".ndjson"));
const act = (server: ServerUnderTest): Promise<unknown> =>
  server.lab.do({ do: "spawn", program: "tcp-hand-client", count: 1 });

/** The events in its one file, and the events that happened. */
function recorded({ journal }: ServerUnderTest): readonly string[] {
  const texts = files().map((name) => readFileSync(join(data, name), "utf8"));
  const text = texts.find((one) => one.includes(journal.session)) ?? "";
  return text.split("\n").slice(1, -2);
}
const happened = ({ journal }: ServerUnderTest): readonly string[] =>
  journal.readJson(0, journal.seq);

test("a second server leaves the recording of a running session alone, however old its times are", async () => {
  const first = await start();
  const [name = ""] = files();
  utimesSync(join(data, name), 0, 0);
  const second = await start();
  await act(first);
  await act(second);
  await end(second);
  await end(first);
  expect(recorded(first)).toEqual(happened(first));
  expect(recorded(second)).toEqual(happened(second));
  expect(readdirSync(data).toSorted()).toEqual(files().toSorted());
});

test("a recording whose folder is deleted in mid-run is written anew, and page and terminal say so", async () => {
  const server = await start();
  const viewer = await server.view();
  viewer.hello();
  await viewer.message(({ type }) => type === "welcome");
  await act(server);
  rmSync(data, { recursive: true });
  const reported = await viewer.message(({ type }) => type === "problem");
  expect(reported).toMatchObject({ problem: { code: "recording-restored" } });
  expect(JSON.stringify(reported)).not.toContain(data);
  await eventually(() => expect(warnings.join()).toContain(data));
  await act(server);
  await end(server);
  expect(recorded(server)).toEqual(happened(server));
});

test("so is one that is deleted just before the end", async () => {
  const server = await start();
  await act(server);
  rmSync(data, { recursive: true });
  await end(server);
  expect(recorded(server)).toEqual(happened(server));
});
