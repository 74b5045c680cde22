import { portSchema } from "./address.ts";
import { makeSchema } from "./events.ts";
import { breakpointSchema, gateModeSchema, gateTargetSchema, pauseSchema } from "./gate.ts";
import { LIMITS } from "./limits.ts";
import { linkConditionsSchema, linkScopeSchema, seedSchema } from "./link.ts";
import { z } from "./zod.ts";

const actor = z.int().min(1);
const group = z.int().min(1);

/** One actor, or all of a group: exactly one of the two (rule C7). */
const whom = { actor: actor.optional(), group: group.optional() };
const one = (target: { actor?: number | undefined; group?: number | undefined }): boolean =>
  (target.actor === undefined) !== (target.group === undefined);
/** An address typed by a person; the lab decides what it allows (rule C5). */
const host = z.string().min(1).max(64);
const text = z.string().max(LIMITS.textBytes);

/** What a program that is driven by hand is told to do next. Each is one call on its socket. */
export const handCallSchema = z.discriminatedUnion("verb", [
  z.strictObject({ verb: z.literal("connect"), host, port: portSchema }),
  z.strictObject({ verb: z.literal("send"), text }),
  z.strictObject({ verb: z.literal("sendto"), text, host, port: portSchema }),
  z.strictObject({ verb: z.literal("recv"), size: z.int().min(1).max(LIMITS.recvBytes) }),
  z.strictObject({ verb: z.literal("recvfrom"), size: z.int().min(1).max(LIMITS.recvBytes) }),
  z.strictObject({ verb: z.literal("shutdown"), how: z.enum(["SHUT_RD", "SHUT_WR", "SHUT_RDWR"]) }),
  /** Seconds that later calls may wait. */
  z.strictObject({ verb: z.literal("settimeout"), seconds: z.number().min(0).max(3600) }),
  z.strictObject({ verb: z.literal("close") }),
]);
export type HandCall = Readonly<z.infer<typeof handCallSchema>>;

export const commandSchema = z.discriminatedUnion("do", [
  /** Starts `count` actors of a program. A server binds to host:port, a client aims at it. */
  z.strictObject({
    do: z.literal("spawn"),
    program: z.string().max(64),
    count: z.int().min(1).max(LIMITS.spawnCount),
    host: host.optional(),
    port: portSchema.optional(),
    /** The program's usual one unless said otherwise. */
    make: makeSchema.optional(),
  }),
  z.strictObject({ do: z.literal("hand"), ...whom, call: handCallSchema }).refine(one),
  /** Ends one program; the operating system then closes its sockets. */
  z.strictObject({ do: z.literal("stop"), ...whom }).refine(one),
  /** Ends it if need be and takes its card off the stage. */
  z.strictObject({ do: z.literal("remove"), ...whom }).refine(one),
  /** `remove` for every card. */
  z.strictObject({ do: z.literal("clear") }),
  /** Programs that wait at the gate and need not any more pass it, oldest first. */
  z.strictObject({
    do: z.literal("gate"),
    scope: gateTargetSchema,
    mode: gateModeSchema,
    pause: pauseSchema.optional(),
  }),
  /** Lets one call pass: of one actor, of each of several, or the one of all that stands longest. */
  z.strictObject({ do: z.literal("next"), scope: gateTargetSchema }),
  z.strictObject({ do: z.literal("breakpoint"), when: breakpointSchema }),
  z.strictObject({ do: z.literal("no-breakpoint"), breakpoint: z.int().min(1) }),
  /** Null conditions: this scope has none of its own. A `seed` begins all chances anew. */
  z.strictObject({
    do: z.literal("link"),
    scope: linkScopeSchema,
    conditions: linkConditionsSchema.nullable(),
    seed: seedSchema.optional(),
  }),
]);
export type Command = Readonly<z.infer<typeof commandSchema>>;

/** Why a command was refused; the page has a sentence for each, in both languages (rule C2). */
export const problemCodeSchema = z.enum([
  "malformed",
  "unknown-program",
  "unknown-make",
  "unknown-actor",
  "not-by-hand",
  "wrong-state",
  "busy",
  "not-an-address",
  "not-loopback",
  "own-port",
  "text-empty",
  "text-too-long",
  "too-many-actors",
  "nothing-waits",
  "unknown-breakpoint",
  "too-many-breakpoints",
  "too-many-links",
  "too-many-servers",
  "too-many-sockets",
  "too-many-spawns",
  "only-looking",
  "no-such-name",
  "not-let-in",
  "join-code-needed",
  "join-code-wrong",
  "join-code-blocked",
  "too-many-viewers",
  "version",
  "recording-full",
  "recording-failed",
  "recording-restored",
  "recording-lost",
  "oldest-gone",
  "recordings-deleted",
  "slow-viewer",
]);
export type ProblemCode = z.infer<typeof problemCodeSchema>;
export const problemSchema = z.strictObject({
  code: problemCodeSchema,
  /** A plain English sentence, for scripts and logs. */
  message: z.string(),
});
export type Problem = Readonly<z.infer<typeof problemSchema>>;
