/**
 * The conversations of one server that know of each other: what a Python program keeps in a set.
 * With threads there is one room for all of them, in the main thread.
 */
export interface Room<S> {
  join(conn: S): void;
  leave(conn: S): void;
  /** Everybody else, in the order of joining. */
  others(conn: S): readonly S[];
}

export function createRoom<S>(): Room<S> {
  const members = new Set<S>();
  return {
    join: (conn) => void members.add(conn),
    leave: (conn) => void members.delete(conn),
    others: (conn) => [...members].filter((member) => member !== conn),
  };
}
