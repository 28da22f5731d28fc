import type { ProjectedTerm } from '../projection.ts';
import { wordsOf } from './codes/words.ts';
import { detailTexts, queryText } from './entity-words.ts';
import { objectAt, objectsAt, textAt, textsAt, type JsonObject } from './json.ts';
import { clip } from './plain-text.ts';
import { withoutEscapes } from './query-text.ts';

/** What one event may put into the full-text index; a longer one is found by its first words and by its terms. */
const TEXT_LIMIT = 8_000;

/** Codes that say nothing without their system; DICOM's have six digits and are looked for. */
const BARE_NUMBER = /^\d{1,2}$/;

/** Collects words once each, white space between. */
export class SearchText {
  private readonly parts = new Set<string>();

  add(text: string | null): void {
    if (text !== null && text !== '') this.parts.add(text);
  }

  coding(coding: JsonObject): void {
    const code = textAt(coding, 'code');
    this.add(textAt(coding, 'display'));
    this.add(wordsOf(textAt(coding, 'system'), code));
    // Role 1, type 2: nobody looks for them, and each would stand in the index with every event.
    if (code !== null && !BARE_NUMBER.test(code)) this.add(code);
  }

  concept(concept: JsonObject): void {
    this.add(textAt(concept, 'text'));
    for (const coding of objectsAt(concept, 'coding')) this.coding(coding);
  }

  concepts(from: JsonObject, key: string): void {
    for (const concept of objectsAt(from, key)) this.concept(concept);
  }

  reference(reference: JsonObject | undefined): void {
    if (reference === undefined) return;
    this.add(textAt(reference, 'display'));
    this.add(textAt(reference, 'reference'));
    const identifier = objectAt(reference, 'identifier');
    if (identifier !== undefined) this.add(textAt(identifier, 'value'));
  }

  terms(terms: readonly ProjectedTerm[]): void {
    for (const one of terms) this.add(one.label);
  }

  agent(agent: JsonObject): void {
    this.reference(objectAt(agent, 'who'));
    this.add(textAt(agent, 'name'));
    this.add(textAt(agent, 'altId'));
    const type = objectAt(agent, 'type');
    if (type !== undefined) this.concept(type);
    this.concepts(agent, 'role');
    this.concepts(agent, 'purposeOfUse');
    this.reference(objectAt(agent, 'location'));
    for (const policy of textsAt(agent, 'policy')) this.add(policy);
    const media = objectAt(agent, 'media');
    if (media !== undefined) this.coding(media);
  }

  entity(entity: JsonObject): void {
    this.reference(objectAt(entity, 'what'));
    this.add(textAt(entity, 'name'));
    this.add(textAt(entity, 'description'));
    for (const key of ['type', 'role', 'lifecycle'] as const) {
      const coding = objectAt(entity, key);
      if (coding !== undefined) this.coding(coding);
    }
    for (const label of objectsAt(entity, 'securityLabel')) this.coding(label);
    const query = queryText(entity);
    if (query !== null) {
      this.add(query);
      this.add(withoutEscapes(query));
    }
    for (const text of detailTexts(entity)) this.add(text);
  }

  toString(): string {
    let text = '';
    for (const part of this.parts) {
      text += text === '' ? part : ` ${part}`;
      if (text.length > TEXT_LIMIT) return clip(text, TEXT_LIMIT).toWellFormed();
    }
    return text.toWellFormed();
  }
}
