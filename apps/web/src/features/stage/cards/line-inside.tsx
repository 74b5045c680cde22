import { type ActorView, portText } from "@sockscope/trace";
import { useText } from "../../../i18n/index.ts";
import { BufferGauge } from "../buffers/buffer-gauge.tsx";
import { useWaitingAt } from "../buffers/unread.ts";
import { callOf, mainSocket, sleeps } from "../state/card-state.ts";
import { AtGateLine, gateOf } from "./at-gate.tsx";

/** What fits beside the name when a card is one line: port, and the call in one word. */
export function LineInside({ view }: { readonly view: ActorView }) {
  const text = useText().stage;
  const socket = mainSocket(view);
  const waiting = useWaitingAt(socket);
  const local = socket?.local ?? view.actor.address;
  const last = callOf(view, () => true);
  // A program that is over says so beside its name; only what it failed of is still worth a word.
  const call = view.ended === null || last?.error != null ? last : null;
  const open = view.open.length > 0;
  const gate = gateOf(view, () => true);
  const refusal = open ? null : (call?.error ?? null);
  return (
    <span className="line-inside">
      {local !== null && refusal === null && <span className="peer">{portText(local)}</span>}
      {gate !== null && <AtGateLine view={view} at={gate} short />}
      {gate !== null ? null : socket !== null && waiting > 0 ? (
        <BufferGauge socket={socket} short />
      ) : (
        call !== null &&
        (refusal !== null ? (
          <code className="line-call error" title={call.verb}>
            {refusal.errno}
          </code>
        ) : (
          <code
            className={`line-call ${open && sleeps(call) ? "blocked" : ""}`}
            title={open && sleeps(call) ? `${text.blockedIn} ${call.verb}` : call.verb}
          >
            {call.verb}
          </code>
        ))
      )}
    </span>
  );
}
