import type { ReactNode } from "react";

/** A short state in words. */
export function Chip({
  tone = "plain",
  children,
}: {
  readonly tone?: "plain" | "good" | "waiting" | "bad";
  readonly children: ReactNode;
}) {
  return <span className={`chip ${tone}`}>{children}</span>;
}

export function Kbd({ children }: { readonly children: ReactNode }) {
  return <kbd className="kbd">{children}</kbd>;
}
