// npm start: installs what is missing, builds what is stale, then is the server itself.
import { pathToFileURL } from "node:url";
import { requireBuilt } from "./preparation/prepare.mjs";
import { endWithParent } from "./process/parent.mjs";
import { fromRoot } from "./root.mjs";

// Only under npm: started by hand, it may be meant to outlive its terminal.
if (process.env["npm_lifecycle_event"] !== undefined) endWithParent();
await requireBuilt();
process.env.NODE_ENV ??= "production";
// In this same process, so that signals and the exit code are the server's own.
await import(pathToFileURL(fromRoot("dist", "server", "main.js")).href);
