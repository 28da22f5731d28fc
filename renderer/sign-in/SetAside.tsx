import { useState, type JSX } from 'react';
import { Button } from '../parts/Button.tsx';

export interface SetAsideProps {
  readonly question: string;
  readonly busy: boolean;
  readonly onSetAside: () => void;
  /** Where there is a sign-in to go back to. */
  readonly onBack?: () => void;
}

/** The way out of data that cannot be opened. Two steps, for it cannot be taken back from this page. */
export function SetAside({ question, busy, onSetAside, onBack }: SetAsideProps): JSX.Element {
  const [sure, setSure] = useState(false);
  return (
    <section className="door-form" aria-label="Set the stored trail aside">
      <h2>{question}</h2>
      <p className="dim">
        You can set the stored trail aside. Nothing is deleted: the sealed files stay on this computer under
        another name and can be opened again with what is missing now. A new store is begun, and the trail is
        fetched again from the audit server. Entries of your own action log that were not yet sent stay in the
        sealed files.
      </p>
      <div className="door-buttons">
        {sure ? (
          <>
            <Button variant="outline" loading={busy} onClick={onSetAside}>
              Yes, set it aside and fetch the trail again
            </Button>
            <Button variant="subtle" onClick={() => setSure(false)}>
              Keep it
            </Button>
          </>
        ) : (
          <Button variant="default" onClick={() => setSure(true)}>
            Set the stored trail aside…
          </Button>
        )}
        {onBack !== undefined && (
          <Button variant="subtle" onClick={onBack}>
            Back to sign-in
          </Button>
        )}
      </div>
    </section>
  );
}
