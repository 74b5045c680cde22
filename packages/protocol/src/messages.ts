import { commandSchema, problemSchema } from "./commands.ts";
import type { Event } from "./events.ts";
import { z } from "./zod.ts";

const commandId = z.string().min(1).max(64);

/** How a viewer came in: from this machine, or by the join code from another one (rule A4). */
export const viewerRoleSchema = z.enum(["local", "outside"]);
export type ViewerRole = z.infer<typeof viewerRoleSchema>;

/** Where viewers from outside find the page, and the code that lets them in. */
export const invitationSchema = z.strictObject({
  code: z.string(),
  urls: z.array(z.string()),
});
export type Invitation = Readonly<z.infer<typeof invitationSchema>>;

/** From a viewer to the server. */
export const viewerMessageSchema = z.discriminatedUnion("type", [
  /**
   * `token` is what the server gave the page (rule A2), `code` what it asks of viewers from outside
   * (rule A3). `session` and `since` name what the viewer already holds; null and 0 for nothing.
   * `viewer` is a random name that it keeps over all its connections (rule C8).
   */
  z.strictObject({
    type: z.literal("hello"),
    protocol: z.int(),
    token: z.string().max(64),
    code: z.string().max(32).optional(),
    session: z.string().max(64).nullable(),
    since: z.int().min(0),
    viewer: z.string().min(16).max(64).optional(),
    packs: z.literal(true).optional(),
  }),
  z.strictObject({ type: z.literal("command"), id: commandId, command: commandSchema }),
]);
export type ViewerMessage = Readonly<z.infer<typeof viewerMessageSchema>>;

/** From the server to a viewer. Events inside a batch are checked only when they are imported. */
export const serverMessageSchema = z.discriminatedUnion("type", [
  /** `since` is what the server goes on from: the viewer's own, or 0 if it held another session. */
  z.strictObject({
    type: z.literal("welcome"),
    protocol: z.int(),
    version: z.string(),
    session: z.string(),
    since: z.int().min(0),
    seq: z.int().min(0),
    role: viewerRoleSchema,
    /** Only for a viewer of this machine, and only if others are let in. */
    invitation: invitationSchema.optional(),
  }),
  z.strictObject({ type: z.literal("batch"), events: z.array(z.custom<Event>()) }),
  /** The answer to one command: what it started (several at once are a group), or why not. */
  z.strictObject({
    type: z.literal("done"),
    id: commandId,
    actors: z.array(z.int()),
    group: z.int().optional(),
  }),
  z.strictObject({ type: z.literal("refused"), id: commandId, problem: problemSchema }),
  /** Now and then, so that a viewer can tell a quiet line from a dead one (rule M6). */
  z.strictObject({ type: z.literal("beat") }),
  /** Something about this connection as a whole; it stays open. */
  z.strictObject({ type: z.literal("problem"), problem: problemSchema }),
]);
export type ServerMessage = Readonly<z.infer<typeof serverMessageSchema>>;
