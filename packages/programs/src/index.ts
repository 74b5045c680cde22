export { PROGRAMS, type ProgramId, type ProgramInfo, programInfo } from "./ids.ts";
export type { Order, Program, ProgramOptions } from "./program.ts";
export { programs } from "./programs.ts";
