import type { ReactNode } from "react";

/** All pictures of the page. They are decoration: the words stand beside them or in a label. */
const paths = {
  first: <path d="M2 2h2v10H2zM12 2v10L5 7z" />,
  previous: <path d="M11 2v10L3 7z" />,
  pause: <path d="M3 2h3v10H3zM8 2h3v10H8z" />,
  play: <path d="M3 2v10l9-5z" />,
  next: <path d="M3 2v10l8-5z" />,
  last: <path d="M2 2v10l7-5zM10 2h2v10h-2z" />,
  stop: <path d="M3 3h8v8H3z" />,
  breakpoint: <path d="M4.5 1h5L13 4.5v5L9.5 13h-5L1 9.5v-5z" />,
  close: (
    <path d="M3.4 2.2 7 5.8l3.6-3.6 1.2 1.2L8.2 7l3.6 3.6-1.2 1.2L7 8.2l-3.6 3.6-1.2-1.2L5.8 7 2.2 3.4z" />
  ),
  more: (
    <path d="M3 5.7a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6zm4 0a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6zm4 0a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6z" />
  ),
  minus: <path d="M2.5 6.2h9v1.6h-9z" />,
  plus: <path d="M6.2 2.5h1.6v3.7h3.7v1.6H7.8v3.7H6.2V7.8H2.5V6.2h3.7z" />,
  present: (
    <path d="M1 2h12v8H8l2 3H8.4L7 10.8 5.6 13H4l2-3H1zm1.5 1.5v5h9v-5z" fillRule="evenodd" />
  ),
  recordings: (
    <path
      d="M1 2h12v10H1zm1.5 1.5v1h1.2v-1zm0 3v1h1.2v-1zm0 3v1h1.2v-1zm7.8-6v1h1.2v-1zm0 3v1h1.2v-1zm0 3v1h1.2v-1zM5.2 4.3v5.4L9 7z"
      fillRule="evenodd"
    />
  ),
  down: <path d="M3 5h8L7 10z" />,
  sun: (
    <path d="M7 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM6.3 0h1.4v2.5H6.3zm0 11.5h1.4V14H6.3zM0 6.3h2.5v1.4H0zm11.5 0H14v1.4h-2.5zM1.6 2.6l1-1 1.7 1.7-1 1zm8.1 8.1 1-1 1.7 1.7-1 1zm1.7-9.1 1 1-1.7 1.7-1-1zM3.3 9.7l1 1-1.7 1.7-1-1z" />
  ),
  moon: <path d="M5.4 1.2a6 6 0 1 0 7.4 8.3A5.2 5.2 0 0 1 5.4 1.2z" />,
  system: (
    <path d="M7 1a6 6 0 1 0 0 12A6 6 0 0 0 7 1zm0 1.5v9a4.5 4.5 0 0 1 0-9z" fillRule="evenodd" />
  ),
} as const satisfies Readonly<Record<string, ReactNode>>;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 14 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 14 14" aria-hidden="true">
      {paths[name]}
    </svg>
  );
}

export function BrandMark() {
  return (
    <svg className="brand-mark" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <circle cx="11" cy="11" r="9.5" />
      <path d="M4 12c3 0 3-5 5-5s3 9 5 9 1.5-4 4-4" />
    </svg>
  );
}
