import { type Concurrency, type ProgramId, programInfo } from "../ids.ts";

export type Language = "typescript" | "python";

/**
 * The files of a program in one language, named from `packages/programs/src/`, in the order in
 * which they are read. `make` is that of a server that exists in several.
 */
export function sourcesOf(
  language: Language,
  id: ProgramId,
  make?: Concurrency,
): readonly string[] {
  switch (language) {
    case "python":
      if (make === undefined) return [`${id}/${id}.py`];
      return [`${id}/${id}.${make}.py`, ...(id === "http-server" ? [`${id}/answer.py`] : [])];
    case "typescript":
      if (programInfo(id)?.byHand === true) return [`${id}/${id}.ts`, "carry-out.ts"];
      if (make === undefined) return [`${id}/${id}.ts`];
      // What it does with a client, then how it comes to its clients.
      return [
        make === "threads" ? `${id}/${id}.threads.ts` : `${id}/${id}.ts`,
        `concurrency/${make}.ts`,
      ];
  }
}
