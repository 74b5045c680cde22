/** What `work` gives; rejects once it has taken so many minutes. */
export async function within<T>(minutes: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `it took more than ${minutes} minutes`;
    timer = setTimeout(() => reject(new Error(message)), minutes * 60_000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
