import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "@playwright/test";
import { attack, type Loot } from "./attack.ts";
import { expect, test } from "./fixtures.ts";
import { fetchTrace } from "./journal.ts";
import { fetchToken } from "./lab-client.ts";
import { launchWithNames } from "./own-browser.ts";

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

test.describe("a page from elsewhere", { tag: "@own-ports" }, () => {
  let own: Browser;
  let page: Page;
  test.beforeEach(async ({ browser }, info) => {
    own = await launchWithNames(browser, info, ["evil.test", "*.evil.test"]);
    page = await own.newPage();
  });
  test.afterEach(() => own.close());

  test("the ways that are tried do work for the page itself", async ({ sockscope }) => {
    await page.goto(sockscope.url);
    const loot = await page.evaluate(attack, sockscope.url);
    expect(loot["fetch /api/token"]).toContain(await fetchToken(sockscope.url));
    expect(loot["fetch /api/trace"]).toContain("lab.began");
    expect(won(loot)).toEqual(expect.arrayContaining(["image", "window", "WebSocket"]));
  });

  for (const name of ["evil.test", "127.0.0.1", "localhost"])
    test(`of another origin, at ${name}, can neither read nor act`, async ({ sockscope }) => {
      const { server, port } = await startElsewhere();
      await page.goto(`http://${name}:${port}/`);
      for (const base of [sockscope.url, sockscope.url.replace("127.0.0.1", "localhost")])
        expect(won(await page.evaluate(attack, base))).toEqual([]);
      expect(await fetchTrace(sockscope.url)).toHaveLength(1);
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
    expect(won(await page.evaluate(attack, origin))).toEqual([]);
    expect(won(await page.evaluate(attack, sockscope.url))).toEqual([]);
    expect(await fetchTrace(sockscope.url)).toHaveLength(1);
    // Typed by hand it does not open either.
    expect((await page.goto(`${origin}/`))?.status()).toBe(403);
  });
});
