const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Text as UTF-8, as Python's `str.encode()`. */
export const encode = (text: string): Uint8Array => encoder.encode(text);

/** UTF-8 as text; bytes that are no UTF-8 become U+FFFD. */
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
