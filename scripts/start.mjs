// npm start: installs what is missing, builds what is stale, then is the server itself.
import { pathToFileURL } from "node:url";
import { requireBuilt } from "./prepare.mjs";
import { fromRoot } from "./root.mjs";

await requireBuilt();
process.env.NODE_ENV ??= "production";
// In this same process, so that signals and the exit code are the server's own.
await import(pathToFileURL(fromRoot("dist", "server", "main.js")).href);
