import { z } from 'zod';
import { POOL_NAME } from '../config.ts';
import type { Person } from '../persons.ts';
import { seededBytes } from '../seed.ts';
import type { StateKeep } from '../state.ts';
import { createVerifier } from './srp.ts';
import type { SrpVerifier } from './srp.ts';

const DOCUMENT = 'accounts';
const SALT_BYTES = 16;

const Stored = z.record(z.string(), z.boolean());

/** One account as the pool sees it now. */
export interface Account {
  readonly person: Person;
  readonly enabled: boolean;
}

/** The pool's accounts: who there is, found by user name or verified e-mail, and whether they are enabled. */
export class Users {
  readonly #seed: string;
  readonly #state: StateKeep;
  readonly #bySub: ReadonlyMap<string, Person>;
  readonly #byAlias: ReadonlyMap<string, Person>;
  readonly #enabled: Map<string, boolean>;
  readonly #verifiers = new Map<string, SrpVerifier>();

  constructor(persons: readonly Person[], seed: string, state: StateKeep) {
    this.#seed = seed;
    this.#state = state;
    this.#bySub = new Map(persons.map((person) => [person.sub, person]));
    // User names last: where an e-mail and a user name collide, the user name wins.
    this.#byAlias = new Map([
      ...persons.map((person): [string, Person] => [person.email.toLowerCase(), person]),
      ...persons.map((person): [string, Person] => [person.username.toLowerCase(), person]),
    ]);
    const kept = Stored.safeParse(state.load(DOCUMENT));
    this.#enabled = new Map(kept.success ? Object.entries(kept.data) : []);
  }

  /** Finds an account by user name or e-mail; case does not matter, as in every pool made since 2020. */
  find(usernameOrAlias: string): Account | undefined {
    const person = this.#byAlias.get(usernameOrAlias.toLowerCase());
    return person && this.#account(person);
  }

  /** Finds an account by `sub`. */
  bySub(sub: string): Account | undefined {
    const person = this.#bySub.get(sub);
    return person && this.#account(person);
  }

  /** All accounts, operators first. */
  all(): readonly Account[] {
    return [...this.#bySub.values()].map((person) => this.#account(person));
  }

  /** AdminEnableUser and AdminDisableUser. */
  setEnabled(sub: string, enabled: boolean): void {
    this.#enabled.set(sub, enabled);
    this.#state.save(DOCUMENT, Object.fromEntries(this.#enabled));
  }

  /** The SRP verifier of a person, computed at the first sign-in: two thousand at start would take minutes. */
  verifierOf(person: Person): SrpVerifier {
    const known = this.#verifiers.get(person.sub);
    if (known) return known;
    const made = createVerifier(POOL_NAME, person.username, person.password, this.#saltOf(person.username));
    this.#verifiers.set(person.sub, made);
    return made;
  }

  /** A verifier for somebody who does not exist, the same at each asking, so that the challenge gives nothing away. */
  decoyVerifier(username: string): SrpVerifier {
    const password = seededBytes(this.#seed, `decoy:${username.toLowerCase()}`).toString('hex');
    return createVerifier(POOL_NAME, username, password, this.#saltOf(username.toLowerCase()));
  }

  #saltOf(username: string): string {
    return seededBytes(this.#seed, `salt:${username}`).subarray(0, SALT_BYTES).toString('hex');
  }

  #account(person: Person): Account {
    return { person, enabled: this.#enabled.get(person.sub) ?? person.enabled };
  }
}
