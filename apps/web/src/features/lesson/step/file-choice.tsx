import { sizeText } from "@sockscope/trace";
import { useEffect, useState } from "react";
import { useText } from "../../../i18n/index.ts";
import { chooseFile, chosenFile, type FileTrouble, type SentFile } from "../../../store/index.ts";

type Standing =
  | { readonly is: "none" }
  | { readonly is: "coming"; readonly name: string; readonly share: number }
  | { readonly is: "here"; readonly file: SentFile }
  | { readonly is: "refused"; readonly name: string; readonly why: FileTrouble };

/** Lets the learner choose the file that the lesson sends. */
export function FileChoice() {
  const text = useText().lesson.file;
  const [standing, setStanding] = useState<Standing>({ is: "none" });
  useEffect(() => {
    let gone = false;
    void chosenFile().then((file) => {
      if (!gone && file !== null) setStanding({ is: "here", file });
    });
    return () => {
      gone = true;
    };
  }, []);
  const choose = async (file: File): Promise<void> => {
    const { name, size } = file;
    setStanding({ is: "coming", name, share: 0 });
    const why = await chooseFile(file, (share) => setStanding({ is: "coming", name, share }));
    setStanding(why === null ? { is: "here", file: { name, size } } : { is: "refused", name, why });
  };
  return (
    <div className="file-choice">
      <label className="button">
        {text.choose}
        <input
          type="file"
          className="file-input"
          disabled={standing.is === "coming"}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file !== undefined) void choose(file);
            target.value = "";
          }}
        />
      </label>
      <p role="status" className={standing.is === "refused" ? "lesson-warning" : ""}>
        {sentence(standing, text)}
      </p>
    </div>
  );
}

function sentence(standing: Standing, text: ReturnType<typeof useText>["lesson"]["file"]): string {
  switch (standing.is) {
    case "none":
      return text.none;
    case "coming":
      return text.coming(standing.name, Math.round(100 * standing.share));
    case "here":
      return text.here(standing.file.name, sizeText(standing.file.size));
    case "refused":
      return `${standing.name}: ${text.troubles[standing.why]}`;
  }
}
