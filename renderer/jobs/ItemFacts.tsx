import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState, type JSX } from 'react';
import type { JobItem } from '../../shared/domain/jobs.ts';
import { copyText } from '../parts/copy-text.ts';
import { Foreign } from '../text/Foreign.tsx';
import { copyOf, itemWords, positionWords } from './item-words.ts';

/** The chosen line in full: where it stands, what it means, what can be done. */
export function ItemFacts({ item }: { readonly item: JobItem }): JSX.Element {
  const words = itemWords(item);
  const [copied, setCopied] = useState<number | null>(null);
  useEffect(() => {
    if (copied === null) return undefined;
    const timer = setTimeout(() => setCopied(null), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const done = copied === item.number;
  return (
    <section className="item-facts" aria-label="Chosen line">
      <div>
        <h4>{words.title}</h4>
        <p className="item-place">
          {positionWords(item)} of <Foreign oneLine text={item.file} />
        </p>
        <p>
          {words.explanation} <strong>{words.remedy}</strong>
        </p>
        <p className="dim">
          Code: <code>{item.code}</code>
        </p>
      </div>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={done ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        onClick={() => void copyText(copyOf(item)).then((worked) => setCopied(worked ? item.number : null))}
      >
        {done ? 'Copied' : 'Copy line'}
      </Button>
      <output className="sr-only">{done ? 'Copied' : ''}</output>
    </section>
  );
}
