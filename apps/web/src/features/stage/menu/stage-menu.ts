import type { StageLayout } from "@sockscope/trace";
import type { Dictionary } from "../../../i18n/index.ts";
import { cardMenu } from "./card-menu.ts";
import { groupMenu } from "./group-menu.ts";
import { packetMenu } from "./packet-items.ts";
import type { StageMenu } from "./stage-menu-type.ts";
import { wireMenu } from "./wire-items.ts";

/** The menu of what an element of the stage shows. Null: it has none. */
export function menuOf(target: Element, layout: StageLayout, text: Dictionary): StageMenu | null {
  const idOf = (name: string): number | null => {
    const found = target.closest<HTMLElement | SVGElement>(`[data-${name}]`)?.dataset[name];
    return found === undefined ? null : Number(found);
  };
  const flight = idOf("flight");
  if (flight !== null) return packetMenu(flight, text);
  const member = idOf("member");
  if (member !== null) return cardMenu(member, layout, text);
  const wire = idOf("wire");
  if (wire !== null) return wireMenu(wire, layout, text);
  const socket = idOf("socket");
  const actor = idOf("actor");
  if (actor !== null) return cardMenu(actor, layout, text, socket);
  const key = target.closest<HTMLElement>("[data-group]")?.dataset["group"];
  const group = layout.groups.find((one) => one.key === key);
  return group === undefined ? null : groupMenu(group, text);
}
