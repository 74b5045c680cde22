import { z } from "zod";

// Compiling validators needs eval, which the page's content security policy forbids. A schema
// looks at this when it is made, so it must be set before the first one: import `z` from here.
z.config({ jitless: true });

export { z };
