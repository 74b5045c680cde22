import type { ActorView } from "@sockscope/trace";
import type { ReactNode } from "react";

/** The cards, wires and packets of the instant under the playhead. */
export function Stage(_: { readonly controls: (actor: ActorView) => ReactNode }) {
  return <section className="stage" />;
}
