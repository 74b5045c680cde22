import type { RecordedFact, RecordedPayload } from "@sockscope/sockets";

/** Compared bytes of each direction. Later ones arrive in pieces of any size. */
const COMPARED = 512;

/** What one program sent and received, over all of its sockets: the first bytes, and the total. */
export interface Said {
  readonly sent: string;
  readonly heard: string;
}

/** Numbers (ports, times) differ from run to run, so each becomes "#", and counts are left out. */
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
