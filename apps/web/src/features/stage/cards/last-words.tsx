import type { ActorView } from "@sockscope/trace";
import { failure, previewText, useText } from "../../../i18n/index.ts";

const MAX_LENGTH = 60;

/** The last words of a card: why its program failed, or what it printed. */
export function LastWords({ view }: { readonly view: ActorView }) {
  const text = useText();
  const { ended, printed } = view;
  if (ended !== null && ended.how === "failed") {
    const { code, means } = failure(text, ended.error ?? "");
    return (
      <p className="said reason" title={`${code} ${means}`}>
        {means === "" ? code : means}
      </p>
    );
  }
  const output =
    printed === null ? null : previewText(new TextEncoder().encode(printed), MAX_LENGTH);
  return (
    <p className="said">
      {output !== null && (
        <q className="speech" title={text.stage.prints(output)}>
          {output}
        </q>
      )}
    </p>
  );
}
