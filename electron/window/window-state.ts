import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Where the window stood when it was last closed, in device-independent pixels. */
export interface WindowState {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export const DEFAULT_WINDOW_STATE: WindowState = { width: 1360, height: 860, maximized: false };

/** Reads the kept state; anything unreadable or odd gives the default, for it is a comfort and never an error. */
export function readWindowState(file: string): WindowState {
  try {
    return checked(JSON.parse(readFileSync(file, 'utf8'))) ?? DEFAULT_WINDOW_STATE;
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

const MAX_PX = 20_000;

/** By hand and not by a schema: this runs before the window is there. */
function checked(value: unknown): WindowState | null {
  const { x, y, width, height, maximized } = (value ?? {}) as Partial<Record<keyof WindowState, unknown>>;
  if (!isWithin(width, 600) || !isWithin(height, 400) || typeof maximized !== 'boolean') return null;
  const size = { width, height, maximized };
  return isWithin(x, -MAX_PX) && isWithin(y, -MAX_PX) ? { x, y, ...size } : size;
}

function isWithin(value: unknown, min: number): value is number {
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= MAX_PX;
}
