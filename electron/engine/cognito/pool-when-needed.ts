import { AppError } from '../../../shared/errors.ts';
import type { CognitoPool, PoolSettings } from './pool.ts';

/** All that operators ask of the pool. */
export type PoolPort = Pick<
  CognitoPool,
  'signIn' | 'answerTotp' | 'refresh' | 'revoke' | 'checkAccess' | 'skewMs' | 'close'
>;

/** Long enough for the door and, after an unlock, the first rows to be painted; there before a code is asked for. */
const LOAD_AFTER_MS = 3_000;

/**
 * The pool, whose code (the AWS SDK, half of the engine's) is loaded when it is first asked, or shortly after the start:
 * a locked desk shows its door, and opens, without it.
 */
export function poolWhenNeeded(settings: PoolSettings): PoolPort {
  let pool: CognitoPool | null = null;
  let loading: Promise<CognitoPool> | null = null;
  let closed = false;
  const load = async (): Promise<CognitoPool> => {
    loading ??= import('./pool.ts').then(({ CognitoPool }) => (pool = new CognitoPool(settings)));
    const loaded = await loading;
    if (closed) {
      loaded.close();
      throw new AppError('pool/unreachable', 'The console is closing.');
    }
    return loaded;
  };
  const soon = setTimeout(() => {
    // A failure to load comes again, and is heard, when the pool is asked.
    load().catch(() => undefined);
  }, LOAD_AFTER_MS);
  soon.unref();
  return {
    get skewMs() {
      return pool?.skewMs ?? 0;
    },
    signIn: async (username, password) => (await load()).signIn(username, password),
    answerTotp: async (challenge, code) => (await load()).answerTotp(challenge, code),
    refresh: async (refreshToken) => (await load()).refresh(refreshToken),
    revoke: async (refreshToken) => (await load()).revoke(refreshToken),
    checkAccess: async (accessToken) => (await load()).checkAccess(accessToken),
    close: () => {
      closed = true;
      clearTimeout(soon);
      pool?.close();
    },
  };
}
