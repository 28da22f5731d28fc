/** Waits for a clean-up whose failure changes nothing for the person. */
export async function settled(running: Promise<unknown>): Promise<void> {
  await running.catch(() => undefined);
}

/** Waits for work, but no longer than this. Rejects as the work does, if it does so in time. */
export async function within(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
