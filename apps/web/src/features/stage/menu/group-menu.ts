import type { GroupPlace } from "@sockscope/trace";
import type { Dictionary } from "../../../i18n/index.ts";
import { mayAct, store } from "../../../store/index.ts";
import { gateItemsOf } from "./gate-items.ts";
import { nameOfGroup } from "./names.ts";
import { sendCommand } from "./send-command.ts";
import type { StageMenu } from "./stage-menu-type.ts";

/** The menu of a folded group. */
export function groupMenu(group: GroupPlace, text: Dictionary): StageMenu {
  return {
    label: nameOfGroup(group.like, text),
    items: [
      {
        key: "unfold",
        label: text.stage.unfold,
        act: () => store.getState().fold(group.key, false),
      },
      ...(mayAct(store.getState())
        ? [
            ...gateItemsOf(
              group.members.map(({ actor }) => actor),
              text.conditions.ofCard.allRun,
              text,
            ),
            {
              key: "remove",
              heading: text.stage.menu.end,
              label: text.stage.menu.removeAll(group.members.length),
              act: () => removeAll(group),
            },
          ]
        : []),
    ],
  };
}

/** Actors that were started together are removed together, in one command. */
function removeAll({ like, members }: GroupPlace): void {
  if (like.group !== null) return void sendCommand({ do: "remove", group: like.group });
  for (const { actor } of members) void sendCommand({ do: "remove", actor });
}
