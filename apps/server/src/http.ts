import { PROTOCOL } from "@sockscope/protocol";
import express, { type Express, type Request, type Response } from "express";
import type { ChosenFile } from "./chosen-file.ts";
import { chosenFileApi } from "./chosen-file-api.ts";
import type { Journal } from "./journal.ts";
import type { JournalLines } from "./journal-lines.ts";
import type { OwnAddresses } from "./own-addresses.ts";
import type { Recordings } from "./recordings.ts";
import { recordingsApi } from "./recordings-api.ts";
import { roleOf } from "./role-of.ts";
import { mayHave } from "./roles.ts";
import type { Tokens } from "./tokens.ts";
import { writeTrace } from "./write-trace.ts";

const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  // The page paints itself into pictures for slides; what a data: address holds cannot run there.
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
  // No text becomes a script by way of the DOM, in browsers that know these.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

export interface HttpOptions {
  readonly journal: Journal;
  readonly lines: JournalLines;
  readonly recordings: Recordings;
  readonly chosen: ChosenFile;
  readonly version: string;
  /** The folder of the built page. */
  readonly webRoot: string;
  readonly tokens: Tokens;
  /** Known once the port is. */
  readonly own: () => OwnAddresses;
}

/**
 * The page, and what scripts may ask for: `/api/health`, `/api/token`, `/api/trace`,
 * `/api/recordings` and `/api/file`.
 */
export function createHttp(options: HttpOptions): Express {
  const { journal, lines, recordings, chosen, version, webRoot, tokens, own } = options;
  const app = express();
  app.disable("x-powered-by");
  app.use((request, response, next) => {
    response.set({
      "Content-Security-Policy": POLICY,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      "Cross-Origin-Resource-Policy": "same-origin",
    });
    if (own().allows(request)) next();
    else plain(response, 403, "This address is not one of Sockscope's own.");
  });
  app.get("/api/health", (_request, response) => {
    response
      .set("Cache-Control", "no-store")
      .json({ status: "ok", version, protocol: PROTOCOL, seq: journal.seq });
  });
  app.get("/api/token", (request, response) => {
    response.set("Cache-Control", "no-store").json({ token: tokens.of(roleOf(request)) });
  });
  // What comes after this is for this machine only (see roles.ts).
  app.use("/api", (request: Request, response, next) => {
    if (mayHave(roleOf(request), "api")) next();
    else plain(response, 403, "Only the machine that runs Sockscope may have this.");
  });
  app.get("/api/trace", async (_request, response) => {
    response.set({ "Content-Type": "application/x-ndjson", "Cache-Control": "no-store" });
    await writeTrace(journal.seq, lines, response);
  });
  app.use("/api/recordings", recordingsApi(recordings));
  app.use("/api/file", chosenFileApi(chosen));
  app.use(express.static(webRoot));
  app.use((request, response) => {
    if (request.path === "/") plain(response, 503, "The page is not built. Run: npm run build");
    else plain(response, 404, "There is nothing here.");
  });
  app.use((_error: unknown, _request: unknown, response: Response, next: () => void) => {
    if (response.headersSent) next();
    else plain(response, 400, "The request was not understood.");
  });
  return app;
}

function plain(response: Response, status: number, sentence: string): void {
  response.status(status).type("text/plain").send(`${sentence}\n`);
}
