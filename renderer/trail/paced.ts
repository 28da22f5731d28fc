/** Does something soon after it is wished, at most once in a while; the last wish is never lost. */
export interface Paced {
  readonly wish: () => void;
  readonly stop: () => void;
}

export function paced(act: () => void, everyMs: number): Paced {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  return {
    wish: () => {
      if (timer !== null) return;
      timer = setTimeout(
        () => {
          timer = null;
          lastAtMs = Date.now();
          act();
        },
        Math.max(0, lastAtMs + everyMs - Date.now()),
      );
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
