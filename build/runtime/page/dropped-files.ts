/* oxlint-disable unicorn/consistent-function-scoping -- the function must hold all that it uses: its source text is what runs */

/** Files that a person dropped on one document, and where they lie. */
export interface DroppedFiles {
  /** Empty for a file that nobody dropped. */
  readonly pathOf: (file: unknown) => string;
  /** The files of a drop, in order, for the host to look at. */
  readonly filesOf: (drop: number) => readonly File[];
  /** Told by the host, in the same order; lets the drop go on. */
  readonly arrived: (drop: number, paths: readonly string[]) => void;
}

/**
 * Runs in the preload's isolated world, before the preload script. `webUtils.getPathForFile` answers at once, while the
 * host must ask Chromium: so a person's drop is held back, and sent again to the same place, with the same files, when
 * their paths are known. A drop that a script has made passes untouched, and its files have no path.
 *
 * @param ask makes the host look at the files of a drop and answer by `arrived`
 */
export function makeDroppedFiles(ask: (drop: number) => void): DroppedFiles {
  const paths = new WeakMap<File, string>();
  const held = new Map<
    number,
    { readonly files: readonly File[]; readonly event: DragEvent; readonly target: EventTarget }
  >();
  let drops = 0;
  window.addEventListener(
    'drop',
    (event) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (!event.isTrusted || files.length === 0) return;
      // As with Electron's `navigateOnDragDrop: false`, nothing opens it.
      event.preventDefault();
      event.stopImmediatePropagation();
      drops += 1;
      held.set(drops, { files, event, target: event.composedPath()[0] ?? document });
      ask(drops);
    },
    { capture: true },
  );
  return {
    pathOf: (file) => {
      if (!(file instanceof File)) throw new TypeError('getPathForFile expected to receive a File object.');
      return paths.get(file) ?? '';
    },
    filesOf: (drop) => held.get(drop)?.files ?? [],
    arrived: (drop, known) => {
      const found = held.get(drop);
      if (found === undefined) return;
      held.delete(drop);
      const { files, event, target } = found;
      const dataTransfer = new DataTransfer();
      for (const [at, file] of files.entries()) {
        paths.set(file, known[at] ?? '');
        dataTransfer.items.add(file);
      }
      const { bubbles, cancelable, composed, view, clientX, clientY, screenX, screenY } = event;
      const { ctrlKey, shiftKey, altKey, metaKey } = event;
      const place = { view, clientX, clientY, screenX, screenY };
      const keys = { ctrlKey, shiftKey, altKey, metaKey };
      const again = new DragEvent('drop', { bubbles, cancelable, composed, ...place, ...keys, dataTransfer });
      const alive = !(target instanceof Node) || target.isConnected;
      (alive ? target : document).dispatchEvent(again);
    },
  };
}
