// SECURITY: docs/threat-model.md#files — a drop makes an offer for whoever may import, and nothing else.
import { mayDo } from '../../../shared/permissions.ts';
import type { AnyPush } from '../../ipc/engine-messages.ts';
import type { OperatorPort } from '../../ipc/pipeline.ts';
import type { Offers } from './offers.ts';

export interface DropParts {
  readonly operators: OperatorPort;
  /** The offers of the session that is open now. @throws `auth/*` */
  readonly offers: () => Pick<Offers, 'add'>;
  readonly push: (push: AnyPush) => void;
}

/** Offers what was dropped on the window to the page, if somebody is there who may import; otherwise nothing happens. */
export async function offerDropped(parts: DropParts, paths: readonly string[]): Promise<void> {
  const current = parts.operators.current();
  if (paths.length === 0 || current === null || current === 'locked') return;
  if (!mayDo(current.operator.roles, 'audit.import')) return;
  const payload = await parts.offers().add('import', paths);
  parts.push({ kind: 'push', name: 'imports.offered', payload });
}
