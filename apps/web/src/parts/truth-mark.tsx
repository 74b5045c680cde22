import type { Truth } from "@sockscope/protocol";

/** The stroke of a truth: solid for observed, dashed for inferred, zigzag for injected. */
export function TruthStroke({ truth, width = 20 }: { readonly truth: Truth; width?: number }) {
  const zigzag = "M1 5l3-3 3 4 3-4 3 4 3-4 3 3";
  return (
    <svg
      className={`truth-stroke ${truth}`}
      width={width}
      height="8"
      viewBox="0 0 20 8"
      aria-hidden="true"
    >
      <path d={truth === "injected" ? zigzag : "M1 4H19"} />
    </svg>
  );
}
