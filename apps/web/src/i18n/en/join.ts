/** Viewers on other machines: how they come in, and what they see. */
export const join = {
  title: "Look on at this stage",
  asks: "Another machine runs Sockscope. Type the join code that its screen or its terminal shows.",
  code: "Join code",
  enter: "Look on",
  others: "Let others look on",
  othersHint: "Others may look, not act. They open the address and type the code.",
  address: "Address",
  lookingOn: "You are looking on",
  lookingOnHint: "Only the machine that runs Sockscope can act. You can pause, step and go back.",
  empty: "The stage is empty. Wait for the first program to appear.",
};
