import { pipeline } from "node:stream/promises";
import {
  checked,
  LIMITS,
  OUTCOME_TYPE,
  type RecordingClose,
  type RecordingProblem,
  recordingNameSchema,
} from "@sockscope/protocol";
import express, { type Request, type Response, type Router } from "express";
import { importRecording } from "../recordings/import-recording.ts";
import { readRecording } from "../recordings/recording-reader.ts";
import { RecordingRefusal } from "../recordings/recording-refusal.ts";
import type { Recordings } from "../recordings/recordings.ts";
import { waitForDrain } from "../system/wait-for-drain.ts";
import { OWN_FAULT, onlyBy, type ReportFailure } from "./http-errors.ts";

const NDJSON = "application/x-ndjson";
/**
 * ms for which the rest of a refused upload is read and discarded, so that its sender gets the
 * response.
 */
const LINGER = 1000;

const STATUS: Readonly<Record<RecordingProblem, number>> = {
  "unknown-recording": 404,
  "not-a-recording": 422,
  "newer-format": 422,
  "too-large": 413,
  "line-too-long": 422,
  "bad-line": 422,
  "not-utf8": 422,
  "bad-name": 400,
  "in-use": 409,
  "no-room": 413,
  "no-folder": 500,
  failed: 500,
};

type Answer = (request: Request<{ id: string }>, response: Response) => unknown;

/**
 * The operations on recordings, under `/api/recordings`. Opening one only reads a file. A refusal
 * is `{ code, line, message }`.
 */
export function recordingsApi(recordings: Recordings, report: ReportFailure): Router {
  const router = express.Router();
  const answer =
    (act: Answer) =>
    async (request: Request<{ id: string }>, response: Response): Promise<void> => {
      response.set("Cache-Control", "no-store");
      try {
        await act(request, response);
      } catch (error) {
        refuse(request, response, error, report);
      }
    };
  router.get(
    "/",
    answer((_request, response) => response.json({ recordings: recordings.list() })),
  );
  router.post(
    "/",
    answer(async (request, response) => {
      try {
        response.status(201).json(await take(recordings, request));
      } catch (error) {
        lingering(request, response);
        throw error;
      }
    }),
  );
  router.get(
    "/:id",
    answer((request, response) => send(recordings, request.params.id, response)),
  );
  router.get(
    "/:id/file",
    answer((request, response) => download(recordings, request.params.id, response)),
  );
  router.all("/", onlyBy("GET", "POST"));
  router.all("/:id/file", onlyBy("GET"));
  router.put(
    "/:id/name",
    express.json({ limit: 2048, inflate: false }),
    answer((request, response) => {
      recordings.name(request.params.id, nameIn(request.body));
      response.status(204).end();
    }),
  );
  router.delete(
    "/:id",
    answer((request, response) => {
      recordings.remove(request.params.id);
      response.status(204).end();
    }),
  );
  router.all("/:id", onlyBy("GET", "DELETE"));
  router.all("/:id/name", onlyBy("PUT"));
  return router;
}

/** An upload of another content type. */
class WrongType extends RecordingRefusal {}

function refuse(
  request: Request<{ id: string }>,
  response: Response,
  error: unknown,
  report: ReportFailure,
): void {
  if (!(error instanceof RecordingRefusal)) report(request, error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const refusal = error instanceof RecordingRefusal ? error : ownFault(error);
  const { code, line, message } = refusal;
  const isPage = request.headers.accept === OUTCOME_TYPE;
  const status = refusal instanceof WrongType ? 415 : STATUS[code];
  response
    .status(isPage ? 200 : status)
    .type(isPage ? OUTCOME_TYPE : "json")
    .json({ code, line, message });
}

/** What a client reads about an internal fault: no paths and no details. */
function ownFault(error: unknown): RecordingRefusal {
  const isDisk = error instanceof Error && "syscall" in error && "code" in error;
  return isDisk
    ? new RecordingRefusal("no-folder", `The disk says ${String(error.code)}.`)
    : new RecordingRefusal("failed", OWN_FAULT);
}

function nameIn(body: unknown): string {
  const name = typeof body === "object" && body !== null && "name" in body ? body.name : null;
  if (typeof name !== "string") throw new RecordingRefusal("bad-name", "There is no name.");
  return name;
}

function take(recordings: Recordings, request: Request): ReturnType<typeof importRecording> {
  const { name } = request.query;
  const checkedName = checked(recordingNameSchema, typeof name === "string" ? name : "");
  if (checkedName === undefined)
    throw new RecordingRefusal("bad-name", "A name has at most 80 characters, all visible.");
  // Compressed bytes could expand to any size.
  if (!request.is(NDJSON) || request.headers["content-encoding"] !== undefined)
    throw new WrongType("not-a-recording", `A recording is sent as ${NDJSON}, unpacked.`);
  if (Number(request.headers["content-length"] ?? 0) > LIMITS.recordingBytes)
    throw new RecordingRefusal(
      "too-large",
      `A recording has at most ${LIMITS.recordingBytes} bytes.`,
    );
  return importRecording(recordings, request, { name: checkedName });
}

/** Answers while the client is still sending, then closes the connection. */
function lingering(request: Request, response: Response): void {
  response.set("Connection", "close");
  request.on("error", () => request.destroy());
  request.resume();
  const timer = setTimeout(() => request.destroy(), LINGER);
  request.once("close", () => clearTimeout(timer));
}

/** The recording's events, each checked, one per line, and a last line with the outcome. */
async function send(recordings: Recordings, id: string, response: Response): Promise<void> {
  const bytes = recordings.read(id);
  response.set("Content-Type", NDJSON);
  response.once("close", () => bytes.destroy());
  const events = readRecording(bytes);
  let close: RecordingClose;
  try {
    for (;;) {
      const { done, value } = await events.next();
      if (done) {
        close = { close: "done", torn: value.torn, ended: value.ended };
        break;
      }
      if (response.destroyed) return;
      if (!response.write(value.map((line) => `${line}\n`).join(""))) await waitForDrain(response);
    }
  } catch (error) {
    if (response.destroyed) return;
    if (!(error instanceof RecordingRefusal)) throw error;
    const { code, line, message } = error;
    close = { close: "refused", code, line, message };
  }
  response.end(`${JSON.stringify(close)}\n`);
}

/** The file, unchanged. */
async function download(recordings: Recordings, id: string, response: Response): Promise<void> {
  const { name } = recordings.get(id);
  const bytes = recordings.read(id);
  response.set("Content-Type", NDJSON);
  response.attachment(`${fileName(name) || `sockscope-${id}`}.ndjson`);
  try {
    await pipeline(bytes, response);
  } catch {
    // The client has disconnected, or the file cannot be read. The client notices the missing end.
    response.destroy();
  }
}

/** A file name that every file system accepts: no separators, no leading dots. */
const fileName = (name: string): string =>
  name.replace(/[\\/:*?"<>|]+/g, "-").replace(/^[.\s-]+|[.\s-]+$/g, "");
