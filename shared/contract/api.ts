import type { Result } from '../result.ts';
import type { CallName, RequestOf, ResponseOf } from './calls.ts';
import type { PayloadOf, PushName } from './pushes.ts';

/** All that the page can reach: `window.medminder`, exposed by the preload. */
export interface MedminderApi {
  /** Makes a call of the contract. Never rejects for a failure of the call: a failure is a value with a code. */
  readonly call: <Name extends CallName>(
    name: Name,
    request: RequestOf<Name>,
  ) => Promise<Result<ResponseOf<Name>>>;
  /** Listens to a push; the answer ends the subscription. The page never sees Electron's event object. */
  readonly listen: <Name extends PushName>(
    name: Name,
    listener: (payload: PayloadOf<Name>) => void,
  ) => () => void;
}
