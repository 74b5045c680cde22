import "react";

declare module "react" {
  interface CSSProperties {
    /** How far along, as a percentage. */
    "--share"?: string;
    /** The height of the stage, as a percentage. */
    "--stage"?: string;
    /** Of a line of code, in characters. */
    "--indent"?: number;
  }
}
