import {
  addressText,
  type CallArgs,
  type CallResult,
  type Event,
  kernelSocketText,
  plainEventText,
  visibleText,
} from "@sockscope/protocol";

/**
 * An event as one line of NDJSON that is safe to print on a terminal. Control characters, and those
 * that change the direction of text, are escaped. The escaped form means the same in JSON.
 */
export const ndjsonLine = (event: Event): string =>
  JSON.stringify(event).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (match) =>
    [...Array(match.length).keys()]
      .map((at) => `\\u${match.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );

/** An event in one line for a terminal, such as `12  0.351 ms  #2 connect(127.0.0.1:8888)`. */
export function eventLine(event: Event): string {
  const time = `${(event.t / 1e6).toFixed(3)} ms`;
  const actor = "actor" in event ? `#${event.actor} ` : "";
  const text = visibleText(what(event));
  return `${String(event.seq).padStart(4)} ${time.padStart(12)}  ${actor}${text}`;
}

function what(event: Event): string {
  switch (event.kind) {
    case "lab.began":
      return `Sockscope ${event.version} on ${event.platform}, Node ${event.node}`;
    case "actor.added":
      return [event.program ?? "outsider", event.number, event.make].filter(Boolean).join(" ");
    case "actor.printed":
      return `prints ${JSON.stringify(event.text)}`;
    case "actor.ended":
      return event.error ? `${event.how}: ${event.error}` : event.how;
    case "actor.removed":
      return "removed";
    case "actor.known":
      return event.process === null
        ? "is a process of that machine"
        : `is ${event.process.name}, process ${event.process.pid}`;
    case "call.began":
      return `${event.verb}(${details(event.args)})`;
    case "call.ended":
      return event.error
        ? `${event.verb} -> ${event.error.errno} ${event.error.message}`
        : `${event.verb} -> ${details(event.result ?? {})}`;
    case "socket.named":
      return `socket ${event.socket} is ${addressText(event.address)}`;
    case "connection.queued":
      return `${addressText(event.peer)} waits to be accepted`;
    case "datagram.arrived":
      return `datagram of ${event.length} B from ${addressText(event.address)}`;
    case "datagram.dropped":
      return `no room for ${event.count} x ${event.length} B from ${addressText(event.address)}: dropped`;
    case "kernel.read":
      return `socket ${event.socket}, says the kernel: ${kernelSocketText(event.own)}`;
    case "peer.known":
      return `socket ${event.socket} is connected with #${event.other}`;
    case "socket.closed":
      return `socket ${event.socket} closed by the system`;
    case "gate.set":
      return `gate of ${event.scope} is ${event.mode}${event.pause ? ` (${event.pause} ms)` : ""}`;
    case "gate.reached":
      return `${event.verb}(${details(event.args)}) waits at the gate (${event.at}, ${event.why})`;
    case "breakpoint.set":
      return `breakpoint ${event.breakpoint}: ${JSON.stringify(event.when)}`;
    case "breakpoint.removed":
      return `breakpoint ${event.breakpoint} removed`;
    case "link.set":
      return `link ${JSON.stringify(event.scope)}: ${JSON.stringify(event.conditions)}`;
    case "link.fault":
      return `link: ${event.fault} of ${event.length} B, call ${event.call}`;
    case "limit.met":
      return `limit met: ${event.limit}`;
    case "link.passed":
      return `link: ${event.length} B pass, call ${event.call}`;
    default:
      return plainEventText(event);
  }
}

/** The fields that matter to a reader, in the order of the call's arguments. */
function details(part: CallArgs & CallResult): string {
  const { family, type, address, backlog, size, how, payload, count, socket } = part;
  const bytes = payload && `${payload.length} B`;
  const end = address && addressText(address);
  return [family, type, socket && `socket ${socket}`, bytes, size, end, backlog, how, count]
    .filter((value) => value !== undefined)
    .join(", ");
}
