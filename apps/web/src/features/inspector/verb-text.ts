import type { Verb } from "@sockscope/protocol";
import type { Dictionary } from "../../i18n/index.ts";

/** What to notice about a call; `stream`: on a TCP socket. */
export function verbText(text: Dictionary, verb: Verb, stream: boolean): string {
  const ofDatagrams: Partial<Record<Verb, string>> = text.datagramVerbs;
  return (stream ? undefined : ofDatagrams[verb]) ?? text.verbs[verb];
}
