import type { FileOffer } from '../../shared/domain/jobs.ts';
import { formatCount } from '../time/format.ts';
import { formatBytes } from '../jobs/amounts.ts';

/** "3 files and 1 folder", "1,204 files or folders" where not all of them are listed. */
export function offerWords({ entries, more }: Pick<FileOffer, 'entries' | 'more'>): string {
  if (more > 0) return `${formatCount(entries.length + more)} files or folders`;
  const folders = entries.filter(({ kind }) => kind === 'folder').length;
  const files = entries.length - folders;
  const parts = [
    ...(files > 0 ? [`${formatCount(files)} ${files === 1 ? 'file' : 'files'}`] : []),
    ...(folders > 0 ? [`${formatCount(folders)} ${folders === 1 ? 'folder' : 'folders'}`] : []),
  ];
  return parts.join(' and ');
}

/** "42 MB", "42 MB and what the folders hold"; null where no size is known. */
export function sizeWords({ entries, more }: Pick<FileOffer, 'entries' | 'more'>): string | null {
  const sizes = entries.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]));
  if (sizes.length === 0) return null;
  const total = formatBytes(sizes.reduce((sum, bytes) => sum + bytes, 0));
  if (more > 0) return `more than ${total}`;
  const folders = entries.filter(({ kind }) => kind === 'folder').length;
  if (folders === 0) return total;
  return `${total} and what the ${folders === 1 ? 'folder holds' : 'folders hold'}`;
}
