import type { Concurrency } from "@sockscope/programs/ids";
import type { ActorView, SocketView } from "@sockscope/trace";
import { phaseName, useText } from "../../../i18n/index.ts";
import { getTrace } from "../../../store/index.ts";
import { BufferGauge, Drops, EndFollows, HeldGauge, SentGauge } from "../buffers/buffer-gauge.tsx";
import { addressLine, callOf, mainSocket } from "../state/card-state.ts";
import { AtGateLine, gateOf } from "./at-gate.tsx";
import { CurrentCall } from "./current-call.tsx";
import { LastWords } from "./last-words.tsx";

/** The inside of a card without conversations: a client, a UDP server. */
export function PlainInside({
  view,
  prints,
}: {
  readonly view: ActorView;
  /** A client driven by hand prints nothing while it runs. */
  readonly prints: boolean;
}) {
  const socket = mainSocket(view);
  const call = callOf(view, () => true);
  const gate = gateOf(view, () => true);
  const tank = socket !== null && (
    <span className="tanks">
      <HeldGauge socket={socket} />
      <EndFollows socket={socket} />
      <SentGauge socket={socket} />
      <BufferGauge socket={socket} short={socket.type === "SOCK_STREAM"} />
      <Drops socket={socket} />
    </span>
  );
  return (
    <>
      <AddressLine socket={socket} />
      <div className="card-line">
        {gate !== null && <AtGateLine view={view} at={gate} />}
        {gate === null && view.ended === null && (
          <CurrentCall call={call} open={view.open.length > 0} />
        )}
        {view.ended !== null && call !== null && <CurrentCall call={call} open={false} />}
        {!prints && tank}
      </div>
      {prints && (
        <div className="card-line last">
          <LastWords view={view} />
          {tank}
        </div>
      )}
    </>
  );
}

export function AddressLine({
  socket,
  make = null,
}: {
  readonly socket: SocketView | null;
  /** How a server serves several clients: beside its name there would be no room for it. */
  readonly make?: Concurrency | null;
}) {
  const { stage, palette } = useText();
  const address = socket === null ? null : addressLine(socket);
  const unknown = socket === null ? stage.noSocket : stage.noAddress;
  return (
    <p className={address === null ? "address none" : "address"}>
      {address ?? unknown}
      {socket !== null && <PhaseTag socket={socket} />}
      {make !== null && (
        <span className="make" title={palette.makeHints[make]}>
          {stage.makes[make]}
        </span>
      )}
    </p>
  );
}

/** A TCP state by its name in the RFC: solid if the kernel or a call told it, dashed if it follows. */
export function PhaseTag({ socket }: { readonly socket: SocketView }) {
  const words = useText();
  const text = words.stage;
  const { phase, phaseTruth, type } = socket;
  if (phase === "closed") return <span className="phase closed">{text.socketClosed}</span>;
  if (type === "SOCK_DGRAM" || phase === "LISTEN" || phase === "bound" || phase === "unbound") {
    return null;
  }
  const trace = getTrace();
  const why =
    phase === "unknown"
      ? trace.asksKernel
        ? text.notYetWhy
        : text.notHereWhy
      : phaseTruth === "observed"
        ? text.observedPhase(phase)
        : text.inferredPhase(phase);
  return (
    <span className={`phase ${phase.toLowerCase()} ${phaseTruth}`} title={why}>
      {phaseName(words, trace, phase)}
    </span>
  );
}
