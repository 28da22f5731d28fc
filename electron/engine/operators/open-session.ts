import type { ActionEntry } from '../../../shared/contract/spec.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { AppError } from '../../../shared/errors.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { CognitoPool } from '../cognito/pool.ts';
import type { TokenVerifier } from '../cognito/token-verifier.ts';
import { identityOf, seesOtherTrail, type Identity } from './identity.ts';
import type { Desk, OpenDesk, OpenedVault } from './ports.ts';
import { startUpkeep, type Upkeep } from '../vault/upkeep.ts';
import { settled } from './settled.ts';
import { TimeLimits, type TimeLimitsOptions } from './time-limits.ts';
import { TokenKeeper } from './token-keeper.ts';

export interface OpenSessionParts<V extends OpenedVault, D extends Desk> {
  readonly settings: Pick<Settings, 'groups' | 'idleLockMs'>;
  readonly pool: Pick<CognitoPool, 'refresh' | 'checkAccess'>;
  readonly verifier: Pick<TokenVerifier, 'verify'>;
  readonly openDesk: OpenDesk<V, D>;
  readonly now: () => number;
  readonly poolNowMs: () => number;
  readonly keepRefreshToken: (vaultId: string, token: string) => Promise<void>;
  readonly revoke: (refreshToken: string) => Promise<void>;
  /** Connection or operator changed. */
  readonly onChange: () => void;
  readonly onTimeLimit: TimeLimitsOptions['onReached'];
  /** Something failed that nobody waits for: a turn of key upkeep, forgetting a token. */
  readonly onBackgroundFailure: (error: unknown) => void;
  /** The pool ended the session. */
  readonly onEnded: (session: OpenSession<V, D>, reason: AppError) => void;
}

/** Whose desk it is: told by verified tokens, or to be read from the cache that the password opened. */
export type Whose = { readonly verified: Identity } | 'as-cached';

/** One operator's open desk: vault, services, tokens and idle lock, opened and closed together. */
export class OpenSession<V extends OpenedVault, D extends Desk> {
  readonly vault: V;
  readonly signedInAtMs: number;
  readonly #parts: OpenSessionParts<V, D>;
  readonly #keeper: TokenKeeper;
  readonly #desk: D;
  readonly #limits: TimeLimits;
  readonly #upkeep: Upkeep;
  #identity: Identity;
  #confirming: Promise<unknown> = Promise.resolve();

