import { createHash } from "node:crypto";
import type { Hash } from "@sockscope/programs";

/** An incremental SHA-256 for programs. */
export function sha256(): Hash {
  const hash = createHash("sha256");
  return {
    update: (bytes) => void hash.update(bytes),
    hexdigest: () => hash.copy().digest("hex"),
  };
}
