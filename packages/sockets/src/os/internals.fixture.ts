import { nodeBinding } from "./node-binding.ts";

/** False where Node's internals are forbidden or missing, as under `npm run test:without-internals`. */
export const HAS_INTERNALS = nodeBinding("tcp_wrap") !== null;
