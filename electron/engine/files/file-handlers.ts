import type { FileOffer } from '../../../shared/domain/jobs.ts';
import type { Handlers } from '../../ipc/pipeline.ts';
import type { Choose } from './chooser.ts';
import type { Offers, TakenOffer } from './offers.ts';

export interface FileHandlerParts {
  readonly choose: Choose;
  /** The offers of the session that is open now. @throws `auth/*` */
  readonly offers: () => Pick<Offers, 'add'>;
}

/** The calls that let a person choose files; who may was decided before. */
export function fileHandlers({
  choose,
  offers,
}: FileHandlerParts): Pick<Handlers, 'imports.choose' | 'exports.choose'> {
  const offer = async (
    what: Parameters<Choose>[0],
    purpose: TakenOffer['purpose'],
  ): Promise<FileOffer | null> => {
    // Of whoever asked: a dialog may stay open longer than the session that opened it.
    const asked = offers();
    const paths = await choose(what);
    return paths === null ? null : asked.add(purpose, paths);
  };
  return {
    'imports.choose': async ({ what }) =>
      offer(what === 'files' ? 'import-files' : 'import-folder', 'import'),
    'exports.choose': async () => offer('export-folder', 'export'),
  };
}
