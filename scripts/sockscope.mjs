// npm run -s sockscope -- ...: the command line. Preparation speaks on stderr only.
import { pathToFileURL } from "node:url";
import { requireBuilt } from "./preparation/prepare.mjs";
import { endWithParent } from "./process/parent.mjs";
import { fromRoot } from "./root.mjs";

if (process.env["npm_lifecycle_event"] !== undefined) endWithParent();
await requireBuilt();
process.env.NODE_ENV ??= "production";
await import(pathToFileURL(fromRoot("dist", "server", "cli.js")).href);
