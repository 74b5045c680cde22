import type { ActorView } from "@sockscope/trace";
import { previewText, useText } from "../../i18n/index.ts";

/** The name of an error inside a sentence of the server's. */
const ERRNO = /\bE[A-Z0-9]{3,}\b/;
const MOST = 60;

/** The last line of a card: how its program ended, or what it printed. */
export function EndedLine({ view }: { readonly view: ActorView }) {
  const text = useText();
  const { ended, printed } = view;
  if (ended !== null && ended.how === "failed") {
    const errno = ERRNO.exec(ended.error ?? "")?.[0];
    const reason = errno === undefined ? ended.error : text.errnos[errno];
    const words = `${text.stage.ended.failed}${errno === undefined ? "" : ` · ${errno}`}`;
    return (
      <p className="said failed" title={reason}>
        {words}
        {reason !== undefined && <span className="reason"> {reason}</span>}
      </p>
    );
  }
  const said = printed === null ? null : previewText(new TextEncoder().encode(printed), MOST);
  return (
    <p className="said">
      {ended !== null && <span className="ended-how">{text.stage.ended[ended.how]}</span>}
      {said !== null && (
        <q className="speech" title={text.stage.prints(said)}>
          {said}
        </q>
      )}
    </p>
  );
}
