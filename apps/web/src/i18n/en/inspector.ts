/** The words of the inspector; also spoken by the live region while stepping. */
export const inspector = {
  tabs: { call: "Call", bytes: "Bytes" },
};
