import "react";

declare module "react" {
  interface CSSProperties {
    /** How far along, as a percentage. */
    "--share"?: string;
  }
}
