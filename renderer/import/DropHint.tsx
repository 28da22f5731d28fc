import { IconFileImport } from '@tabler/icons-react';
import type { JSX } from 'react';
import { useFileDrag } from './use-file-drag.ts';

/** Says what a drop would do while files are held over the window. The drop itself is taken by the preload. */
export function DropHint(): JSX.Element | null {
  const over = useFileDrag();
  if (!over) return null;
  return (
    <div className="drop-hint" aria-hidden>
      <div>
        <div>
          <IconFileImport size={36} stroke={1.5} />
          <strong>Drop to import audit events</strong>
          <span>
            NDJSON, FHIR Bundles, single events, gzip, or a folder. You are asked before anything is read.
          </span>
        </div>
      </div>
    </div>
  );
}
