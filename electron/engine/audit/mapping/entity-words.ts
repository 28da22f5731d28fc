import { codingWords } from './coding.ts';
import { resourceWords } from './codes/resource-words.ts';
import { objectAt, objectsAt, textAt, type JsonObject } from './json.ts';
import { clip } from './plain-text.ts';
import { decodeBase64, withoutEscapes } from './query-text.ts';
import { readLiteral, type References } from './reference.ts';
import { isPatientEntity, referenceLabel } from './terms.ts';

const TRACING = 'XrequestId';

/**
 * What the act was done to, in a few words, from the entity that says most: a named record before a query before a
 * bare type; null where only patients and tracing ids are named.
 */
export function entityWords(entities: readonly JsonObject[], references: References): string | null {
  let best: { readonly rank: number; readonly words: string } | null = null;
  for (const entity of entities) {
    if (isPatientEntity(entity, references)) continue;
    const candidate = describe(entity, references);
    if (candidate !== null && (best === null || candidate.rank > best.rank)) best = candidate;
  }
  return best?.words ?? null;
}

function describe(entity: JsonObject, references: References): { rank: number; words: string } | null {
  const type = objectAt(entity, 'type');
  if (type !== undefined && textAt(type, 'code') === TRACING) return null;
  const named = nameOf(entity, references);
  if (named !== null) return { rank: 3, words: named };
  const query = queryText(entity);
  if (query !== null) return { rank: 2, words: `Query ${withoutEscapes(query)}` };
  const about = textAt(entity, 'description') ?? (type === undefined ? null : codingWords(type));
  return about === null ? null : { rank: 1, words: about };
}

function nameOf(entity: JsonObject, references: References): string | null {
  const what = objectAt(entity, 'what');
  const display = what === undefined ? null : textAt(what, 'display');
  const name = display ?? textAt(entity, 'name');
  if (name !== null) return name;
  return what === undefined ? null : referenceLabel(what, references);
}

/** The query of an entity as text; null without one or where it is not text. */
export function queryText(entity: JsonObject): string | null {
  const query = textAt(entity, 'query');
  const decoded = query === null ? null : decodeBase64(query);
  return decoded !== null && 'text' in decoded ? decoded.text : null;
}

/** The object of a sentence: "a prescription", "“medication list”", "data by the query “…”"; null for patients only. */
export function entityPhrase(entities: readonly JsonObject[], references: References): string | null {
  const others = entities.filter((entity) => !isPatientEntity(entity, references) && !isTracing(entity));
  const first = others.find((entity) => queryText(entity) === null) ?? others[0];
  if (first === undefined) return null;
  const named = objectAt(first, 'what');
  const literal = named === undefined ? null : textAt(named, 'reference');
  const recordType = named === undefined ? null : references.typeOf(named);
  const display = (named === undefined ? null : textAt(named, 'display')) ?? textAt(first, 'name');
  if (display !== null) return `“${shorten(display)}”`;
  if (recordType !== null) {
    const id = literal === null ? null : readLiteral(literal)?.id;
    return id === null || id === undefined
      ? resourceWords(recordType)
      : `${resourceWords(recordType)} (${id})`;
  }
  const query = queryText(first);
  if (query !== null) return `data by the query “${shorten(withoutEscapes(query))}”`;
  const words = entityWords([first], references);
  return words === null ? null : `“${shorten(words)}”`;
}

/** Longest quotation within a sentence. */
const QUOTE_LIMIT = 70;

function shorten(text: string): string {
  return text.length > QUOTE_LIMIT ? `${clip(text, QUOTE_LIMIT)}…` : text;
}

function isTracing(entity: JsonObject): boolean {
  const type = objectAt(entity, 'type');
  return type !== undefined && textAt(type, 'code') === TRACING;
}

/** Names and values of an entity's details, for the search. */
export function detailTexts(entity: JsonObject): readonly string[] {
  return objectsAt(entity, 'detail').flatMap((detail) => {
    const binary = textAt(detail, 'valueBase64Binary');
    const decoded = binary === null ? null : decodeBase64(binary);
    const text = decoded !== null && 'text' in decoded ? decoded.text : null;
    return [textAt(detail, 'type'), textAt(detail, 'valueString'), text].filter((part) => part !== null);
  });
}
