import { type ActorView, phaseTruth, type SocketView, type StageView } from "@sockscope/trace";
import { actorName, useText } from "../../i18n/index.ts";
import { TruthStroke } from "../../parts/truth-mark.tsx";

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
  const rows = views.flatMap((view) =>
    view.sockets.map((socket) => ({
      socket,
      who: actorName(words, view.actor),
      // A server that has accepted has two.
      which: view.sockets.length < 2 ? null : socket.accepted ? text.conversation : text.listening,
      was: actorOf(props.before, view.actor.id)?.sockets.find(({ id }) => id === socket.id),
    })),
  );
  return (
    <section className="states" aria-label={text.states}>
      <h3>{text.states}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.end}</th>
            <th scope="col">{text.before}</th>
            <th scope="col">{text.after}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ socket, who, which, was }) => (
            <tr key={socket.id}>
              <th scope="row">
                {who}
                {which !== null && <small>{which}</small>}
              </th>
              <td>{was === undefined ? text.notThere : <State socket={was} />}</td>
              <td>
                <State socket={socket} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="layers-legend">{text.statesInferred}</p>
    </section>
  );
}

function State({ socket: { phase, local } }: { readonly socket: SocketView }) {
  const { drawings: text, inspector } = useText();
  const truth = phaseTruth(phase);
  const name =
    phase === "unbound" && local !== null
      ? text.bound
      : phase === "unbound" || phase === "bound" || phase === "closed"
        ? text[phase]
        : phase;
  return (
    <>
      {name}
      {truth === "inferred" && (
        <>
          <TruthStroke truth={truth} width={14} />
          <span className="hidden-text">{inspector.truths[truth].name}</span>
        </>
      )}
    </>
  );
}
