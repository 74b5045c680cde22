import type { Actor, SocketView, Trace } from "@sockscope/trace";
import { useText } from "../../../i18n/index.ts";
import { useStageView } from "../../../store/index.ts";
import { streamSoFar } from "../bytes/stream-so-far.ts";
import { tupleText } from "../text/call-code.ts";
import { BytesSheet } from "./bytes-sheet.tsx";

/** What the sockets of a program have sent and received so far, both directions of each. */
export function ActorBytes({ trace, actor }: { readonly trace: Trace; readonly actor: Actor }) {
  const text = useText().inspector.bytes;
  const { actors, step } = useStageView();
  const view = actors.find((one) => one.actor.id === actor.id);
  if (actor.type === "SOCK_DGRAM") return <p className="means">{text.datagrams}</p>;
  const talking = (view?.sockets ?? []).filter(({ sent, received }) => sent + received > 0);
  if (talking.length === 0) return <p className="means">{text.noneSoFar}</p>;
  return talking.map((socket) => (
    <SocketBytes key={socket.id} trace={trace} socket={socket} step={step} />
  ));
}

function SocketBytes(props: {
  readonly trace: Trace;
  readonly socket: SocketView;
  readonly step: number;
}) {
  const { trace, socket, step } = props;
  const { inspector } = useText();
  return (
    <section className="socket-bytes">
      <p>
        <code>{tupleText(socket.local, socket.peer, inspector.unnamed)}</code>
      </p>
      {(["sent", "received"] as const).map((direction) => {
        const carried = streamSoFar(trace, socket.id, direction, step);
        return (
          <div key={direction}>
            <h3>{inspector.bytes.directions[direction]}</h3>
            <BytesSheet brief carried={carried} />
          </div>
        );
      })}
    </section>
  );
}
