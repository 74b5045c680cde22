import type { Command, HandCall } from "@sockscope/protocol";
import type { TargetPolicy } from "../access/target-policy.ts";
import { Refusal } from "../system/problem.ts";
import type { Actors } from "./actors.ts";
import { toOrder } from "./hand.ts";

/**
 * Carries out `hand`: the selected programs make one call. In a group, those that can make it now
 * do. Throws `Refusal` if none can.
 */
export async function callByHand(
  { call, ...selection }: Extract<Command, { do: "hand" }>,
  actors: Actors,
  targets: TargetPolicy,
): Promise<void> {
  const order = toOrder(await resolveHost(call, targets), targets);
  const calls = actors.select(selection).map(async ({ hand, run }) => {
    if (!hand) throw new Refusal("not-by-hand", "This program is not driven by hand.");
    if (run?.over) throw new Refusal("wrong-state", "This program is over.");
    await hand.order(order);
  });
  const results = await Promise.allSettled(calls);
  const refused = results.find((result) => result.status === "rejected");
  if (refused && results.every(({ status }) => status === "rejected")) throw refused.reason;
}

/** The call with its name resolved to an address. Throws `Refusal`. */
async function resolveHost(call: HandCall, targets: TargetPolicy): Promise<HandCall> {
  if (!("host" in call)) return call;
  const host = targets.resolve(call);
  return typeof host === "string" ? { ...call, host } : { ...call, host: await host };
}
