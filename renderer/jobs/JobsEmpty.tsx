import { IconFileImport } from '@tabler/icons-react';
import type { JSX } from 'react';
import { ImportButtons } from '../import/ImportButtons.tsx';
import type { ImportCommands } from '../import/use-import.ts';
import { IMPORT_FORMS } from '../import/what-can-be-imported.ts';

/** What could be here, and how to begin. */
export function JobsEmpty({ imports }: { readonly imports: ImportCommands | null }): JSX.Element {
  return (
    <div className="empty">
      <div className="jobs-empty">
        <IconFileImport size={32} stroke={1.5} aria-hidden />
        <h2>Nothing has been imported or exported yet</h2>
        {imports !== null && (
          <>
            <p className="dim">
              Bring audit events in from files: drop them anywhere on this window, or choose them here. You
              are asked before anything is read, and every file that could not be read is listed with the
              reason.
            </p>
            <ImportButtons imports={imports} />
            <dl className="import-forms">
              {IMPORT_FORMS.map(({ name, endings, text }) => (
                <div key={name}>
                  <dt>
                    {name}
                    {endings !== '' && <code className="dim"> {endings}</code>}
                  </dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
        <p className="dim">
          To export, narrow the audit trail to what is wanted and choose “Export…” above its list.
        </p>
      </div>
    </div>
  );
}
