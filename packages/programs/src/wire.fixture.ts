import type { RecordedFact, RecordedPayload } from "@sockscope/sockets";

/** Bytes of each direction that are compared: later ones come in pieces that chance has cut. */
const COMPARED = 512;

/** What one program said and heard, over all of its sockets: the first bytes, and how many. */
export interface Said {
  readonly sent: string;
  readonly heard: string;
}

/** Numbers differ from run to run (ports, times): each is "#", and counts are left out. */
export function saidBy(facts: readonly RecordedFact[]): Said {
  const sent: RecordedPayload[] = [];
  const heard: RecordedPayload[] = [];
  for (const fact of facts) {
    if (fact.kind === "call.began" && fact.args.payload) sent.push(fact.args.payload);
    if (fact.kind === "call.ended" && fact.result?.payload) heard.push(fact.result.payload);
  }
  return { sent: text(sent), heard: text(heard) };
}

function text(payloads: readonly RecordedPayload[]): string {
  const bytes: number[] = [];
  let total = 0;
  let whole = true;
  for (const { length, kept } of payloads) {
    if (whole) bytes.push(...kept);
    whole &&= kept.length === length;
    total += length;
  }
  const words = new TextDecoder().decode(new Uint8Array(bytes.slice(0, COMPARED)));
  const shown = words.replaceAll(/\d+/g, "#");
  return total <= COMPARED ? shown : `${shown} (${total} B)`;
}
