import { PROTOCOL } from "@sockscope/protocol";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import type { OwnAddresses } from "../access/own-addresses.ts";
import { roleOf } from "../access/role-of.ts";
import { mayHave } from "../access/roles.ts";
import type { Tokens } from "../access/tokens.ts";
import type { Journal } from "../journal/journal.ts";
import type { JournalLines } from "../journal/journal-lines.ts";
import type { ChosenFile } from "../recordings/chosen-file.ts";
import type { Recordings } from "../recordings/recordings.ts";
import { chosenFileApi } from "./chosen-file-api.ts";
import { answerError, failureText, onlyBy, plain, type ReportFailure } from "./http-errors.ts";
import { recordingsApi } from "./recordings-api.ts";
import { writeTrace } from "./write-trace.ts";

const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  // The page renders itself into pictures for slides. A data: address holds no script that could
  // run.
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
  // In browsers that support it, no text becomes a script through the DOM.
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
  /** Shows a warning on the terminal. */
  readonly warn: (sentence: string) => void;
  /** Available once the port is known. */
  readonly own: () => OwnAddresses;
}

/**
 * The page, and the routes for scripts: `/api/health`, `/api/token`, `/api/trace`,
 * `/api/recordings` and `/api/file`.
 */
export function createHttp(options: HttpOptions): Express {
  const { journal, lines, recordings, chosen, version, webRoot, tokens, warn, own } = options;
  const report: ReportFailure = (request, error) => warn(failureText(request, error));
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
  app.route("/api/health").all(onlyBy("GET"));
  app.get("/api/token", (request, response) => {
    response.set("Cache-Control", "no-store").json({ token: tokens.of(roleOf(request)) });
  });
  app.route("/api/token").all(onlyBy("GET"));
  // The routes below are for this machine only (see roles.ts).
  app.use("/api", (request: Request, response, next) => {
    if (mayHave(roleOf(request), "api")) next();
    else plain(response, 403, "Only the machine that runs Sockscope may have this.");
  });
  app.get("/api/trace", async (_request, response) => {
    response.set({ "Content-Type": "application/x-ndjson", "Cache-Control": "no-store" });
    await writeTrace(journal.seq, lines, response);
  });
  app.route("/api/trace").all(onlyBy("GET"));
  app.use("/api/recordings", recordingsApi(recordings, report));
  app.use("/api/file", chosenFileApi(chosen, report));
  app.use("/api", (_request, response) => plain(response, 404));
  app.use(express.static(webRoot));
  app.use((request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD")
      onlyBy("GET")(request, response, next);
    else if (request.path === "/")
      plain(response, 503, "The page is not built. Run: npm run build");
    else plain(response, 404);
  });
  // Express recognizes an error handler by its four parameters.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    answerError(error, request, response, report);
  });
  return app;
}
