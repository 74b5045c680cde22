import type { MenuItem } from "../../../parts/overlays/menu.tsx";

/** A menu of something on the stage; `label` names that thing. */
export interface StageMenu {
  readonly label: string;
  readonly items: readonly MenuItem[];
}
