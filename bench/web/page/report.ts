/** What a page has measured. */
export type Result = Readonly<Record<string, number | readonly number[] | readonly string[]>>;

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(path, { method: "POST", body: JSON.stringify(body) });

/** The events may come now. */
export const go = (): Promise<Response> => post("/bench/go", {});

/** Posts what `measure` gives, or why it failed. */
export function report(measure: () => Promise<Result>): void {
  measure().then(
    (result) => post("/bench/result", result),
    (error: unknown) => post("/bench/failed", { error: String(error) }),
  );
}
