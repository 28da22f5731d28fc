import { IconAlertTriangle, IconBan } from '@tabler/icons-react';
import type { JSX } from 'react';
import type { JobItem } from '../../shared/domain/jobs.ts';
import { Foreign } from '../text/Foreign.tsx';
import { formatCount } from '../time/format.ts';
import { itemWords, positionWords, VERDICT_WORDS } from './item-words.ts';

export interface ItemColumn {
  readonly label: string;
  readonly cell: (item: JobItem) => JSX.Element;
}

export const ITEM_COLUMNS: readonly ItemColumn[] = [
  { label: 'No.', cell: ({ number }) => <span className="numbers">{formatCount(number)}</span> },
  { label: 'File', cell: ({ file }) => <FileName name={file} /> },
  { label: 'Where', cell: (item) => <span className="numbers">{positionWords(item)}</span> },
  { label: 'Verdict', cell: ({ verdict }) => <Verdict verdict={verdict} /> },
  { label: 'What is wrong', cell: (item) => <span>{itemWords(item).title}</span> },
  { label: 'What to do', cell: (item) => <span className="dim">{itemWords(item).remedy}</span> },
];

function Verdict({ verdict }: Pick<JobItem, 'verdict'>): JSX.Element {
  const Icon = verdict === 'refused' ? IconBan : IconAlertTriangle;
  return (
    <span className="item-verdict" data-verdict={verdict} title={VERDICT_WORDS[verdict]}>
      <Icon size={14} aria-hidden /> {VERDICT_WORDS[verdict]}
    </span>
  );
}

/** Where there is little room the folders give way first: the end of a path tells more. */
function FileName({ name }: { readonly name: string }): JSX.Element {
  const cut = name.lastIndexOf('/') + 1;
  return (
    <span className="item-file">
      {cut > 0 && (
        <span className="item-folders">
          <Foreign oneLine text={name.slice(0, cut)} />
        </span>
      )}
      <span className="item-name">
        <Foreign oneLine text={name.slice(cut)} />
      </span>
    </span>
  );
}
