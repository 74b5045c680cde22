import type { ActorView } from "@sockscope/trace";
import { previewText, useText } from "../../i18n/index.ts";

/** The name of an error inside a sentence of the server's. */
const ERRNO = /\bE[A-Z0-9]{3,}\b/;
const MOST = 60;

/** The last words of a card: why its program failed, or what it printed. */
export function LastWords({ view }: { readonly view: ActorView }) {
  const text = useText();
  const { ended, printed } = view;
  if (ended !== null && ended.how === "failed") {
    const errno = ERRNO.exec(ended.error ?? "")?.[0];
    const reason = errno === undefined ? ended.error : (text.errnos[errno] ?? ended.error);
    return (
      <p className="said reason" title={`${ended.error ?? ""} ${reason ?? ""}`}>
        {reason}
      </p>
    );
  }
  const said = printed === null ? null : previewText(new TextEncoder().encode(printed), MOST);
  return (
    <p className="said">
      {said !== null && (
        <q className="speech" title={text.stage.prints(said)}>
          {said}
        </q>
      )}
    </p>
  );
}
