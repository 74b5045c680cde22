import { deferred } from "../../parts/deferred.tsx";
import "./recordings.css";

/** All recordings of the folder. */
export const { Part: Recordings } = deferred(
  async () => (await import("./recordings-list.tsx")).Recordings,
);
