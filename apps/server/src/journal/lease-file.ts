import { closeSync, constants, ftruncateSync, rmSync, writeSync } from "node:fs";
import type { ProcessIdentity } from "../system/process-identity.ts";
import { openRegular, readSmall } from "../system/regular-file.ts";

/** Bytes of a lease at most. */
const LEASE = 512;

/** Beside the recording at `path`. */
export const leasePath = (path: string): string => path.replace(/ndjson$/, "lease");

/** Writes the counter and whose it is. Throws what the system says. */
export function writeLease(path: string, counter: number, owner: ProcessIdentity | null): void {
  const fd = openRegular(path, constants.O_WRONLY | constants.O_CREAT);
  try {
    const text = `${JSON.stringify({ counter, owner })}\n`;
    writeSync(fd, text, 0);
    ftruncateSync(fd, Buffer.byteLength(text));
  } finally {
    closeSync(fd);
  }
}

/** Leaves what cannot be taken away. */
export function removeLease(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Somebody has put a folder there, or nothing may be changed: nobody takes it for a lease.
  }
}

/** The text of a lease; another one means that its writer has beaten. Empty where there is none. */
export const readLease = (path: string): string => readSmall(path, LEASE) ?? "";

/** Whose lease it is; null if it does not say. */
export function leaseOwner(text: string): ProcessIdentity | null {
  try {
    const { owner } = JSON.parse(text) as { owner?: Partial<ProcessIdentity> | null };
    const { boot, namespace, pid, started } = owner ?? {};
    if (typeof boot !== "string" || typeof namespace !== "string") return null;
    // process.kill takes 0 and negative numbers for groups.
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid < 1) return null;
    return typeof started === "string" ? { boot, namespace, pid, started } : null;
  } catch {
    // Half written, or something else.
    return null;
  }
}
