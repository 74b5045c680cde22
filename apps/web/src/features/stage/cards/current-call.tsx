import { type Call, callText, portText, resultText } from "@sockscope/trace";
import { callErrnoText, errnoName, useText } from "../../../i18n/index.ts";
import { getTrace } from "../../../store/index.ts";
import { sleeps } from "../state/card-state.ts";

/** What a program or a socket does at this instant: a call it is inside of, or the last one. */
export function CurrentCall(props: {
  readonly call: Call | null;
  readonly open: boolean;
  /** Asleep or not is then told by the shading, and by the title. */
  readonly short?: boolean;
}) {
  const { call, open, short = false } = props;
  const text = useText();
  if (call === null) return <p className="doing none">{text.stage.noCall}</p>;
  const words = callText(call.verb, call.args);
  const shown = shortCall(call);
  if (open) {
    const asleep = sleeps(call);
    const state = asleep ? text.stage.asleepIn : text.stage.inside;
    return (
      <p className={asleep ? "doing asleep" : "doing inside"} title={`${state} ${words}`}>
        <span className={short ? "hidden-text" : undefined}>{state} </span>
        <code>{shown}</code>
      </p>
    );
  }
  if (call.error !== null) {
    const { errno, number } = call.error;
    return (
      <p
        className="doing error"
        title={`${words}: ${callErrnoText(text, getTrace(), call, errno) ?? errno} (${number})`}
      >
        <code>
          {call.verb} → {errnoName(text, getTrace(), call.id, errno)}
        </code>
      </p>
    );
  }
  const result = call.result === null ? "" : resultText(call.verb, call.result);
  return (
    <p className="doing" title={words}>
      <code>{shown}</code>
      {result !== "" && <span className="result"> → {result}</span>}
    </p>
  );
}

/** A call without what a narrow card has no room for, or says elsewhere. */
export function shortCall({ verb, args }: Pick<Call, "verb" | "args">): string {
  const { family: _, address, ...rest } = args;
  const words = callText(verb, rest);
  if (address === undefined) return words;
  return words.replace(/\)$/, `${words.endsWith("()") ? "" : ", "}${portText(address)})`);
}
