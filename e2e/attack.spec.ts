import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "@playwright/test";
import { attack, type Loot } from "./support/attack/attack.ts";
import { expect, type ServerProcess, test } from "./support/fixtures.ts";
import { launchWithNames } from "./support/page/own-browser.ts";
import { fetchToken } from "./support/server/lab-client.ts";

const PAGE = "<!doctype html><title>elsewhere</title><body></body>";

/** A web server that is not ours; `evil.test` leads to it as to everything on this machine. */
async function startElsewhere(): Promise<{ server: Server; port: number }> {
  const server = createServer((_request, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(PAGE);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}

const won = (loot: Loot): readonly string[] =>
  Object.entries(loot).flatMap(([way, found]) => (found === null ? [] : [way]));

/** A recording and a chosen file, so that there is something to take away; gives the recording's id. */
async function plant({ url }: ServerProcess): Promise<string> {
  const trace = await (await fetch(`${url}/api/trace`)).text();
  const post = async (path: string, type: string, body: string) =>
    fetch(`${url}${path}`, { method: "POST", headers: { "Content-Type": type }, body });
  const made = await post("/api/recordings?name=mine", "application/x-ndjson", trace);
  await post("/api/file?name=mine&size=8&offset=0", "application/octet-stream", "12345678");
  const { id } = (await made.json()) as { id: string };
  return id;
}

/** All that could be changed from outside. */
const standing = ({ url }: ServerProcess): Promise<readonly string[]> =>
  Promise.all(
    ["/api/trace", "/api/recordings", "/api/file"].map(async (path) =>
      (await fetch(`${url}${path}`)).text(),
    ),
  );

test.describe("a page from elsewhere", () => {
  let own: Browser;
  let page: Page;
  test.beforeEach(async ({ browser }, info) => {
    own = await launchWithNames(browser, info, ["evil.test", "*.evil.test"]);
    page = await own.newPage();
  });
  test.afterEach(() => own.close());

  test("the ways that are tried do work for the page itself", async ({ sockscope }) => {
    await page.goto(sockscope.url);
    const recording = await plant(sockscope);
    const before = await standing(sockscope);
    const loot = await page.evaluate(attack, { base: sockscope.url, recording });
    expect(loot["fetch /api/token"]).toContain(await fetchToken(sockscope.url));
    expect(loot["fetch /api/trace"]).toContain("lab.began");
    expect(loot["fetch /api/recordings"]).toContain(recording);
    const acts = [
      "POST /api/recordings?name=planted cors application/x-ndjson",
      "POST /api/file?name=planted&size=8&offset=0 cors application/octet-stream",
      "PUT /api/recordings/ID/name cors application/json",
      "DELETE /api/recordings/ID cors text/plain",
      "DELETE /api/file cors text/plain",
    ];
    expect(won(loot)).toEqual(expect.arrayContaining([...acts, "image", "window", "WebSocket"]));
    const [, recordings] = await standing(sockscope);
    expect(recordings).toContain('"planted"');
    expect(recordings).not.toContain(recording);
    expect(before[1]).toContain(recording);
  });

  for (const name of ["evil.test", "127.0.0.1", "localhost"])
    test(`of another origin, at ${name}, can neither read nor act`, async ({ sockscope }) => {
      const { server, port } = await startElsewhere();
      const recording = await plant(sockscope);
      const before = await standing(sockscope);
      await page.goto(`http://${name}:${port}/`);
      for (const base of [sockscope.url, sockscope.url.replace("127.0.0.1", "localhost")])
        expect(won(await page.evaluate(attack, { base, recording }))).toEqual([]);
      expect(await standing(sockscope)).toEqual(before);
      server.close();
      server.closeAllConnections();
    });

  test("whose name was made to lead here can neither read nor act", async ({ sockscope }) => {
    const origin = `http://evil.test:${sockscope.port}`;
    // The first answer is the attacker's; from then on the name leads to this server.
    await page.route(`${origin}/`, (route) =>
      route.fulfill({ contentType: "text/html", body: PAGE }),
    );
    await page.goto(origin);
    await page.unroute(`${origin}/`);
    const recording = await plant(sockscope);
    const before = await standing(sockscope);
    for (const base of [origin, sockscope.url])
      expect(won(await page.evaluate(attack, { base, recording }))).toEqual([]);
    expect(await standing(sockscope)).toEqual(before);
    // Typed by hand it does not open either.
    expect((await page.goto(`${origin}/`))?.status()).toBe(403);
  });
});
