import type { ActionEntry } from '../../../shared/contract/spec.ts';
import type { LockReason, SessionState, SignInStep } from '../../../shared/domain/session.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { UNREADABLE_CACHE } from '../../../shared/unreadable.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';
import { fail } from '../../../shared/result.ts';
import type { OperatorPort } from '../../ipc/pipeline.ts';
import type { CognitoPool } from '../cognito/pool.ts';
import type { TokenVerifier } from '../cognito/token-verifier.ts';
import { operatorOf } from './identity.ts';
import { OpenSession, type OpenSessionParts } from './open-session.ts';
import { stateOf, type Phase } from './phase.ts';
import type { Desk, OpenDesk, OpenedVault, Vaults } from './ports.ts';
import type { Remembered } from './remembered.ts';
import { settled, within } from './settled.ts';
import { SignIn, type Accepted, type SignInOutcome } from './sign-in.ts';
import { UndecidedSignIn } from './undecided-sign-in.ts';

/** How long a refresh that was under way at the lock is waited for before its session is used again. */
const TOKENS_KEPT_TIMEOUT_MS = 5_000;

export interface OperatorsParts<V extends OpenedVault, D extends Desk> {
  readonly settings: Settings;
  readonly pool: Pick<CognitoPool, 'signIn' | 'answerTotp' | 'refresh' | 'revoke' | 'checkAccess' | 'skewMs'>;
  readonly verifier: Pick<TokenVerifier, 'verify'>;
  readonly vaults: Vaults<V>;
  readonly remembered: Remembered;
  readonly openDesk: OpenDesk<V, D>;
  readonly now: () => number;
  readonly onChange: (state: SessionState) => void;
  /** Something failed that nobody waits for. */
  readonly onBackgroundFailure: (error: unknown) => void;
}

/**
 * Who is at this desk: sign-in with password and code, unlock with the password, idle lock, sign-out. One change runs at
 * a time; whoever waited finds the desk as the one before left it.
 */
