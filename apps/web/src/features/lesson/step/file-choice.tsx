import { sizeText } from "@sockscope/trace";
import { useEffect, useState } from "react";
import { useText } from "../../../i18n/index.ts";
import { chooseFile, chosenFile, type FileTrouble, type SentFile } from "../../../store/index.ts";

type FileState =
  | { readonly is: "none" }
  | { readonly is: "coming"; readonly name: string; readonly share: number }
  | { readonly is: "here"; readonly file: SentFile }
  | { readonly is: "refused"; readonly name: string; readonly why: FileTrouble };

/** Lets the learner choose the file that the lesson sends. */
export function FileChoice() {
  const text = useText().lesson.file;
  const [state, setState] = useState<FileState>({ is: "none" });
  useEffect(() => {
    let gone = false;
    void chosenFile().then((file) => {
      if (!gone && file !== null) setState({ is: "here", file });
    });
    return () => {
      gone = true;
    };
  }, []);
  const choose = async (file: File): Promise<void> => {
    const { name, size } = file;
    setState({ is: "coming", name, share: 0 });
    const why = await chooseFile(file, (share) => setState({ is: "coming", name, share }));
    setState(why === null ? { is: "here", file: { name, size } } : { is: "refused", name, why });
  };
  return (
    <div className="file-choice">
      <label className="button">
        {text.choose}
        <input
          type="file"
          className="file-input"
          disabled={state.is === "coming"}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file !== undefined) void choose(file);
            target.value = "";
          }}
        />
      </label>
      <p role="status" className={state.is === "refused" ? "lesson-warning" : ""}>
        {sentence(state, text)}
      </p>
    </div>
  );
}

function sentence(state: FileState, text: ReturnType<typeof useText>["lesson"]["file"]): string {
  switch (state.is) {
    case "none":
      return text.none;
    case "coming":
      return text.coming(state.name, Math.round(100 * state.share));
    case "here":
      return text.here(state.file.name, sizeText(state.file.size));
    case "refused":
      return `${state.name}: ${text.troubles[state.why]}`;
  }
}
