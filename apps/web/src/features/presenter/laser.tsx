import { useEffect, useRef } from "react";

/** A pointer at rest for so long (ms) is not pointing at anything. */
const REST = 2500;

/** A spot of light under the pointer, past React: it moves with every event. */
export function Laser() {
  const spot = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = spot.current;
    if (element === null) return;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const hide = () => element.classList.remove("seen");
    const follow = ({ clientX, clientY, pointerType }: PointerEvent) => {
      if (pointerType === "touch") return;
      element.style.transform = `translate(${clientX}px, ${clientY}px)`;
      element.classList.add("seen");
      clearTimeout(resting);
      resting = setTimeout(hide, REST);
    };
    window.addEventListener("pointermove", follow, { passive: true });
    document.documentElement.addEventListener("pointerleave", hide);
    return () => {
      clearTimeout(resting);
      window.removeEventListener("pointermove", follow);
      document.documentElement.removeEventListener("pointerleave", hide);
    };
  }, []);
  return <div ref={spot} className="laser" aria-hidden="true" />;
}