export class Operators<V extends OpenedVault, D extends Desk> implements OperatorPort {
  readonly #parts: OperatorsParts<V, D>;
  readonly #signIn: SignIn;
  #phase: Phase<V, D> = { kind: 'signed-out' };
  readonly #undecided: UndecidedSignIn;
  /** A refresh that the last lock met under way; it may still bring the only good refresh token. */
  #tokensKept: Promise<void> = Promise.resolve();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(parts: OperatorsParts<V, D>) {
    this.#parts = parts;
    this.#signIn = new SignIn(parts);
    this.#undecided = new UndecidedSignIn(async (token) => this.#signIn.revoke(token));
  }

  /** Finds out whether somebody may come back with the password alone. */
  async start(): Promise<void> {
    const last = await this.#parts.remembered.lastOperator(this.#parts.settings.userPoolId);
    if (last === null) return;
    const vaultId = this.#parts.vaults.idFor(last.username);
    if (!(await this.#parts.vaults.exists(vaultId))) return;
    this.#becomeLocked(last, await this.#parts.vaults.offlineUntilMs(vaultId), 'restart');
  }

  state(): SessionState {
    return stateOf(this.#phase, this.#parts.settings);
  }

  current(): ReturnType<OperatorPort['current']> {
    if (this.#phase.kind === 'locked') return 'locked';
    if (this.#phase.kind !== 'open') return null;
    const { identity, passwordAgeMs } = this.#phase.session;
    return { operator: operatorOf(identity), passwordAgeMs };
  }

  /** The open desk. @throws `auth/locked`, `auth/not-signed-in` */
  session(): OpenSession<V, D> {
    if (this.#phase.kind === 'open') return this.#phase.session;
    throw this.#phase.kind === 'locked'
      ? new AppError('auth/locked', 'The desk is locked.')
      : new AppError('auth/not-signed-in', 'Nobody is signed in.');
  }

  /** First step of a sign-in. @throws `auth/*`, `pool/*`, `vault/*`, `keychain/*`, `store/*` */
  async signIn(username: string, password: string): Promise<SignInStep> {
    return this.#exclusive(async () => {
      this.#refuseWhileOpen();
      this.#undecided.drop();
      return this.#proceed(await this.#signIn.start(username, password));
    });
  }

  /** Second step: the one-time code. @throws as {@link signIn}; `auth/code-expired` when the challenge is too old */
  async answerCode(challengeId: string, code: string): Promise<SignInStep> {
    return this.#exclusive(async () => {
      this.#refuseWhileOpen();
      return this.#proceed(await this.#signIn.answer(challengeId, code));
    });
  }

  /** After `previous-password-required`: opens the cache with the old password and puts the new one in place. */
  async givePreviousPassword(previous: string): Promise<SignInStep> {
    return this.#exclusive(async () => {
      const { by: accepted } = this.#undecided.require();
      const { vaults } = this.#parts;
      const vaultId = vaults.idFor(accepted.identity.username);
      const vault = await vaults.changePassword(vaultId, previous, accepted.password, this.#poolNowMs());
      return this.#openFor(accepted, vault, { kind: 'password-rewrap', action: 'U' });
    });
  }

  /** The way out of a cache that cannot be read: keeps it aside and begins a new one. */
  async setCacheAside(): Promise<SignInStep> {
    return this.#exclusive(async () => {
      const { by: accepted, because } = this.#undecided.require();
      const { vaults } = this.#parts;
      const vaultId = vaults.idFor(accepted.identity.username);
      await vaults.setAside(vaultId, because);
      const vault = await vaults.create(vaultId, accepted.password, this.#poolNowMs());
      return this.#openFor(accepted, vault, { kind: 'cache-set-aside', action: 'U' });
    });
  }

  /** Opens the locked desk with the password, with or without the pool. @throws `vault/*`, `auth/session-expired` */
  async unlock(password: string): Promise<SignInStep> {
    return this.#exclusive(async () => {
      if (this.#phase.kind !== 'locked') throw new AppError('auth/not-signed-in', 'The desk is not locked.');
      const { vaults, remembered } = this.#parts;
      const vaultId = vaults.idFor(this.#phase.username);
      await within(TOKENS_KEPT_TIMEOUT_MS, this.#tokensKept);
      const refreshToken = await remembered.refreshToken(vaultId);
      if (refreshToken === null) {
        throw new AppError('auth/session-expired', 'The session has ended; a full sign-in is needed.');
      }
      const vault = await vaults.openOffline(vaultId, password);
      const session = await OpenSession.open(this.#sessionParts(), vault, 'as-cached', refreshToken);
      await this.#begin(session, [{ kind: 'unlock', action: 'E' }], null);
      return { kind: 'signed-in' };
    });
  }

  /**
   * Closes the desk and forgets every key; the password opens it again. Locking what is not open is no error: a sign-in
   * that waits for a code or a decision is dropped, for whoever sits down next could finish it.
   */
  async lock(reason: LockReason): Promise<void> {
    await this.#exclusive(async () => {
      this.#signIn.forget();
      this.#undecided.drop();
      if (this.#phase.kind !== 'open') return;
      const { session } = this.#phase;
      // First of all: nothing is answered any more, however long the closing takes.
      this.#becomeLocked(session.identity, session.vault.offlineUntilMs, reason);
      await settled(session.record({ kind: 'lock', action: 'E', about: reason }));
      await session.close('until-unlock');
      this.#tokensKept = session.tokensKept();
    });
  }

  /**
   * Ends the session here and at the pool: tokens leave memory and keychain, keys leave memory, the cache stays
   * encrypted and opens only after the next online sign-in.
   *
   * @throws `keychain/*` if the keychain keeps what it should forget; the desk is closed and the session ended all the same
   */
  async signOut(): Promise<void> {
    const refreshToken = await this.#exclusive(async () => {
      this.#signIn.forget();
      this.#undecided.drop();
      const phase = this.#phase;
      if (phase.kind === 'signed-out') {
        this.#become({ kind: 'signed-out' });
        return null;
      }
      this.#become({ kind: 'signed-out' });
      if (phase.kind === 'open') {
        const { session } = phase;
        await settled(session.record({ kind: 'sign-out', action: 'E' }));
        await session.close('for-good');
        return this.#forgetAndName(session.vault.vaultId, session.refreshToken);
      }
      const vaultId = this.#parts.vaults.idFor(phase.username);
      await within(TOKENS_KEPT_TIMEOUT_MS, this.#tokensKept);
      return this.#forgetAndName(vaultId, await this.#parts.remembered.refreshToken(vaultId));
    });
    if (refreshToken !== null) await this.#signIn.revoke(refreshToken);
  }

  /** Closes what is open, for the end of the process. */
  async dispose(): Promise<void> {
    await this.#exclusive(async () => {
      this.#signIn.forget();
      this.#undecided.drop();
      if (this.#phase.kind !== 'open') return;
      const { session } = this.#phase;
      this.#phase = { kind: 'signed-out' };
      await session.close('until-unlock');
    });
  }

  async #proceed(outcome: SignInOutcome): Promise<SignInStep> {
    if ('kind' in outcome) return outcome;
    const { vaults } = this.#parts;
    try {
      const vaultId = vaults.idFor(outcome.identity.username);
      const vault = (await vaults.exists(vaultId))
        ? await vaults.openOnline(vaultId, outcome.password, this.#poolNowMs())
        : await vaults.create(vaultId, outcome.password, this.#poolNowMs());
      return await this.#openFor(outcome, vault, null);
    } catch (error) {
      if (!isAppError(error) || !UNREADABLE_CACHE.has(error.code)) {
        await this.#signIn.revoke(outcome.tokens.refreshToken);
        throw error;
      }
      // The page asks for the old password, or offers to set the cache aside.
      this.#undecided.hold(outcome, error.code);
      if (error.code === 'vault/password-changed') return { kind: 'previous-password-required' };
      throw error;
    }
  }

  async #openFor(accepted: Accepted, vault: V, before: ActionEntry | null): Promise<SignInStep> {
    const { identity, tokens, accessExpiresAtMs } = accepted;
    const { remembered, settings } = this.#parts;
    const replaced = await this.#lockedSession(vault);
    const session = await OpenSession.open(
      this.#sessionParts(),
      vault,
      { verified: identity },
      tokens.refreshToken,
    );
    const signIn: ActionEntry = { kind: 'sign-in', action: 'E' };
    await this.#begin(
      session,
      before === null ? [signIn] : [before, signIn],
      { token: tokens.accessToken, expiresAtMs: accessExpiresAtMs },
      async () => {
        await remembered.keepRefreshToken(vault.vaultId, tokens.refreshToken);
        const { username, displayName } = identity;
        await remembered.keepLastOperator({ username, displayName, userPoolId: settings.userPoolId });
      },
    );
    this.#undecided.settle();
    if (replaced !== null) await this.#endReplaced(replaced, vault.vaultId);
    return { kind: 'signed-in' };
  }

  /** The session that a full sign-in over a locked desk puts an end to. On failure the vault is closed. */
  async #lockedSession(vault: V): Promise<{ vaultId: string; refreshToken: string } | null> {
    if (this.#phase.kind !== 'locked') return null;
    const { vaults, remembered } = this.#parts;
    const vaultId = vaults.idFor(this.#phase.username);
    try {
      await within(TOKENS_KEPT_TIMEOUT_MS, this.#tokensKept);
      const refreshToken = await remembered.refreshToken(vaultId);
      return refreshToken === null ? null : { vaultId, refreshToken };
    } catch (error) {
      await settled(vault.close());
      throw error;
    }
  }

  /** Nobody can come back to it any more: its token must stay alive neither in the keychain nor at the pool. */
  async #endReplaced(replaced: { vaultId: string; refreshToken: string }, vaultId: string): Promise<void> {
    void this.#signIn.revoke(replaced.refreshToken);
    if (replaced.vaultId === vaultId) return;
    await this.#inBackground(this.#parts.remembered.forgetRefreshToken(replaced.vaultId));
  }

  /** Records how the desk was opened, then lets the work begin; without the record there is no session. */
  async #begin(
    session: OpenSession<V, D>,
    entries: readonly ActionEntry[],
    access: { token: string; expiresAtMs: number } | null,
    remember: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    try {
      for (const entry of entries) await session.record(entry);
      await remember();
    } catch (error) {
      await session.close('until-unlock');
      throw error;
    }
    this.#become({ kind: 'open', session });
    session.begin(access);
  }

  #sessionParts(): OpenSessionParts<V, D> {
    const { remembered } = this.#parts;
    return {
      ...this.#parts,
      poolNowMs: () => this.#poolNowMs(),
      keepRefreshToken: async (vaultId, token) => remembered.keepRefreshToken(vaultId, token),
      onChange: () => {
        if (this.#phase.kind === 'open') this.#announce();
      },
      revoke: async (token) => this.#signIn.revoke(token),
      onTimeLimit: (reason) => void this.#inBackground(this.lock(reason)),
      onEnded: (session, reason) => void this.#inBackground(this.#ended(session, reason)),
    };
  }

  /** The pool ended the session: nobody works on here until a full sign-in. */
  async #ended(session: OpenSession<V, D>, reason: AppError): Promise<void> {
    await this.#exclusive(async () => {
      if (this.#phase.kind !== 'open' || this.#phase.session !== session) return;
      this.#become({ kind: 'signed-out', reason });
      await settled(session.record({ kind: 'sign-out', action: 'E', about: reason.code }, fail(reason)));
      await session.close('for-good');
      // The pool may have refused the person and not the session (no role any more): that one is ended as well.
      void this.#signIn.revoke(session.refreshToken);
      await this.#forget(session.vault.vaultId);
    });
  }

  async #forget(vaultId: string): Promise<void> {
    await this.#parts.remembered.forgetRefreshToken(vaultId);
    await this.#parts.remembered.forgetLastOperator();
  }

  /** Forgets a session in the keychain and names the token to revoke; if the keychain refuses, revokes it at once. */
  async #forgetAndName(vaultId: string, refreshToken: string | null): Promise<string | null> {
    try {
      await this.#forget(vaultId);
      return refreshToken;
    } catch (error) {
      if (refreshToken !== null) void this.#signIn.revoke(refreshToken);
      throw error;
    }
  }

  /** For work that nobody waits for: its failure is told, and does not bring the process down. */
  async #inBackground(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#parts.onBackgroundFailure(error);
    }
  }

  #becomeLocked(
    who: { readonly username: string; readonly displayName: string },
    offlineUntilMs: number | null,
    reason: LockReason,
  ): void {
    const { username, displayName } = who;
    this.#become({ kind: 'locked', username, displayName, reason, offlineUntilMs });
  }

  #become(phase: Phase<V, D>): void {
    this.#phase = phase;
    this.#announce();
  }

  #announce(): void {
    this.#parts.onChange(this.state());
  }

  #refuseWhileOpen(): void {
    if (this.#phase.kind === 'open') throw new AppError('auth/forbidden', 'Somebody is signed in already.');
  }

  /** The pool's own time where it was heard, so that a wrong clock here does not stretch the offline days. */
  #poolNowMs(): number {
    return this.#parts.now() + this.#parts.pool.skewMs;
  }

  async #exclusive<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(run);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }
}
