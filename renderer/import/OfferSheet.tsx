import './import.css';
import { Button } from '@mantine/core';
import { IconFile, IconFolder } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { FileOffer, Job } from '../../shared/domain/jobs.ts';
import type { AppError } from '../../shared/errors.ts';
import { useAct } from '../api/use-call.ts';
import { formatBytes } from '../jobs/amounts.ts';
import { putJob } from '../jobs/use-jobs.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { Problem } from '../parts/Problem.tsx';
import { useNow } from '../parts/use-countdown.ts';
import { Foreign } from '../text/Foreign.tsx';
import { formatCount } from '../time/format.ts';
import { offerWords, sizeWords } from './offer-words.ts';

export interface OfferSheetProps {
  /** Null while nothing waits for a yes or no. */
  readonly offer: FileOffer | null;
  /** Why nothing could be chosen, if so. */
  readonly failure: AppError | null;
  readonly onClose: () => void;
  readonly onStarted: (job: Job) => void;
}

/** Asks about what was picked or dropped. */
export function OfferSheet({ offer, failure, onClose, onStarted }: OfferSheetProps): JSX.Element {
  return (
    <Dialog
      opened={offer !== null || failure !== null}
      onClose={onClose}
      size="lg"
      title={offer === null ? 'Import' : `Import ${offerWords(offer)}?`}
    >
      {offer !== null && (
        <OfferForm key={offer.offerId} offer={offer} onClose={onClose} onStarted={onStarted} />
      )}
      {offer === null && failure !== null && <Problem error={failure} />}
    </Dialog>
  );
}

/** What it is, what importing it does, and the question. */
function OfferForm({
  offer,
  onClose,
  onStarted,
}: Omit<OfferSheetProps, 'failure'> & { readonly offer: FileOffer }): JSX.Element {
  const queryClient = useQueryClient();
  const start = useAct('imports.start');
  const expired = useNow() >= Date.parse(offer.expiresAt);
  const error = start.error ?? (expired ? { code: 'files/offer-expired' as const } : null);
  const size = sizeWords(offer);
  const begin = (): void =>
    start.mutate(
      { offerId: offer.offerId },
      {
        onSuccess: (job) => {
          putJob(queryClient, job);
          onStarted(job);
        },
      },
    );
  return (
    <div className="stack">
      <ul className="offer-entries" aria-label="What was chosen">
        {offer.entries.map(({ name, kind, bytes }, index) => (
          // Two entries may have one name; the list of an offer never changes.
          // oxlint-disable-next-line react/no-array-index-key -- as above
          <li key={index}>
            {kind === 'folder' ? <IconFolder size={16} aria-hidden /> : <IconFile size={16} aria-hidden />}
            <span className="offer-name">
              <Foreign oneLine text={name} />
            </span>
            <span className="dim numbers">
              {kind === 'folder' ? 'Folder' : bytes === null ? 'Size unknown' : formatBytes(bytes)}
            </span>
          </li>
        ))}
        {offer.more > 0 && <li className="dim">and {formatCount(offer.more)} more</li>}
      </ul>
      {size !== null && <p className="dim numbers">Together {size}.</p>}
      <ul className="plain-list">
        <li>Every audit event is checked and stored encrypted on this computer, exactly as received.</li>
        <li>What is known already is recognised and not stored twice.</li>
        <li>What cannot be read is listed with its place and the reason; the rest goes in all the same.</li>
        <li>The files themselves are only read. You can go on working, and cancel at any time.</li>
      </ul>
      {error !== null && <Problem error={error} />}
      <div className="stack-buttons">
        <Button variant="default" onClick={onClose}>
          {expired || error !== null ? 'Close' : 'Not now'}
        </Button>
        <Button data-autofocus loading={start.isPending} disabled={error !== null} onClick={begin}>
          Import
        </Button>
      </div>
    </div>
  );
}
