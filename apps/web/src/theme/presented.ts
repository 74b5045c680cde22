/** How much larger everything is drawn for a room: the smallest type, 12 px, then has 18. */
export const PRESENTED = 1.5;
