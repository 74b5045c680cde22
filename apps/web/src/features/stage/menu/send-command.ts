import { run, store } from "../../../store/index.ts";

/** Sends a command. If the server refuses it, the page shows a notice. */
export async function sendCommand(command: Parameters<typeof run>[0]): Promise<void> {
  const result = await run(command);
  if (!result.ok) store.getState().notify(result.problem);
}
