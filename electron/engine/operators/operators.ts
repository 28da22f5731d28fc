import type { ActionEntry } from '../../../shared/contract/spec.ts';
import type { LockReason, SessionState, SignInStep } from '../../../shared/domain/session.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { AppError, isAppError, toErrorValue, type ErrorCode } from '../../../shared/errors.ts';
import { fail } from '../../../shared/result.ts';
import type { OperatorPort } from '../../ipc/pipeline.ts';
import type { CognitoPool } from '../cognito/pool.ts';
import type { TokenVerifier } from '../cognito/token-verifier.ts';
import { operatorOf } from './identity.ts';
import { OpenSession, type OpenSessionParts } from './open-session.ts';
import type { Desk, OpenDesk, OpenedVault, Vaults } from './ports.ts';
import type { Remembered } from './remembered.ts';
import { settled } from './settled.ts';
import { SignIn, type Accepted, type SignInOutcome } from './sign-in.ts';

/** What keeps an existing cache from opening after the pool accepted the person, with setting it aside as a way out. */
const UNREADABLE_CACHE: ReadonlySet<ErrorCode> = new Set([
  'vault/password-changed',
  'vault/key-missing',
  'vault/key-mismatch',
  'vault/corrupt',
  'vault/not-found',
  'store/corrupt',
  'store/wrong-key',
  'store/not-found',
]);

/** How long an accepted sign-in waits for a decision about an unreadable cache: it holds tokens and the password. */
const DECISION_LIFETIME_MS = 5 * 60_000;

export interface OperatorsParts<V extends OpenedVault, D extends Desk> {
  readonly settings: Settings;
  readonly pool: Pick<CognitoPool, 'signIn' | 'answerTotp' | 'refresh' | 'revoke' | 'checkAccess' | 'skewMs'>;
  readonly verifier: Pick<TokenVerifier, 'verify'>;
  readonly vaults: Vaults<V>;
  readonly remembered: Remembered;
  readonly openDesk: OpenDesk<V, D>;
  readonly now: () => number;
  readonly onChange: (state: SessionState) => void;
  readonly onUpkeepFailed: (error: unknown) => void;
}

type Phase<V extends OpenedVault, D extends Desk> =
  | { readonly kind: 'signed-out'; readonly reason?: AppError }
  | {
      readonly kind: 'locked';
      readonly username: string;
      readonly displayName: string;
      readonly reason: LockReason;
      readonly offlineUntilMs: number | null;
    }
  | { readonly kind: 'open'; readonly session: OpenSession<V, D> };

/**
 * Who is at this desk: sign-in with password and code, unlock with the password, idle lock, sign-out. One change runs at
 * a time; whoever waited finds the desk as the one before left it.
 */
