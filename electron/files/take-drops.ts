// SECURITY: docs/threat-model.md#files — paths go from the person's hand past the page. A file that the page has made up
// has no path, so the page can neither learn one nor name one.

/** The slice of the DOM's `DragEvent` that a drop needs. */
export interface FileDrag {
  readonly dataTransfer: { readonly types: readonly string[]; readonly files: Iterable<File> } | null;
  readonly preventDefault: () => void;
}

/** The slice of the DOM's `window` that hears drops. */
export interface DropTarget {
  readonly addEventListener: (
    name: 'dragover' | 'drop',
    listener: (event: FileDrag) => void,
    options: { readonly capture: boolean },
  ) => void;
}

export interface DropParts {
  /** Empty for a file that no person has given (`webUtils.getPathForFile`). */
  readonly pathOf: (file: File) => string;
  /** At least one path. */
  readonly send: (paths: readonly string[]) => void;
}

/** Runs in the preload: sends the paths of files dropped on the window, and lets none of them be opened by it. */
export function takeDrops(target: DropTarget, { pathOf, send }: DropParts): void {
  // The capture phase of the window, from before the page's first script: no listener of the page comes earlier.
  const first = { capture: true };
  target.addEventListener(
    'dragover',
    (event) => {
      // Without this there is no drop, and Chromium would open the file.
      if (holdsFiles(event)) event.preventDefault();
    },
    first,
  );
  target.addEventListener(
    'drop',
    (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      const paths = [...(event.dataTransfer?.files ?? [])].map(pathOf).filter((path) => path !== '');
      if (paths.length > 0) send(paths);
    },
    first,
  );
}

/** Text dragged within the page is none of our business. */
function holdsFiles({ dataTransfer }: FileDrag): boolean {
  return dataTransfer?.types.includes('Files') === true;
}
