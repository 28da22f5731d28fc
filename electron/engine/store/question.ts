import type { AuditFilter } from '../../../shared/domain/audit.ts';
import {
  actionToken,
  allWords,
  consoleToken,
  joinedAsTyped,
  outcomeToken,
  quoted,
  TERM_KIND,
  termToken,
  unmappedToken,
  type Expand,
  type Tokenizer,
} from './tokens.ts';

/** A filter in the store's terms. */
export interface Question {
  /** FTS5 expression; null where time alone is asked for. */
  readonly match: string | null;
  /** First millisecond that counts, and first that no longer does. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Given text has no word in it (only punctuation): nothing can match. */
  readonly impossible: boolean;
}

/** Beyond any FHIR instant, on both sides; `<< 4` of it fits in 64 bits. */
const EARLIEST_MS = -(2 ** 50);
const LATEST_MS = 2 ** 50;

const anyOf = (tokens: readonly string[]): string => `(${tokens.map(quoted).join(' OR ')})`;

/** Puts a filter as one FTS5 expression and a range of time. All user text is quoted: none of it can be syntax. */
export function questionOf(filter: AuditFilter, tokenizer: Tokenizer, expand: Expand): Question {
  const parts: string[] = [];
  const { agentIds, patientIds, placeIds, actions, outcomes, text } = filter;
  if (agentIds !== undefined) parts.push(anyOf(agentIds.map((id) => termToken(TERM_KIND.agent, id))));
  if (patientIds !== undefined) parts.push(anyOf(patientIds.map((id) => termToken(TERM_KIND.patient, id))));
  if (placeIds !== undefined) parts.push(anyOf(placeIds.map((id) => termToken(TERM_KIND.place, id))));
  if (actions !== undefined) parts.push(anyOf(actions.map(actionToken)));
  if (outcomes !== undefined) parts.push(anyOf(outcomes.map(outcomeToken)));
  if (filter.unmappedOnly === true) parts.push(quoted(unmappedToken));
  let impossible = false;
  if (text !== undefined) {
    const words = wordsOf(text, tokenizer, expand);
    if (words === null) impossible = true;
    else parts.push(words);
  }
  return {
    match: parts.length === 0 ? null : parts.join(' AND '),
    fromMs: filter.from === undefined ? EARLIEST_MS : Date.parse(filter.from),
    toMs: filter.to === undefined ? LATEST_MS : Date.parse(filter.to),
    impossible,
  };
}

/** A UUID is one word of the index; what only looks like the beginning of one is looked for word by word as well. */
function wordsOf(text: string, tokenizer: Tokenizer, expand: Expand): string | null {
  const words = allWords(tokenizer.words(text), expand);
  const joined = joinedAsTyped(text);
  if (words === null || joined === text) return words;
  return `((${allWords(tokenizer.words(joined), expand) ?? words}) OR (${words}))`;
}

/** The console's own acts. */
export const consoleQuestion: Question = {
  match: quoted(consoleToken),
  fromMs: EARLIEST_MS,
  toMs: LATEST_MS,
  impossible: false,
};
