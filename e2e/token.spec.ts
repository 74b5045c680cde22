import { readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, startServerProcess, test } from "./support/fixtures.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { fetchToken } from "./support/server/lab-client.ts";

test.describe("the token", () => {
  test("is in no log, address, document, storage, picture or recording", async ({ page }) => {
    const data = await mkdtemp(join(tmpdir(), "sockscope-e2e-"));
    const server = await startServerProcess(["--data", data]);
    const token = await fetchToken(server.url);
    expect(token.length).toBeGreaterThan(20);
    const places: string[] = [];
    let said = 0;
    page.on("request", (request) => {
      places.push(request.url(), request.postData() ?? "", JSON.stringify(request.headers()));
    });
    page.on("console", (message) => void places.push(message.text()));
    page.on("websocket", (socket) => {
      places.push(socket.url());
      socket.on("framereceived", ({ payload }) => void places.push(payload.toString("latin1")));
      socket.on("framesent", ({ payload }) => {
        if (payload.toString().includes(token)) said += 1;
      });
    });
    await page.goto(server.url);
    const stage = new StagePage(page);
    await stage.goLive();
    await page.getByRole("button", { name: "Save" }).click();
    const coming = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "All of it, as SVG" }).click();
    places.push(await readFile(await (await coming).path(), "utf8"));
    places.push(page.url(), await page.content());
    places.push(
      await page.evaluate(() =>
        JSON.stringify([
          Object.entries(localStorage),
          Object.entries(sessionStorage),
          document.cookie,
        ]),
      ),
    );
    await page.goto("about:blank");
    // It said it, once, where it has to be said.
    expect(said).toBe(1);
    const kept = readdirSync(data).map((file) => readFileSync(join(data, file), "utf8"));
    expect(kept.join("")).toContain("lab.began");
    await server.stop();
    expect([...places, ...kept, server.output()].filter((text) => text.includes(token))).toEqual(
      [],
    );
    rmSync(data, { recursive: true, force: true });
  });
});
