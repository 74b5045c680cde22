/** ms for which its bytes can be had: Safari asks the person first, and reads them afterwards. */
const REVOKE_DELAY = 60_000;

/** Gives a file to the person as a download. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_DELAY);
}
