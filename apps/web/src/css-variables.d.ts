import "react";

declare module "react" {
  interface CSSProperties {
    /** How far along, as a percentage. */
    "--share"?: string;
    /** How long a bar is, as a percentage. */
    "--part"?: string;
    /** The height of the stage, as a percentage. */
    "--stage"?: string;
    "--stage-need"?: string;
    /** Of a line of code, in characters. */
    "--indent"?: number;
  }
}
