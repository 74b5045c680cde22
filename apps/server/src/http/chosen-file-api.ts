import { hasUnseen, LIMITS } from "@sockscope/protocol";
import express, { type NextFunction, type Request, type Response, type Router } from "express";
import type { ChosenFile } from "../recordings/chosen-file.ts";
import { onlyBy, type ReportFailure } from "./http-errors.ts";

const BYTES = "application/octet-stream";

/** The longest id, in characters, that a client may give an upload. */
const MAX_UPLOAD_ID = 64;

/** A whole number from 0 to `max`, as a query has it. Null for anything else. */
function integerUpTo(value: unknown, max: number): number | null {
  const number = typeof value === "string" && /^\d{1,12}$/.test(value) ? Number(value) : max + 1;
  return number <= max ? number : null;
}

/**
 * The file that programs send, under `/api/file`. It arrives in parts: `POST ?name&size&offset`,
 * the bytes as the body, the first part at offset 0. The response is `{ received }`. Of several
 * uploads at once, the one whose first part came last is received; the others get 409. `upload`,
 * any text, distinguishes two uploads of the same name and size. A refusal is `{ message }`, with a
 * `code` if the client is not to blame.
 */
export function chosenFileApi(chosen: ChosenFile, report: ReportFailure): Router {
  const router = express.Router();
  router.use((_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  router.get("/", (_request, response) => {
    const { name, size } = chosen.source ?? { name: null, size: 0 };
    response.json({ name, size });
  });
  router.delete("/", async (_request, response) => {
    await chosen.forget();
    response.status(204).end();
  });
  router.post(
    "/",
    express.raw({ type: BYTES, limit: LIMITS.filePart, inflate: false }),
    async (request, response) => {
      const { name, upload = "" } = request.query;
      const size = integerUpTo(request.query["size"], LIMITS.fileBytes);
      const offset = integerUpTo(request.query["offset"], LIMITS.fileBytes);
      const body: unknown = request.body;
      if (typeof name !== "string" || name === "" || name.length > LIMITS.fileName)
        return void response.status(400).json({ message: "The file needs a name." });
      if (hasUnseen(name))
        return void response
          .status(400)
          .json({ message: "The file's name has control or invisible characters." });
      if (typeof upload !== "string" || upload.length > MAX_UPLOAD_ID)
        return void response.status(400).json({ message: "The upload's own name is too long." });
      if (size === null || offset === null || size < LIMITS.fileLeast)
        return void response.status(400).json({
          message: `A file has ${LIMITS.fileLeast} to ${LIMITS.fileBytes} bytes.`,
        });
      if (request.headers["content-type"]?.split(";")[0]?.trim() !== BYTES)
        return void response.status(415).json({ message: `Its bytes are sent as ${BYTES}.` });
      if (!Buffer.isBuffer(body) || body.length === 0)
        return void response.status(400).json({ message: "There are no bytes." });
      const received = await chosen.take({ name, size, offset, upload }, body);
      if (received === null)
        response.status(409).json({ message: "These bytes do not follow the ones before." });
      else response.json({ received });
    },
  );
  router.all("/", onlyBy("GET", "POST", "DELETE"));
  router.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    const refusal = refusalOf(error);
    if (refusal === null || response.headersSent) return next(error);
    // A fault of this machine also concerns its terminal.
    if (refusal.status >= 500) report(request, error);
    const { status, code, message } = refusal;
    response.status(status).json({ code, message });
  });
  return router;
}

interface Refused {
  readonly status: number;
  readonly code: "part-too-large" | "temporary-full" | "temporary-failed";
  readonly message: string;
}

/** The refusal that an error stands for, without a path. Null for an error of another kind. */
function refusalOf(error: unknown): Refused | null {
  if (!(error instanceof Error)) return null;
  if ("type" in error && error.type === "entity.too.large") {
    const message = `A part of a file has at most ${LIMITS.filePart} bytes.`;
    return { status: 413, code: "part-too-large", message };
  }
  if (!("syscall" in error) || !("code" in error)) return null;
  if (error.code === "ENOSPC" || error.code === "EDQUOT") {
    const message = "The folder for temporary files of this machine is full.";
    return { status: 507, code: "temporary-full", message };
  }
  const message = `The folder for temporary files cannot be written (${String(error.code)}).`;
  return { status: 500, code: "temporary-failed", message };
}
