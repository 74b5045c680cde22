import type { ActorView, SocketView, StageView } from "@sockscope/trace";
import { actorName, phaseName, useText } from "../../../i18n/index.ts";
import { TruthStroke } from "../../../parts/truth-mark.tsx";
import { getTrace } from "../../../store/index.ts";

const actorOf = (stage: StageView, id: number): ActorView | undefined =>
  stage.actors.find(({ actor }) => actor.id === id);

/** The state of each socket of these cards before and after. */
export function StatesDrawing(props: {
  readonly actors: readonly number[];
  readonly before: StageView;
  readonly after: StageView;
}) {
  const words = useText();
  const text = words.drawings;
  const views = props.actors.flatMap((id) => actorOf(props.after, id) ?? []);
  const rows = views.flatMap((view) => {
    const before = actorOf(props.before, view.actor.id)?.sockets ?? [];
    // A conversation that is over has left its card.
    const gone = before.filter(({ id }) => !view.sockets.some((socket) => socket.id === id));
    const all = [
      ...view.sockets.map((is) => ({ is, was: before.find(({ id }) => id === is.id) })),
      ...gone.map((was) => ({ is: { ...was, phase: "closed" as const }, was })),
    ];
    return all.map(({ is, was }) => ({
      ...{ is, was },
      who: actorName(words, view.actor),
      // A server that has accepted has two.
      which: all.length < 2 ? null : is.accepted ? text.conversation : text.listening,
    }));
  });
  return (
    <section className="states" aria-label={text.states}>
      <h3>{text.states}</h3>
      <ul>
        {rows.map(({ is, who, which, was }) => (
          <li key={is.id}>
            <strong>{who}</strong> {which !== null && <small>{which}</small>}
            <span className="states-change">
              <span className="hidden-text">{text.before}</span>
              {was === undefined ? text.notThere : <State socket={was} />}
              <span aria-hidden="true">→</span>
              <span className="hidden-text">{text.after}</span>
              <State socket={is} />
            </span>
          </li>
        ))}
      </ul>
      <p className="layers-legend">{text.statesInferred}</p>
    </section>
  );
}

function State({ socket: { phase, phaseTruth: truth, local } }: { readonly socket: SocketView }) {
  const words = useText();
  const { drawings: text, inspector } = words;
  const name =
    phase === "unbound" && local !== null
      ? text.bound
      : phase === "unbound" || phase === "bound" || phase === "closed"
        ? text[phase]
        : phaseName(words, getTrace(), phase);
  return (
    <span className="states-state">
      {name}
      {truth === "inferred" && (
        <>
          <TruthStroke truth={truth} width={14} />
          <span className="hidden-text">{inspector.truths[truth].name}</span>
        </>
      )}
    </span>
  );
}
