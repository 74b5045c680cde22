import type { SocketView } from "../../types/socket.ts";
import type { ActorView } from "../../types/stage.ts";
import { bottom, type Rect } from "../geometry/shapes.ts";
import { CROWD, LOW, rowForm, SERVER, type ServerForm, WHOLE } from "../geometry/sizes.ts";
import type { StageIndex } from "../places/stage-index.ts";

/** A part of a server's card, measured from the card's top left, and the sockets inside it. */
export interface Slot {
  readonly rect: Rect;
  readonly sockets: readonly number[];
}

/** The inside of a TCP server's card, as the operating system has it. */
export interface ServerInside {
  readonly height: number;
  /** In as few lines as can be. */
  readonly low: boolean;
  /** One conversation each. */
  readonly rows: readonly Slot[];
  /** The conversations for which there is no row. */
  readonly rest: Slot | null;
  /** The accept queue. */
  readonly waiting: Slot;
}

/** What stands in the kernel's queue is no socket of a program yet: it goes by its client's number. */
export const endInKernel = (client: number): number => -client;

/** The accept queues of a program. What stands in one is not yet a conversation. */
export function queuedAt(view: ActorView): readonly number[] {
  return view.sockets.flatMap(({ phase, queue, kernelQueue }) =>
    phase === "LISTEN" ? [...queue, ...kernelQueue.map(({ socket }) => endInKernel(socket))] : [],
  );
}

/** A listener that closes takes with it what still waits for it. */
export function forsakenAt(view: ActorView): readonly number[] {
  return view.sockets.flatMap(({ phase, queue }) => (phase === "LISTEN" ? [] : queue));
}

export function conversationsOf(view: ActorView): readonly SocketView[] {
  const queued = new Set([...queuedAt(view), ...forsakenAt(view)]);
  return view.sockets.filter((socket) => socket.accepted && !queued.has(socket.id));
}

/** Each conversation in its row. One that ends slowly may still be there when its row is given on. */
function inRows(view: ActorView, index: StageIndex): ReadonlyMap<number, number> {
  const rows = new Map<number, number>();
  for (const { id } of conversationsOf(view)) {
    let row = index.conversation(id)?.row ?? 0;
    while (rows.has(row)) row++;
    rows.set(row, id);
  }
  return rows;
}

/** A program that is over has nothing inside once its last conversation is gone. */
export function isEmptied(view: ActorView | null): boolean {
  return view !== null && view.ended !== null && conversationsOf(view).length === 0;
}

/** `view` is null for a server that is yet to come. */
export function serverInside(
  actor: number,
  view: ActorView | null,
  index: StageIndex,
  { low, rows: maxRows }: ServerForm = WHOLE,
): ServerInside {
  const sockets: ReadonlyMap<number, number> = view === null ? new Map() : inRows(view, index);
  const needed = Math.max(1, index.rowsOf(actor), ...[...sockets.keys()].map((row) => row + 1));
  const form = low ? { height: LOW.row, gap: 4 } : rowForm(needed);
  const crowd = needed > CROWD.from;
  const single = crowd ? CROWD.rows : needed > maxRows ? maxRows - 1 : needed;
  const slotAt = (row: number, inside: readonly number[], height = form.height): Slot => ({
    rect: {
      x: SERVER.inset,
      y: SERVER.head + row * (form.height + form.gap),
      width: SERVER.width - 2 * SERVER.inset,
      height,
    },
    sockets: inside,
  });
  const rows = Array.from({ length: single }, (_, row) => {
    const socket = sockets.get(row);
    return slotAt(row, socket === undefined ? [] : [socket]);
  });
  const beyond = [...sockets].filter(([row]) => row >= single).map(([, socket]) => socket);
  const rest = needed > single ? slotAt(single, beyond, crowd ? CROWD.height : form.height) : null;
  const last = rest ?? rows.at(-1);
  const top = (last === undefined ? SERVER.head : bottom(last.rect)) + SERVER.gap;
  const waiting = {
    rect: {
      x: SERVER.inset,
      y: top,
      width: SERVER.width - 2 * SERVER.inset,
      height: low ? LOW.waiting : SERVER.waiting,
    },
    sockets: view === null ? [] : queuedAt(view),
  };
  const height = bottom(waiting.rect) + (low ? LOW.foot : SERVER.foot);
  return { height, low, rows, rest, waiting };
}
