/** What is sent to all who listen, at once and in the order in which they came. */
export interface Channel<T> {
  readonly send: (message: T) => void;
  /** @returns what ends listening */
  readonly listen: (listener: (message: T) => void) => () => void;
}

export function channel<T>(): Channel<T> {
  const listeners = new Set<(message: T) => void>();
  return {
    send: (message) => {
      for (const listener of listeners) listener(message);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * A value outside of the store: with every change of the store the whole page looks whether it has to
 * render, and this one may change in each frame.
 */
export interface Observable<T> {
  readonly read: () => T;
  /** Announces it even if it is the same object, which may have grown. */
  readonly set: (value: T) => void;
  readonly subscribe: (viewer: (value: T) => void) => () => void;
}

export function observable<T>(first: T): Observable<T> {
  let value = first;
  const { send, listen } = channel<T>();
  return {
    read: () => value,
    set: (next) => {
      value = next;
      send(next);
    },
    subscribe: listen,
  };
}
