/** A sentence in both languages. */
export interface Both {
  readonly en: string;
  readonly zh: string;
}

/** What was looked at, what was found, and what it is for. */
export interface Finding {
  /** `missing`: Sockscope cannot run without it. `note`: something is left out, or less. */
  readonly state: "ok" | "note" | "missing";
  readonly what: Both;
  readonly found: Both;
  readonly purpose: Both;
}

export const both = (en: string, zh: string): Both => ({ en, zh });
/** The same in both. */
export const plain = (text: string): Both => both(text, text);
