import { visibleText } from "@sockscope/protocol";
import type { Request, RequestHandler, Response } from "express";

/** Reports an internal failure on the terminal. */
export type ReportFailure = (request: Request, error: unknown) => void;

/** What a client reads about its own mistakes, by status. */
const SENTENCES: Readonly<Record<number, string>> = {
  400: "The request was not understood.",
  404: "There is nothing here.",
  405: "This cannot be done here.",
  413: "That is too large.",
  415: "This kind of content is not taken here.",
};

export const OWN_FAULT = "Sockscope itself has failed here. Its terminal says more.";

export function plain(response: Response, status: number, sentence?: string): void {
  const text = sentence ?? SENTENCES[status] ?? SENTENCES[400];
  response.status(status).type("text/plain").send(`${text}\n`);
}

/** Answers every method that the routes before it do not handle. */
export const onlyBy =
  (...methods: readonly string[]): RequestHandler =>
  (_request, response) => {
    const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
    const list = allowed.join(", ");
    response.set("Allow", list);
    plain(response, 405, `This cannot be done here: only ${list} is answered.`);
  };

/**
 * The status for a fault that Express or a parser finds in a request. Null: the fault is internal.
 */
function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("status" in error)) return null;
  const { status } = error;
  return typeof status === "number" && status >= 400 && status < 500 ? status : null;
}

/**
 * Answers a failed request. The client gets a sentence and no internal detail. If the response has
 * already begun, its connection is cut, so that a part never passes for the whole.
 */
export function answerError(
  error: unknown,
  request: Request,
  response: Response,
  report: ReportFailure,
): void {
  const status = statusOf(error);
  if (status === null) report(request, error);
  if (response.headersSent) response.destroy();
  else if (status === null) plain(response, 500, OWN_FAULT);
  else plain(response, status, tooLarge(error));
}

/** Which limit was exceeded, if the body's parser says so. */
function tooLarge(error: unknown): string | undefined {
  const limit = error instanceof Error && "limit" in error ? error.limit : null;
  return typeof limit === "number" ? `That is too large: at most ${limit} bytes.` : undefined;
}

/**
 * The failure as the terminal shows it. The path is a client's, and the error may quote its input.
 */
export function failureText({ method, baseUrl, path }: Request, error: unknown): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = `${method} ${baseUrl}${path} has failed: ${what}`.split("\n");
  return lines.map(visibleText).join("\n");
}
