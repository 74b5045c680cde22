// npm run dev -- [options of npm start]: the page with hot reload, from Vite's own server; the lab behind
// it, built again and restarted when one of its files changes. Both listen on loopback only.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer as createTcpServer } from "node:net";
import { build, createServer } from "vite";
import { ownRequestHeaders } from "./dev/own-request-headers.mjs";
import { server, threadWorker } from "./preparation/build-configs.mjs";
import { requireInstalled } from "./preparation/prepare.mjs";
import { endWithParent } from "./process/parent.mjs";
import { fromRoot } from "./root.mjs";

const PAGE_PORT = 5173;
/** ms without another finished build after which the lab is restarted. */
const SETTLED = 100;

if (process.env["npm_lifecycle_event"] !== undefined) endWithParent();
await requireInstalled();
process.env.NODE_ENV = "development";

/** A port that is free now, for a lab that keeps its port over restarts. */
async function freePort() {
  const probe = createTcpServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return address !== null && typeof address === "object" ? address.port : 0;
}

const labPort = await freePort();
const target = `http://127.0.0.1:${labPort}`;
// The same depth as dist/server, or the paths in the source maps would be wrong.
const labFolder = fromRoot("dist", "dev");

/** @type {import("node:child_process").ChildProcess | null} */
let lab = null;
/** One restart after the other. */
let restarts = Promise.resolve();

async function restartLab() {
  if (lab !== null && lab.exitCode === null && lab.signalCode === null) {
    const ended = once(lab, "exit");
    lab.kill("SIGTERM");
    await ended;
  }
  const options = ["--no-open", "--strict-port", "--port", String(labPort)];
  lab = spawn(process.execPath, [`${labFolder}/main.js`, ...process.argv.slice(2), ...options], {
    // Its greeting names an address where no page is.
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NODE_ENV: "production" },
  });
}

/** @type {NodeJS.Timeout | undefined} */
let timer;
const configs = [server(labFolder), threadWorker(labFolder)];
/** Those that have been built. The lab starts when all have. */
const built = new Set();
for (const config of configs) {
  const watching = await build({ ...config, build: { ...config.build, watch: {} } });
  if (!("on" in watching)) throw new Error("Vite does not watch the lab's files.");
  watching.on("event", (event) => {
    if (event.code === "ERROR") console.error(event.error.message);
    if (event.code === "BUNDLE_END") void event.result.close();
    if (event.code !== "END") return;
    built.add(config);
    if (built.size < configs.length) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      restarts = restarts.then(restartLab);
    }, SETTLED);
  });
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
  process.on(signal, () => {
    lab?.kill("SIGTERM");
    process.exit(0);
  });
process.on("exit", () => lab?.kill("SIGTERM"));

/** @type {import("vite").ProxyOptions} */
const toLab = {
  target,
  configure: (proxy) => {
    // `changeOrigin` would give the lab's name to requests of any page; this gives it to our own only.
    /**
     * @param {import("node:http").ClientRequest} request
     * @param {import("node:http").IncomingMessage} asked
     */
    const rename = (request, { headers }) => {
      const own = ownRequestHeaders(headers, pagePort(), labPort);
      for (const [name, value] of Object.entries(own)) request.setHeader(name, value);
    };
    proxy.on("proxyReq", rename);
    proxy.on("proxyReqWs", rename);
  },
};
const page = await createServer({
  configFile: fromRoot("vite.config.ts"),
  server: {
    host: "127.0.0.1",
    port: PAGE_PORT,
    proxy: { "/api": toLab, "/ws": { ...toLab, ws: true } },
  },
});
function pagePort() {
  const address = page.httpServer?.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
await page.listen();
page.printUrls();
