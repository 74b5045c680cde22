import {
  check,
  encodeMessage,
  LIMITS,
  PROTOCOL,
  type Problem,
  readViewerJson,
  type ViewerMessage,
  type ViewerRole,
  viewerMessageSchema,
} from "@sockscope/protocol";
import type { RawData, WebSocket } from "ws";
import { type JoinCode, networkOf } from "./join-code.ts";
import { protocolOf } from "./malformed.ts";
import type { Tokens } from "./tokens.ts";
import { WaitingViewers } from "./waiting-viewers.ts";

/** The close code for a viewer that is not admitted: "policy violation". */
const POLICY_VIOLATION = 1008;

export interface AdmissionOptions {
  readonly tokens: Tokens;
  /** The code that viewers from outside need. Null: they are not admitted at all. */
  readonly joinCode: JoinCode | null;
  /** Takes over an admitted viewer. The socket emits its `hello` once more. */
  readonly admit: (socket: WebSocket, role: ViewerRole) => void;
}

const MESSAGES = {
  "not-let-in": "This page has no token of this server; reload it.",
  "join-code-needed": "Viewers from other machines need the join code.",
  "join-code-wrong": "That is not the join code.",
  "join-code-blocked": "There were too many wrong join codes; wait a minute.",
  "too-many-viewers": `Too many pages look on already: at most ${LIMITS.localViewers} of this machine and ${LIMITS.outsideViewers} from outside.`,
} as const satisfies Partial<Record<Problem["code"], string>>;
type Reason = keyof typeof MESSAGES;

const MAX_VIEWERS = { local: LIMITS.localViewers, outside: LIMITS.outsideViewers } as const;

/**
 * Admits viewers to the WebSocket. A viewer has `LIMITS.helloWithin` ms for its first message: a
 * `hello` with the token, and from outside the join code. Until then everything else is ignored,
 * and nothing is sent (rules A1 to A3). Waiting viewers take no place of admitted ones (rules A5,
 * A6).
 */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #admitted: Record<ViewerRole, number> = { local: 0, outside: 0 };
  readonly #waiting: Readonly<Record<ViewerRole, WaitingViewers>> = {
    local: new WaitingViewers({ address: LIMITS.addressWaiting, all: LIMITS.waitingViewers }),
    outside: new WaitingViewers({ address: LIMITS.addressWaiting, all: LIMITS.waitingViewers }),
  };

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** `address` is that of the other end. `admitted` is called before the viewer is admitted. */
  receive(socket: WebSocket, role: ViewerRole, address: string, admitted = (): void => {}): void {
    const giveUp = (): void => {
      socket.off("message", hear);
      refuse(socket, "not-let-in");
    };
    const late = setTimeout(giveUp, LIMITS.helloWithin);
    const waited = this.#waiting[role].add(networkOf(address), giveUp);
    const stopWaiting = (): void => {
      clearTimeout(late);
      waited();
    };
    const hear = (data: RawData, binary: boolean): void => {
      stopWaiting();
      const against = this.#against(data, binary, role, address);
      if (against !== null) return refuse(socket, against);
      this.#admitted[role] += 1;
      socket.once("close", () => (this.#admitted[role] -= 1));
      admitted();
      this.#options.admit(socket, role);
      socket.emit("message", data, binary);
    };
    socket.once("message", hear);
    socket.on("error", () => socket.terminate());
    socket.once("close", stopWaiting);
  }

  /**
   * Why this first message admits nobody. Null if it is valid. Its length and depth are known to be
   * small before it is parsed, so a stranger cannot make this slow.
   */
  #against(
    data: RawData,
    binary: boolean,
    role: ViewerRole,
    address: string,
  ): Reason | "version" | null {
    if (!Buffer.isBuffer(data) || binary || data.length > LIMITS.helloBytes) return "not-let-in";
    const json = readViewerJson(data.toString());
    if (isOtherVersion(json)) return "version";
    const parsed = check(viewerMessageSchema, json);
    if (!parsed.ok) return "not-let-in";
    const hello = parsed.value;
    if (hello.type !== "hello" || !this.#options.tokens.isRight(role, hello.token))
      return "not-let-in";
    const against = role === "local" ? null : this.#againstGuest(hello, address);
    if (against !== null) return against;
    return this.#admitted[role] >= MAX_VIEWERS[role] ? "too-many-viewers" : null;
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

/** A page of another version may write its `hello` differently. It is asked to reload (rule V1). */
function isOtherVersion(json: unknown): boolean {
  const protocol = protocolOf(json);
  return protocol !== null && protocol !== PROTOCOL;
}

/** Sends the reason, and cuts the connection if the other end does not close it soon. */
function refuse(socket: WebSocket, reason: Reason | "version"): void {
  const message =
    reason === "version"
      ? `This page is of another version; the server speaks protocol ${PROTOCOL}. Reload it.`
      : MESSAGES[reason];
  socket.send(encodeMessage({ type: "problem", problem: { code: reason, message } }));
  socket.close(POLICY_VIOLATION);
  const cut = setTimeout(() => socket.terminate(), LIMITS.refusedWithin);
  socket.once("close", () => clearTimeout(cut));
}
