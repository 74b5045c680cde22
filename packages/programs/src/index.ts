export { type FileSource, type Hash, madeUpFile } from "./file-source.ts";
export {
  type ProgramInfo,
  programInfo,
} from "./ids.ts";
export type { Order, Program, ProgramOptions } from "./program.ts";
export { program } from "./programs.ts";
export { SCRIPT, SOURCES } from "./script.ts";
