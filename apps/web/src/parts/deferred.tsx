import { type ComponentType, createElement, useEffect, useState } from "react";
import { isUnfetched, reportFault, store } from "../store/index.ts";

/** A part of the page whose code is fetched later, from our own server. */
export interface Deferred<P extends object> {
  /** Nothing until the code has come; from then on as if it had always been there. */
  readonly Part: ComponentType<P>;
  /** Fetches the code. Never rejects: where it cannot be had, the page says so when it is needed. */
  readonly load: () => Promise<void>;
}

const parts: Deferred<never>[] = [];

/** Code that is not needed for the first picture. React's own `lazy` would blink once. */
export function deferred<P extends object>(
  fetchCode: () => Promise<ComponentType<P>>,
): Deferred<P> {
  let loaded: ComponentType<P> | null = null;
  let loading: Promise<void> | null = null;
  // Where it is the code itself that fails, that is told by itself.
  let missing = false;
  const load = (): Promise<void> => {
    loading ??= fetchCode().then(
      (part) => {
        loaded = part;
      },
      (error: unknown) => {
        loading = null;
        missing = isUnfetched(error);
        if (!missing) reportFault(error);
      },
    );
    return loading;
  };
  function Part(props: P) {
    const [, come] = useState(loaded !== null);
    useEffect(() => {
      if (loaded !== null) return;
      void load().then(() => {
        if (loaded !== null) return come(true);
        if (!missing) return;
        const message = "A part of the page cannot be had from the server.";
        store.getState().notify({ code: "link-lost", message });
      });
    }, []);
    return loaded === null ? null : createElement(loaded, props);
  }
  const made = { Part, load };
  parts.push(made);
  return made;
}

/** Fetches what has not been needed yet, one after another, so that it is there when it is. */
export async function loadDeferred(): Promise<void> {
  for (const { load } of parts) await load();
}
