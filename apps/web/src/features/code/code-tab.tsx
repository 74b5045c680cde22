import { deferred } from "../../parts/deferred.tsx";
import "./code.css";

/** The programs' sources are long, and not what is looked at first. */
export const { Part: CodeTab } = deferred(async () => (await import("./code-panel.tsx")).CodePanel);
