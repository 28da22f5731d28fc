import { createHash } from 'node:crypto';
import type { FilePort } from '../file-port.ts';
import type { KeyringBody } from '../keyring-file.ts';

type OnDisk = KeyringBody & { readonly mac: string; readonly sha256: string };

/** What somebody with the disk but without the keys can do: edit the file and mend its checksum, which needs no key. */
export async function editKeyring(
  files: FilePort,
  path: string,
  edit: (body: KeyringBody) => KeyringBody,
): Promise<void> {
  const bytes = await files.read(path);
  const { mac, sha256: _old, ...body } = JSON.parse(String(bytes)) as OnDisk;
  const text = JSON.stringify(edit(body));
  const sha256 = createHash('sha256').update(`${text}\n${mac}`).digest('base64');
  const tail = JSON.stringify({ mac, sha256 });
  await files.writeSynced(path, Buffer.from(`${text.slice(0, -1)},${tail.slice(1)}\n`));
}
