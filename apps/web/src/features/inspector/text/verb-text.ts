import type { CallArgs, Verb } from "@sockscope/protocol";
import type { Dictionary } from "../../../i18n/index.ts";

/** What to notice about a call; `stream`: on a TCP socket. */
export function verbText(
  text: Dictionary,
  { verb, args }: { readonly verb: Verb; readonly args?: CallArgs | undefined },
  stream: boolean,
): string {
  if (verb === "shutdown" && stream && args?.how !== undefined) return text.shutdowns[args.how];
  const special: Partial<Record<Verb, string>> = stream ? text.streamVerbs : text.datagramVerbs;
  return special[verb] ?? text.verbs[verb];
}
