import { PARAM_TYPES } from './terms.ts';
import type { IndexedParam } from './terms.ts';

/** Case and accents do not matter to FHIR string search. */
export function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** The values of one parameter and the events that have each, by their number in the store, ascending. */
export class TermIndex {
  readonly #param: IndexedParam;
  readonly #postings = new Map<string, number[]>();
  /** Full values by the part that a search may give alone: a token's code, a reference's id. */
  readonly #byTail = new Map<string, string[]>();
  readonly #folded = new Map<string, string>();

  constructor(param: IndexedParam) {
    this.#param = param;
  }

  add(value: string, seq: number): void {
    const list = this.#postings.get(value);
    if (list !== undefined) {
      if (list[list.length - 1] !== seq) list.push(seq);
      return;
    }
    this.#postings.set(value, [seq]);
    const type = PARAM_TYPES[this.#param];
    if (type === 'string') this.#folded.set(value, fold(value));
    if (type !== 'token' && type !== 'reference') return;
    const tail = value.slice(value.lastIndexOf(type === 'token' ? '|' : '/') + 1);
    const values = this.#byTail.get(tail);
    if (values === undefined) this.#byTail.set(tail, [value]);
    else values.push(value);
  }

  /** The values that a search value means. */
  #valuesFor(asked: string, modifier: 'exact' | 'contains' | undefined): readonly string[] {
    switch (PARAM_TYPES[this.#param]) {
      case 'token':
        if (asked.endsWith('|')) return [...this.#postings.keys()].filter((value) => value.startsWith(asked));
        return asked.includes('|') ? [asked] : (this.#byTail.get(asked) ?? []);
      case 'reference':
        return asked.includes('/') ? [asked] : (this.#byTail.get(asked) ?? []);
      case 'uri':
        return [asked];
      case 'string': {
        if (modifier === 'exact') return [asked];
        const wanted = fold(asked);
        const fits = (text: string): boolean =>
          modifier === 'contains' ? text.includes(wanted) : text.startsWith(wanted);
        return [...this.#folded].filter(([, text]) => fits(text)).map(([value]) => value);
      }
      default:
        return [];
    }
  }

  /** Marks in `mask` the events that have one of the asked values. */
  mark(mask: Uint8Array, asked: readonly string[], modifier: 'exact' | 'contains' | undefined): void {
    for (const one of asked) {
      for (const value of this.#valuesFor(one, modifier)) {
        for (const seq of this.#postings.get(value) ?? []) mask[seq] = 1;
      }
    }
  }

  /** Marks the events that have the parameter at all. */
  markPresent(mask: Uint8Array): void {
    for (const list of this.#postings.values()) for (const seq of list) mask[seq] = 1;
  }
}
