import { type GroupPlace, groupKey, groupNumber } from "@sockscope/trace";
import { useId } from "react";
import { groupName, useText } from "../../../i18n/index.ts";
import { getTrace, store } from "../../../store/index.ts";
import type { CardState } from "../state/card-state.ts";
import { StateMark } from "../state/state-mark.tsx";
import { DotField } from "./dot-field.tsx";
import { countStates } from "./dots.ts";
import "./group-card.css";

const STATES: readonly CardState[] = ["running", "gate", "blocked", "ended", "failed"];

/** Many clients in one card, each a dot. */
export function GroupCard({
  group,
  scale,
}: {
  readonly group: GroupPlace;
  /** Of the stage on the screen. */
  readonly scale: number;
}) {
  const text = useText();
  const id = useId();
  const here = group.members.filter(({ view }) => view !== null);
  if (here.length === 0) return null;
  const counts = countStates(here);
  const number = groupNumber(getTrace().actors, group.like);
  const size = <span className="group-count">× {here.length}</span>;
  const { x, y, width, height } = group.rect;
  const udp = group.like.type === "SOCK_DGRAM" ? "udp" : "";
  return (
    <article
      className={`card group left ${group.like.role} ${udp}`}
      aria-labelledby={id}
      data-group={group.key}
      data-key={groupKey(group.key)}
      style={{ left: x, top: y, width, height }}
    >
      <div className="card-head">
        <span className="group-name" id={id}>
          {groupName(text, group.like, number)} {number === null && size}
        </span>
        <button
          type="button"
          className="controls-button"
          onClick={() => store.getState().fold(group.key, false)}
        >
          {text.stage.unfold}
        </button>
      </div>
      <p className="group-states">
        {number !== null && size}
        {STATES.map(
          (state) =>
            counts[state] > 0 && (
              <span key={state} className="group-state">
                <StateMark state={state} /> {counts[state]}
              </span>
            ),
        )}
      </p>
      <DotField group={group} labelledBy={id} scale={scale} />
    </article>
  );
}
