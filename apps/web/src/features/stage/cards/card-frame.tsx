import { type ActorView, type CardPlace, cardKey } from "@sockscope/trace";
import { type ReactNode, useId } from "react";
import { actorName, useText } from "../../../i18n/index.ts";
import { store, useApp } from "../../../store/index.ts";
import { stateOf } from "../state/card-state.ts";
import { StateMark } from "../state/state-mark.tsx";
import { CardActions } from "./card-actions.tsx";

interface FrameProps {
  readonly card: CardPlace;
  readonly view: ActorView;
  /** Whether the Tab key reaches it: one card at a time, the arrow keys go on from there. */
  readonly reachable: boolean;
  readonly onReach: (actor: number) => void;
  /** Beside the name. */
  readonly aside?: ReactNode;
  readonly raised?: boolean;
  readonly children: ReactNode;
}

/** A card: who it is, in what state, and what can be done with it. */
export function CardFrame(props: FrameProps) {
  const { card, view, reachable, onReach, aside, raised = false, children } = props;
  const text = useText();
  const name = actorName(text, view.actor);
  const id = useId();
  const selected = useApp(
    ({ selection }) => selection?.kind === "actor" && selection.actor === card.actor,
  );
  const lit = useApp(({ lesson }) => lesson?.lit.includes(card.actor) ?? false);
  const state = stateOf(view);
  const { x, y, width, height } = card.rect;
  const classes = ["card", view.actor.role, card.form, card.side, state];
  if (view.actor.type === "SOCK_DGRAM") classes.push("udp");
  if (selected) classes.push("selected");
  if (view.atGate.some(({ breakpoint }) => breakpoint !== undefined)) classes.push("stopped");
  if (lit) classes.push("lit");
  if (raised) classes.push("raised");
  return (
    <article
      className={classes.join(" ")}
      aria-labelledby={id}
      data-actor={card.actor}
      data-key={cardKey(card.actor)}
      onFocus={() => onReach(card.actor)}
      style={{ left: x, top: y, width, height }}
    >
      <div className="card-head">
        <button
          type="button"
          className="card-name"
          id={id}
          aria-pressed={selected}
          tabIndex={reachable ? 0 : -1}
          onClick={() =>
            store.getState().select(selected ? null : { kind: "actor", actor: card.actor })
          }
        >
          {name}
        </button>
        {view.gate !== null && view.ended === null && card.form !== "line" && (
          <span
            className={`make own-gate ${view.gate.mode}`}
            title={text.conditions.ofCard.ownHint}
          >
            {text.conditions.ofCard.own[view.gate.mode]}
          </span>
        )}
        {view.ended !== null && (
          <span className={`ended-how ${view.ended.how}`}>{text.stage.ended[view.ended.how]}</span>
        )}
        <StateMark state={state} />
        {aside}
        <CardActions view={view} reachable={reachable} />
      </div>
      {children}
    </article>
  );
}
