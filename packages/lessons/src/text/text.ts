/** A text in both languages; the compiler asks for both. For its marks see markup.ts. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

export type TextLang = keyof Text;
