/** Random bytes and no UUID: those are not given to a page that comes over plain HTTP from afar. */
export const randomName = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
