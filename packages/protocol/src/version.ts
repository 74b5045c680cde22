/** The version of everything in this package. Both sides must have the same one (rule V1). */
export const PROTOCOL = 3;
