/**
 * The connections that one server serves at this moment, so that a chat can send to the others. A
 * Python program keeps them in a set. A server with threads has one room for all, in the main
 * thread.
 */
export interface Room<S> {
  join(conn: S): void;
  leave(conn: S): void;
  /** All other connections, in the order of joining. */
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
