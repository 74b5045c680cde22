import { programInfo } from "@sockscope/programs/ids";
import type { Language } from "@sockscope/programs/listings";
import type { ActorView } from "@sockscope/trace";
import { portText } from "@sockscope/trace";
import { useState } from "react";
import { actorName, useText } from "../../i18n/index.ts";
import { Segmented } from "../../parts/controls/segmented.tsx";
import { getTrace, store, useApp, useStageView } from "../../store/index.ts";
import {
  blockedCallsOf,
  type CallPosition,
  callPositionOf,
  chosenOf,
  type Flow,
  ofChosen,
} from "./call-position.ts";
import { ListingView, type LitLine } from "./listing-view.tsx";
import { type Listings, listingsOf, placeOf } from "./listings.ts";

const LANGUAGES = ["both", "typescript", "python"] as const;

/** The program that is selected, or that acts, with the line where it stands at the playhead. */
export function CodePanel() {
  const text = useText();
  const step = useApp((state) => state.step);
  const selection = useApp((state) => state.selection);
  const shown = useApp((state) => state.codeShown);
  const [followed, follow] = useState<{ readonly actor: number; readonly flow: Flow } | null>(null);
  const views = useStageView().actors;
  const chosen = chosenOf(getTrace(), selection, step);
  if (chosen === null) return <p className="means">{text.code.nothing}</p>;
  const { actor, call } = chosen;
  const name = actorName(text, actor);
  const listings = listingsOf(actor);
  if (listings === null)
    return (
      <>
        <h3 className="code-of">{name}</h3>
        <p className="means">{text.code.outsider}</p>
      </>
    );
  const view = views.find((one) => one.actor.id === actor.id);
  const flow = followed?.actor === actor.id ? followed.flow : "all";
  const position =
    call !== null
      ? ofChosen(call, view, step)
      : view === undefined
        ? null
        : callPositionOf(view, flow, step);
  const blocked = view === undefined ? [] : blockedCallsOf(view, step);
  const lit = litLines(listings, position, blocked);
  const byHand = actor.program !== null && programInfo(actor.program)?.byHand === true;
  return (
    <div className="code-panel">
      <div className="code-about">
        <header className="code-head">
          <h3 className="code-of">
            {name}
            {actor.concurrency !== null && (
              <small>{text.palette.concurrencies[actor.concurrency]}</small>
            )}
          </h3>
          <Segmented
            label={text.code.choose}
            options={LANGUAGES.map((value) => ({ value, label: text.code.shown[value] }))}
            value={shown}
            onChange={store.getState().setCodeShown}
          />
        </header>
        {view !== undefined && call === null && (
          <FlowChoice
            view={view}
            flow={flow}
            onChoose={(next) => follow({ actor: actor.id, flow: next })}
          />
        )}
        <p className="means code-state">
          {sentence(text.code, position, lit.typescript, view?.ended != null)}
          {byHand && ` ${text.code.byHand}`}
        </p>
      </div>
      {(["typescript", "python"] as const)
        .filter((language) => shown === "both" || shown === language)
        .map((language) => (
          <ListingView
            key={`${language} ${actor.id}`}
            listing={listings[language]}
            lit={lit[language]}
            runs={language === "typescript"}
          />
        ))}
    </div>
  );
}

/** Several conversations at once: which of them is followed. */
function FlowChoice(props: {
  readonly view: ActorView;
  readonly flow: Flow;
  readonly onChoose: (flow: Flow) => void;
}) {
  const text = useText().code;
  const talks = props.view.sockets.filter(
    ({ accepted, peer, phase }) => accepted && peer !== null && phase !== "closed",
  );
  if (talks.length === 0) return null;
  const gone = typeof props.flow === "number" && !talks.some(({ id }) => id === props.flow);
  return (
    <label className="code-flow">
      <span>{text.follow}</span>
      <select
        className="select"
        value={gone ? "all" : String(props.flow)}
        onChange={({ target: { value } }) =>
          props.onChoose(value === "all" || value === "main" ? value : Number(value))
        }
      >
        <option value="all">{text.whoActs}</option>
        <option value="main">{text.mainLoop}</option>
        {talks.map(({ id, peer }) => (
          <option key={id} value={id}>
            {text.conversation(peer === null ? "" : portText(peer))}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The lines to light in each language; where the call that is shown stands comes first. */
function litLines(
  listings: Listings,
  position: CallPosition | null,
  blocked: readonly CallPosition[],
): Readonly<Record<Language, readonly LitLine[]>> {
  const lit = { typescript: new Map<string, LitLine>(), python: new Map<string, LitLine>() };
  const light = ({ verb, site, state }: CallPosition, sleeps: boolean): void => {
    const place = site === null ? null : placeOf(listings, verb, site);
    if (place === null) return;
    for (const language of ["typescript", "python"] as const) {
      const at = place[language];
      if (at === null) continue;
      const key = `${at.file}:${at.line}`;
      const before = lit[language].get(key);
      lit[language].set(key, {
        at,
        state: before?.state ?? (sleeps ? null : state),
        blocked: (before?.blocked ?? 0) + (sleeps ? 1 : 0),
      });
    }
  };
  if (position !== null) light(position, false);
  for (const one of blocked) light(one, true);
  return { typescript: [...lit.typescript.values()], python: [...lit.python.values()] };
}

function sentence(
  text: ReturnType<typeof useText>["code"],
  position: CallPosition | null,
  lit: readonly LitLine[],
  ended: boolean,
): string {
  if (ended) return text.over;
  if (position === null) return text.notYet;
  const { verb, site, state } = position;
  const stateText = text.states[state](verb);
  if (site === null) return `${stateText} ${text.unknown}`;
  const line = lit.find((one) => one.state !== null)?.at;
  return line === undefined
    ? stateText
    : `${stateText} ${text.line(line.line, line.file.replace(/.*\//, ""))}`;
}