  private constructor(
    parts: OpenSessionParts<V, D>,
    vault: V,
    opened: { desk: D; identity: Identity; keeperOf: (session: OpenSession<V, D>) => TokenKeeper },
  ) {
    this.#parts = parts;
    this.vault = vault;
    this.#desk = opened.desk;
    this.#identity = opened.identity;
    this.signedInAtMs = parts.now();
    this.#keeper = opened.keeperOf(this);
    this.#limits = new TimeLimits({
      idleLockMs: parts.settings.idleLockMs,
      clocks: { now: parts.now, monotonic: () => performance.now() },
      onReached: parts.onTimeLimit,
    });
    this.#upkeep = startUpkeep(vault, { onError: parts.onBackgroundFailure });
  }

  /**
   * Opens the services over an open vault, which it owns from now on: on failure the vault is closed.
   *
   * @throws `store/*`; `vault/other-person` if the cache belongs to somebody else, `vault/other-scope` if the person
   *   may no longer see what is in it
   */
  static async open<V extends OpenedVault, D extends Desk>(
    parts: OpenSessionParts<V, D>,
    vault: V,
    whose: Whose,
    refreshToken: string,
  ): Promise<OpenSession<V, D>> {
    let keeper: TokenKeeper | null = null;
    const tokens = async (): Promise<TokenKeeper> => {
      if (keeper === null) throw new AppError('auth/not-signed-in', 'The session is not open yet.');
      return keeper;
    };
    let desk: D | null = null;
    try {
      desk = await parts.openDesk(vault, {
        get: async () => (await tokens()).getAccessToken(),
        refresh: async () => (await tokens()).refresh(),
      });
      const identity = await agreeOnIdentity(desk, whose);
      return new OpenSession(parts, vault, {
        desk,
        identity,
        keeperOf: (session) => (keeper = session.#createKeeper(refreshToken)),
      });
    } catch (error) {
      if (desk !== null) await settled(desk.close());
      await settled(vault.close());
      throw error;
    }
  }

  get identity(): Identity {
    return this.#identity;
  }

  get desk(): D {
    return this.#desk;
  }

  get connection(): 'online' | 'offline' {
    return this.#keeper.connection;
  }

  get refreshToken(): string {
    return this.#keeper.refreshToken;
  }

  /** How long ago the password was given, in ms. */
  get passwordAgeMs(): number {
    return this.#limits.passwordAgeMs;
  }

  /** Begins to work: with the tokens of a sign-in, or without any, asking the pool in the background. */
  begin(access: { readonly token: string; readonly expiresAtMs: number } | null): void {
    if (access === null) this.#keeper.startOffline();
    else this.#keeper.startWith(access.token, access.expiresAtMs);
    this.#desk.begin();
  }

  /**
   * One guess at a time: a hundred sent at once would all be let in before the first of them was counted.
   *
   * @throws `vault/wrong-password`, `auth/too-many-attempts`
   */
  async confirmPassword(password: string): Promise<void> {
    const turn = this.#confirming.then(async () => this.#confirm(password));
    this.#confirming = settled(turn);
    await turn;
  }

  async #confirm(password: string): Promise<void> {
    if (!(await this.vault.confirmsPassword(password))) {
      throw new AppError('vault/wrong-password', 'The password is wrong.');
    }
    this.#limits.passwordGiven();
  }

  touch(): void {
    this.#limits.touched();
  }

  async record(entry: ActionEntry, outcome: Result<unknown> = ok(null)): Promise<void> {
    await this.#desk.record(entry, outcome);
  }

  /**
   * Stops all work and forgets every key. Never rejects.
   *
   * @param how `for-good`: also no token that is still under way may be kept
   */
  async close(how: 'until-unlock' | 'for-good'): Promise<void> {
    this.#limits.stop();
    if (how === 'for-good') this.#keeper.discard();
    else this.#keeper.stop();
    await settled(this.#upkeep.stop());
    await settled(this.#desk.close());
    await settled(this.vault.close());
  }

  /** Resolves when no request for tokens is under way; the refresh token in the keychain is then the good one. */
  async tokensKept(): Promise<void> {
    await this.#keeper.finished();
  }

  #createKeeper(refreshToken: string): TokenKeeper {
    const { pool, verifier, now, settings, poolNowMs, revoke, onChange, onEnded } = this.#parts;
    return new TokenKeeper(
      {
        pool,
        verifier,
        now,
        revoke,
        keepRefreshToken: async (token) => this.#parts.keepRefreshToken(this.vault.vaultId, token),
        onVerified: async (verified) => {
          const fresh = identityOf(verified, settings.groups);
          if (fresh.sub !== this.#identity.sub) {
            throw new AppError('auth/token-invalid', 'The tokens name another person.');
          }
          if (seesOtherTrail(this.#identity, fresh)) {
            throw new AppError('auth/scope-changed', 'Role or clinic changed; the desk must be opened anew.');
          }
          await this.#desk.keepIdentity(fresh);
          await this.vault.markOnline(poolNowMs());
          this.#identity = fresh;
          onChange();
        },
        onConnection: (connection) => {
          this.#desk.connectionChanged(connection);
          onChange();
        },
        onEnded: (reason) => {
          onEnded(this, reason);
        },
      },
      refreshToken,
    );
  }
}

async function agreeOnIdentity(
  desk: Pick<Desk, 'readIdentity' | 'keepIdentity'>,
  whose: Whose,
): Promise<Identity> {
  const cached = await desk.readIdentity();
  if (whose === 'as-cached') {
    if (cached === null) throw new AppError('store/corrupt', 'The cache does not say whose it is.');
    return cached;
  }
  if (cached !== null && cached.sub !== whose.verified.sub) {
    throw new AppError('vault/other-person', 'The cache belongs to another person of the same user name.');
  }
  if (cached !== null && seesOtherTrail(cached, whose.verified)) {
    throw new AppError('vault/other-scope', 'The cache holds a trail that role or clinic no longer give.');
  }
  await desk.keepIdentity(whose.verified);
  return whose.verified;
}
