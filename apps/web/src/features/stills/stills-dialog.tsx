import { deferred } from "../../parts/deferred.tsx";
import { useApp } from "../../store/index.ts";
import "./stills.css";

const { Part: Stills } = deferred(async () => (await import("./stills.tsx")).Stills);

/** Asks for pictures of steps while somebody wants any. */
export function StillsDialog() {
  const stills = useApp((state) => state.stills);
  return stills === "none" ? null : <Stills />;
}
