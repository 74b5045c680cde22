import type { ActorView, AtGate } from "@sockscope/trace";
import { actorName, useText } from "../../../i18n/index.ts";
import { Icon } from "../../../parts/icons.tsx";
import { passGate, useInThePast, useMayAct } from "../../../store/index.ts";
import { shortCall } from "./current-call.tsx";

/** The first call at the gate that concerns somebody; null while nobody stands there. */
export function gateOf(view: ActorView, concerns: (at: AtGate) => boolean): AtGate | null {
  return view.atGate.find(concerns) ?? null;
}

/** A call that stands at the gate, and the button that lets it pass. */
export function AtGateLine(props: {
  readonly view: ActorView;
  readonly at: AtGate;
  /** Only the button's sign, and the call's name. */
  readonly short?: boolean;
}) {
  const { view, at, short = false } = props;
  const text = useText();
  const { conditions } = text;
  const past = useInThePast();
  const may = useMayAct();
  const words = shortCall(at);
  const { breakpoint } = at;
  const position =
    breakpoint !== undefined
      ? conditions.stopsAt(breakpoint, words, at.at)
      : at.at === "call"
        ? conditions.stands(words)
        : conditions.standsInside(words);
  const stopped = breakpoint === undefined ? "" : " stopped";
  return (
    <p className={`doing at-gate${stopped}`} title={`${position} (${conditions.whys[at.why]})`}>
      {breakpoint !== undefined && <Icon name="breakpoint" size={12} />}
      {short ? <code>{at.verb}</code> : <span className="at-gate-words">{position}</span>}
      {!past && may && (
        <button
          type="button"
          className="gate-pass"
          aria-label={conditions.gate.nextOf(actorName(text, view.actor))}
          title={conditions.gate.nextOf(actorName(text, view.actor))}
          onClick={() => passGate(view.actor.id)}
        >
          ▸
        </button>
      )}
    </p>
  );
}
