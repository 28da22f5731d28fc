/** Waits for a clean-up whose failure changes nothing for the person. */
export async function settled(running: Promise<unknown>): Promise<void> {
  await running.catch(() => undefined);
}