export class Operators<V extends OpenedVault, D extends Desk> implements OperatorPort {
  readonly #parts: OperatorsParts<V, D>;
  readonly #signIn: SignIn;
  #phase: Phase<V, D> = { kind: 'signed-out' };
  /** Accepted by the pool while the cache cannot be opened, and why it cannot. */
  #accepted: { readonly by: Accepted; readonly because: ErrorCode } | null = null;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(parts: OperatorsParts<V, D>) {
    this.#parts = parts;
    this.#signIn = new SignIn(parts);
  }

  /** Finds out whether somebody may come back with the password alone. */
  async start(): Promise<void> {
    const last = await this.#parts.remembered.lastOperator(this.#parts.settings.userPoolId);
    if (last === null) return;
    const vaultId = this.#parts.vaults.idFor(last.username);
    if (await this.#parts.vaults.exists(vaultId)) await this.#becomeLocked(last, vaultId, 'restart');
  }

  state(): SessionState {
    const phase = this.#phase;
    const { settings } = this.#parts;
    const desk = { label: settings.label, demo: settings.demo, personsUrl: settings.personsUrl ?? null };
    if (phase.kind === 'signed-out') {
      return phase.reason === undefined
        ? { kind: 'signed-out', desk }
        : { kind: 'signed-out', desk, reason: toErrorValue(phase.reason) };
    }
    if (phase.kind === 'locked') {
      const { username, displayName, reason, offlineUntilMs } = phase;
      const offlineUntil = offlineUntilMs === null ? null : new Date(offlineUntilMs).toISOString();
      return { kind: 'locked', username, displayName, reason, offlineUntil, desk };
    }
    const { session } = phase;
    return {
      kind: 'signed-in',
      operator: operatorOf(session.identity),
      connection: session.connection,
      offlineUntil: new Date(session.vault.offlineUntilMs).toISOString(),
      signedInAt: new Date(session.signedInAtMs).toISOString(),
      idleLockMs: settings.idleLockMs,
    };
  }

  current(): ReturnType<OperatorPort['current']> {
    if (this.#phase.kind === 'locked') return 'locked';
    if (this.#phase.kind !== 'open') return null;
    const { identity, passwordGivenAtMs } = this.#phase.session;
    return { operator: operatorOf(identity), passwordGivenAtMs };
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
      this.#accepted = null;
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
      const { by: accepted } = this.#requireAccepted();
      const { vaults } = this.#parts;
      const vaultId = vaults.idFor(accepted.identity.username);
      const vault = await vaults.changePassword(vaultId, previous, accepted.password, this.#poolNowMs());
      return this.#openFor(accepted, vault, { kind: 'password-rewrap', action: 'U' });
    });
  }

  /** The way out of a cache that cannot be read: keeps it aside and begins a new one. */
  async setCacheAside(): Promise<SignInStep> {
    return this.#exclusive(async () => {
      const { by: accepted, because } = this.#requireAccepted();
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

  /** Closes the desk and forgets every key; the password opens it again. Locking what is not open is no error. */
  async lock(reason: LockReason): Promise<void> {
    await this.#exclusive(async () => {
      if (this.#phase.kind !== 'open') return;
      const { session } = this.#phase;
      await settled(session.record({ kind: 'lock', action: 'E', about: reason }));
      await session.close();
      await this.#becomeLocked(session.identity, session.vault.vaultId, reason);
    });
  }

  /**
   * Ends the session here and at the pool: tokens leave memory and keychain, keys leave memory, the cache stays
   * encrypted and opens only after the next online sign-in.
   */
  async signOut(): Promise<void> {
    await this.#exclusive(async () => {
      this.#signIn.forget();
      this.#accepted = null;
      const { vaults, remembered } = this.#parts;
      let refreshToken: string | null = null;
      if (this.#phase.kind === 'open') {
        const { session } = this.#phase;
        refreshToken = session.refreshToken;
        await settled(session.record({ kind: 'sign-out', action: 'E' }));
        await session.close();
        await this.#forget(session.vault.vaultId);
      } else if (this.#phase.kind === 'locked') {
        const vaultId = vaults.idFor(this.#phase.username);
        refreshToken = await remembered.refreshToken(vaultId);
        await this.#forget(vaultId);
      }
      this.#become({ kind: 'signed-out' });
      if (refreshToken !== null) await this.#signIn.revoke(refreshToken);
    });
  }

  /** Closes what is open, for the end of the process. */
  async dispose(): Promise<void> {
    await this.#exclusive(async () => {
      if (this.#phase.kind !== 'open') return;
      await this.#phase.session.close();
      this.#phase = { kind: 'signed-out' };
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
      this.#awaitDecision(outcome, error.code);
      if (error.code === 'vault/password-changed') return { kind: 'previous-password-required' };
      throw error;
    }
  }

  /** Keeps the sign-in accepted for a while: the page asks for the old password, or offers to set the cache aside. */
  #awaitDecision(by: Accepted, because: ErrorCode): void {
    const accepted = { by, because };
    this.#accepted = accepted;
    setTimeout(() => {
      if (this.#accepted === accepted) this.#accepted = null;
    }, DECISION_LIFETIME_MS).unref();
  }

  async #openFor(accepted: Accepted, vault: V, before: ActionEntry | null): Promise<SignInStep> {
    const { identity, tokens, accessExpiresAtMs } = accepted;
    const { remembered, settings } = this.#parts;
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
    this.#accepted = null;
    return { kind: 'signed-in' };
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
      await session.close();
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
      onIdle: () => void this.lock('idle'),
      onEnded: (session, reason) => void this.#ended(session, reason),
    };
  }

  /** The pool ended the session: nobody works on here until a full sign-in. */
  async #ended(session: OpenSession<V, D>, reason: AppError): Promise<void> {
    await this.#exclusive(async () => {
      if (this.#phase.kind !== 'open' || this.#phase.session !== session) return;
      await settled(session.record({ kind: 'sign-out', action: 'E', about: reason.code }, fail(reason)));
      await session.close();
      await this.#forget(session.vault.vaultId);
      this.#become({ kind: 'signed-out', reason });
    });
  }

  async #forget(vaultId: string): Promise<void> {
    await this.#parts.remembered.forgetLastOperator();
    await this.#parts.remembered.forgetRefreshToken(vaultId);
  }

  async #becomeLocked(
    who: { readonly username: string; readonly displayName: string },
    vaultId: string,
    reason: LockReason,
  ): Promise<void> {
    const offlineUntilMs = await this.#parts.vaults.offlineUntilMs(vaultId);
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

  #requireAccepted(): { readonly by: Accepted; readonly because: ErrorCode } {
    if (this.#accepted === null) throw new AppError('auth/not-signed-in', 'Sign in first.');
    return this.#accepted;
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
