import { type Address, addressText, type Payload } from "@sockscope/protocol";
import { type Call, payloadPrefix, sizeText } from "@sockscope/trace";
import { visibleText } from "../../../i18n/index.ts";

/** Longer texts are not quoted but only counted. */
const QUOTED = 24;
const decoder = new TextDecoder("utf-8", { fatal: true });

/** A call as it would stand in a Python program. `on`: the variable that holds its socket. */
export function callCode(call: Pick<Call, "verb" | "args">, on: string): string {
  const { verb, args } = call;
  const shown: string[] = [];
  if (verb === "socket") {
    shown.push(...[args.family, args.type].filter((one) => one !== undefined));
    return `socket(${shown.join(", ")})`;
  }
  if (args.payload !== undefined) shown.push(bytesCode(args.payload));
  if (args.address !== undefined) shown.push(addressCode(args.address));
  for (const one of [args.backlog, args.size, args.how, args.option, args.value]) {
    if (one !== undefined) shown.push(String(one));
  }
  return `${on}.${verb}(${shown.join(", ")})`;
}

const addressCode = ({ address, port }: Address): string => `("${address}", ${port})`;

function bytesCode(payload: Payload): string {
  const prefix = payloadPrefix(payload);
  if (prefix.length === payload.length) {
    try {
      const text = decoder.decode(prefix);
      const plain = visibleText(text) === text && !text.includes("\\") && !text.includes('"');
      if (plain && [...text].length <= QUOTED) return `"${text}".encode()`;
    } catch {
      // No UTF-8: it is counted like a long text.
    }
  }
  return `b"… ${sizeText(payload.length)} …"`;
}

/** `127.0.0.1:49152 → 127.0.0.1:8888` */
export const tupleText = (local: Address | null, peer: Address | null, unnamed: string): string => {
  const own = local === null ? unnamed : addressText(local);
  return peer === null ? own : `${own} → ${addressText(peer)}`;
};
