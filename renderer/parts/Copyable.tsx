import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState, type JSX } from 'react';
import { copyText } from './copy-text.ts';

/** A code or an address that may be needed elsewhere: shown, and copied by a button. Never a link. */
export function Copyable({ text, what }: { readonly text: string; readonly what: string }): JSX.Element {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span className="copyable">
      <code>{text}</code>
      <button
        type="button"
        className="icon-button"
        aria-label={copied ? `Copied ${what}` : `Copy ${what}`}
        onClick={() => void copyText(text).then(setCopied)}
      >
        {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
      </button>
      <output className="sr-only">{copied ? `Copied ${what}` : ''}</output>
    </span>
  );
}
