import {
  encodeMessage,
  LIMITS,
  PROTOCOL,
  type Problem,
  parseViewerMessage,
  type ViewerMessage,
  type ViewerRole,
} from "@sockscope/protocol";
import type { RawData, WebSocket } from "ws";
import type { JoinCode } from "./join-code.ts";
import { protocolOf } from "./malformed.ts";
import type { Tokens } from "./tokens.ts";

/** The close code for who is not let in: "policy violation". */
const NOT_LET_IN = 1008;

export interface AdmissionOptions {
  readonly tokens: Tokens;
  /** What is asked of viewers from outside; null: they are not let in at all. */
  readonly joinCode: JoinCode | null;
  /** Takes a viewer who is let in; its `hello` comes to the socket once more. */
  readonly admit: (socket: WebSocket, role: ViewerRole) => void;
}

const MESSAGES = {
  "not-let-in": "This page has no token of this server; reload it.",
  "join-code-needed": "Viewers from other machines need the join code.",
  "join-code-wrong": "That is not the join code.",
  "join-code-blocked": "There were too many wrong join codes; wait a minute.",
  "too-many-viewers": "Too many pages look on already.",
} as const satisfies Partial<Record<Problem["code"], string>>;
type Reason = keyof typeof MESSAGES;

const MOST = { local: LIMITS.localViewers, outside: LIMITS.outsideViewers } as const;

/**
 * The door of the WebSocket. Whoever comes has `LIMITS.helloWithin` ms for a `hello` with the token
 * (and from outside the join code) as the first message. Until then nothing else is heard, and
 * nothing is told (rules A1 to A3).
 */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #here: Record<ViewerRole, number> = { local: 0, outside: 0 };

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** `address` is the other end's. */
  meet(socket: WebSocket, role: ViewerRole, address: string): void {
    if (this.#here[role] >= MOST[role]) return refuse(socket, "too-many-viewers");
    this.#here[role] += 1;
    const late = setTimeout(() => refuse(socket, "not-let-in"), LIMITS.helloWithin);
    const hear = (data: RawData, binary: boolean): void => {
      clearTimeout(late);
      const text = Buffer.isBuffer(data) && !binary ? data.toString() : "";
      const against = this.#against(text, role, address);
      if (against !== null) return refuse(socket, against);
      this.#options.admit(socket, role);
      socket.emit("message", data, binary);
    };
    socket.once("message", hear);
    socket.on("error", () => socket.terminate());
    socket.once("close", () => {
      clearTimeout(late);
      this.#here[role] -= 1;
    });
  }

  /** Why this first message lets nobody in; null if it does. */
  #against(text: string, role: ViewerRole, address: string): Reason | "version" | null {
    if (isOtherVersion(text)) return "version";
    const parsed = parseViewerMessage(text);
    if (!parsed.ok) return "not-let-in";
    const hello = parsed.value;
    if (hello.type !== "hello" || !this.#options.tokens.isRight(role, hello.token))
      return "not-let-in";
    return role === "local" ? null : this.#againstGuest(hello, address);
  }

  #againstGuest({ code }: Hello, address: string): Reason | null {
    const { joinCode } = this.#options;
    if (joinCode === null) return "not-let-in";
    if (code === undefined) return "join-code-needed";
    const tried = joinCode.try(address, code);
    return tried === "right" ? null : `join-code-${tried}`;
  }
}

type Hello = Extract<ViewerMessage, { type: "hello" }>;

/** A page of another version may write its `hello` otherwise; it is told to reload (rule V1). */
function isOtherVersion(text: string): boolean {
  const protocol = protocolOf(text);
  return protocol !== null && protocol !== PROTOCOL;
}

function refuse(socket: WebSocket, reason: Reason | "version"): void {
  const message =
    reason === "version"
      ? `This page is of another version; the server speaks protocol ${PROTOCOL}. Reload it.`
      : MESSAGES[reason];
  socket.send(encodeMessage({ type: "problem", problem: { code: reason, message } }));
  socket.close(NOT_LET_IN);
}
