import { wordsOf } from './codes/words.ts';
import { objectsAt, textAt, type JsonObject } from './json.ts';

/** A coding in words: its display, else the console's own words, else the code; null for an empty one. */
export function codingWords(coding: JsonObject): string | null {
  const display = textAt(coding, 'display');
  if (display !== null) return display;
  const code = textAt(coding, 'code');
  return wordsOf(textAt(coding, 'system'), code) ?? code;
}

/** A concept in words: its text, else the first of its codings that has words. */
export function conceptWords(concept: JsonObject): string | null {
  const text = textAt(concept, 'text');
  if (text !== null) return text;
  for (const coding of objectsAt(concept, 'coding')) {
    const words = codingWords(coding);
    if (words !== null) return words;
  }
  return null;
}

const INTERACTIONS = 'http://hl7.org/fhir/restful-interaction';

/**
 * The subtype that says most: a restful interaction ("read") says how, any other subtype ("HIPAA disclosure",
 * "Login") says what, so others come first.
 */
export function tellingSubtype(event: JsonObject): JsonObject | null {
  let interaction: JsonObject | null = null;
  for (const subtype of objectsAt(event, 'subtype')) {
    if (codingWords(subtype) === null) continue;
    if (textAt(subtype, 'system') !== INTERACTIONS) return subtype;
    interaction ??= subtype;
  }
  return interaction;
}

/** Purpose codes of the event and of its agents, in order, without repeats; words where a purpose has no code. */
export function purposeCodes(event: JsonObject, agents: readonly JsonObject[]): readonly string[] {
  const codes: string[] = [];
  const add = (concept: JsonObject): void => {
    const codings = objectsAt(concept, 'coding');
    let named = false;
    for (const coding of codings) {
      const code = textAt(coding, 'code') ?? textAt(coding, 'display');
      if (code === null) continue;
      named = true;
      if (!codes.includes(code)) codes.push(code);
    }
    const text = named ? null : textAt(concept, 'text');
    if (text !== null && !codes.includes(text)) codes.push(text);
  };
  for (const concept of objectsAt(event, 'purposeOfEvent')) add(concept);
  for (const agent of agents) for (const concept of objectsAt(agent, 'purposeOfUse')) add(concept);
  return codes;
}
