import { type Call, callText, resultText } from "@sockscope/trace";
import { useText } from "../../i18n/index.ts";
import { sleeps } from "./state.ts";

/** What a program or a socket does at this instant: a call it is inside of, or the last one. */
export function Doing({ call, open }: { readonly call: Call | null; readonly open: boolean }) {
  const text = useText();
  if (call === null) return <p className="doing none">{text.stage.noCall}</p>;
  const words = callText(call.verb, call.args);
  if (open) {
    const asleep = sleeps(call);
    return (
      <p className={asleep ? "doing asleep" : "doing inside"} title={words}>
        {asleep ? text.stage.asleepIn : text.stage.inside} <code>{words}</code>
      </p>
    );
  }
  if (call.error !== null) {
    const { errno, number } = call.error;
    return (
      <p className="doing error" title={`${words}: ${text.errnos[errno] ?? errno} (${number})`}>
        <code>
          {call.verb} → {errno}
        </code>
      </p>
    );
  }
  const result = call.result === null ? "" : resultText(call.verb, call.result);
  return (
    <p className="doing" title={words}>
      <code>{words}</code>
      {result !== "" && <span className="result"> → {result}</span>}
    </p>
  );
}
