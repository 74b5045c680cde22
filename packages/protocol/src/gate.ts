import { LIMITS } from "./limits.ts";
import { verbSchema } from "./verbs.ts";
import { z } from "./zod.ts";

const id = z.int().min(1);

/** How a program passes the gate that stands before each of its calls (rule G1). */
export const gateModeSchema = z.enum(["free", "slow", "step"]);
export type GateMode = z.infer<typeof gateModeSchema>;

/** Every program, also those that come later, or one actor. */
export const gateScopeSchema = z.union([z.literal("all"), id]);
export type GateScope = z.infer<typeof gateScopeSchema>;

/** Whom a command means: as a scope, or these actors, as those of a group. */
export const gateTargetSchema = z.union([
  gateScopeSchema,
  z.array(id).min(1).max(LIMITS.actors).readonly(),
]);
export type GateTarget = z.infer<typeof gateTargetSchema>;

/** ms that a slow program waits before each call. */
export const pauseSchema = z.int().min(0).max(LIMITS.gatePause);

const where = { actor: id.optional(), socket: id.optional() };

/** When a program stops although its gate would let it pass (rule G4). */
export const breakpointSchema = z.discriminatedUnion("on", [
  /** Before the `nth` call of this kind, counted from now on; before each one without `nth`. */
  z.strictObject({ on: z.literal("call"), verb: verbSchema, nth: id.optional(), ...where }),
  /** The outcome of the `nth` call of this kind is known, and not told to its program yet. */
  z.strictObject({ on: z.literal("return"), verb: verbSchema, nth: id.optional(), ...where }),
  /** A `recv` is about to return 0 bytes: the end of its stream. */
  z.strictObject({ on: z.literal("end-of-stream"), ...where }),
  /** A call is about to fail, with this errno if one is named. */
  z.strictObject({ on: z.literal("error"), errno: z.string().max(32).optional(), ...where }),
]);
export type Breakpoint = Readonly<z.infer<typeof breakpointSchema>>;
