import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { fromRoot } from "../../../scripts/root.mjs";
import { filler } from "./filler.mjs";

/**
 * @param {string} name a folder of bench/web, and of dist/bench/web
 * @param {import("vite").PluginOption} plugin
 */
const buildPage = (name, plugin = null) =>
  build({
    configFile: fromRoot("vite.config.ts"),
    root: fromRoot("bench", "web", name),
    logLevel: "warn",
    publicDir: false,
    plugins: [plugin],
    build: {
      outDir: fromRoot("dist", "bench", "web", name),
      sourcemap: false,
      chunkSizeWarningLimit: 1000,
    },
  });

/**
 * Bytes, compressed, of the scripts that the page's first document asks for.
 * @param {string} name
 */
function firstScripts(name) {
  const root = fromRoot("dist", "bench", "web", name);
  const html = readFileSync(join(root, "index.html"), "utf8");
  const names = readdirSync(join(root, "assets")).filter((file) => html.includes(file));
  const scripts = names.filter((file) => file.endsWith(".js"));
  return scripts.reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(root, "assets", file))).length,
    0,
  );
}

/**
 * Builds the page as it is for everybody, with one module more that measures it; and the bare one, with
 * as much script as the page: to load and to read that is not what makes the difference.
 */
export async function buildWebPages() {
  await buildPage("page");
  await buildPage("bare", filler(0));
  await buildPage("bare", filler(firstScripts("page") - firstScripts("bare")));
}
