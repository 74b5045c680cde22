import { LIMITS, seenOnly } from "@sockscope/protocol";
import { randomName } from "../session/random-name.ts";

export type FileTrouble =
  | "empty"
  | "too-small"
  | "too-large"
  | "unreadable"
  | "not-taken"
  | "temporary-full"
  | "temporary-failed";

/** The file that programs on the stage send. */
export interface SentFile {
  readonly name: string;
  readonly size: number;
}

const API = "/api/file";

/** Why a file cannot be chosen; null if it can. */
function refusal({ size }: Blob): FileTrouble | null {
  if (size === 0) return "empty";
  if (size < LIMITS.fileLeast) return "too-small";
  return size > LIMITS.fileBytes ? "too-large" : null;
}

/**
 * Hands a file to the server, part by part, so that one that vanishes half-way is noticed here.
 * `progress` gets the share that is there, 0 to 1.
 */
export async function chooseFile(
  file: File,
  progress: (share: number) => void,
): Promise<FileTrouble | null> {
  const trouble = refusal(file);
  if (trouble !== null) return trouble;
  const { size } = file;
  const name = seenOnly(file.name.slice(0, LIMITS.fileName)) || "file";
  // One that is chosen in another tab meanwhile may have the same name and size.
  const upload = randomName();
  for (let offset = 0; offset < size; offset += LIMITS.filePart) {
    let body: ArrayBuffer;
    try {
      body = await file.slice(offset, offset + LIMITS.filePart).arrayBuffer();
    } catch {
      return "unreadable";
    }
    const query = new URLSearchParams({ name, size: String(size), offset: String(offset), upload });
    const headers = { "Content-Type": "application/octet-stream" };
    const refused = await fetch(`${API}?${query}`, { method: "POST", headers, body }).then(
      troubleIn,
      (): FileTrouble => "not-taken",
    );
    if (refused !== null) return refused;
    progress(Math.min(1, (offset + LIMITS.filePart) / size));
  }
  return null;
}

/** Why a part was not taken; null if it was. */
async function troubleIn(response: Response): Promise<FileTrouble | null> {
  if (response.ok) return null;
  const body: unknown = await response.json().catch(() => null);
  const { code } = Object(body) as { code?: unknown };
  return code === "temporary-full" || code === "temporary-failed" ? code : "not-taken";
}

/** The file that was chosen; null for none, or if nobody answers. */
export async function chosenFile(): Promise<SentFile | null> {
  try {
    const body: unknown = await (await fetch(API)).json();
    const { name, size } = Object(body) as { name?: unknown; size?: unknown };
    return typeof name === "string" && typeof size === "number" ? { name, size } : null;
  } catch {
    return null;
  }
}
