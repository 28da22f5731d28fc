import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const windowStateSchema = z.strictObject({
  x: z.number().int().exactOptional(),
  y: z.number().int().exactOptional(),
  width: z.number().int().min(600).max(20_000),
  height: z.number().int().min(400).max(20_000),
  maximized: z.boolean(),
});

/** Where the window stood when it was last closed, in device-independent pixels. */
export type WindowState = z.infer<typeof windowStateSchema>;

export const DEFAULT_WINDOW_STATE: WindowState = { width: 1360, height: 860, maximized: false };

/** Reads the kept state; anything unreadable or odd gives the default, for it is a comfort and never an error. */
export function readWindowState(file: string): WindowState {
  try {
    return windowStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return DEFAULT_WINDOW_STATE;
  }
}

/** Keeps the state. A failure is ignored: the next window opens at the default place. */
export function keepWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch {
    // A full disk must not keep the window from closing.
  }
}
