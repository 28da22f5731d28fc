import type { ExplainedEvent, ExplainedItem } from '../../../../shared/domain/audit.ts';
import { formatPrimitive, formatStructure, preview } from './format.ts';
import { leavesOf, type Leaf } from './free-content.ts';
import { decodeText, isObject, objectsAt, parseAuditEvent, type JsonObject } from './json.ts';
import { asLabel, asValue } from './plain-text.ts';
import { isOfType } from './primitives.ts';
import { requestorFirst, UNREADABLE, type ProjectOptions } from './project.ts';
import { References } from './reference.ts';
import { sentenceOf } from './sentence.ts';
import {
  GROUPS,
  isPrimitive,
  isStructure,
  SHAPES,
  type Element,
  type Group,
  type Structure,
} from './shape.ts';
import { agentTerm, referenceLabel } from './terms.ts';
import { findUnknown } from './unknown-elements.ts';

/** How many unknown elements are shown with their value; all of them are named in `unmapped`. */
const UNKNOWN_SHOWN = 100;

/**
 * Explains one AuditEvent (FHIR R4, JSON, UTF-8) to a person: a sentence, and every element of it in words. Never
 * throws. Each value of the JSON lies at or below the `path` of an item or of an entry of `unmapped`; values are plain
 * text, long ones cut with a note. Bytes that are no AuditEvent are explained as an unreadable record.
 */
export function explainEvent(raw: Uint8Array, options: ProjectOptions = {}): ExplainedEvent {
  const text = decodeText(raw);
  const event = parseAuditEvent(text);
  return event === null ? unreadable(text) : new Explanation(event, text, options.baseUrl ?? null).result();
}

function unreadable(text: string): ExplainedEvent {
  return {
    sentence: `${UNREADABLE}: these bytes are not a FHIR AuditEvent.`,
    groups: [
      {
        title: 'Not understood',
        items: [{ label: 'As received', value: asValue(text === '' ? '(no bytes)' : text), path: '' }],
      },
    ],
    unmapped: [''],
  };
}

/** Where the items of one part of an event go, and whose they are where several share a group. */
interface Place {
  readonly group: Group;
  /** Distinguishes the groups of several agents or entities; empty for one alone. */
  readonly suffix: string;
  readonly owner: string;
}

const DATATYPES: ReadonlySet<string> = new Set([
  'Coding',
  'CodeableConcept',
  'Reference',
  'Identifier',
  'Period',
]);

class Explanation {
  private readonly groups = new Map<string, { group: Group; items: ExplainedItem[] }>();
  private readonly unmapped: string[];
  private readonly references: References;
  private readonly event: JsonObject;
  private readonly text: string;

  constructor(event: JsonObject, text: string, baseUrl: string | null) {
    this.event = event;
    this.text = text;
    this.references = new References(event, baseUrl);
    this.unmapped = [];
  }

  result(): ExplainedEvent {
    this.structure(this.event, 'AuditEvent', 'AuditEvent', { group: 'What', suffix: '', owner: '' });
    this.unknown();
    const agents = requestorFirst(objectsAt(this.event, 'agent'));
    const inOrder = [...this.groups].toSorted(
      ([, left], [, right]) => GROUPS.indexOf(left.group) - GROUPS.indexOf(right.group),
    );
    return {
      sentence: sentenceOf(this.event, agents, objectsAt(this.event, 'entity'), this.references),
      groups: inOrder.map(([title, { items }]) => ({ title, items })),
      unmapped: this.unmapped,
    };
  }

  private structure(from: JsonObject, type: Structure, path: string, place: Place): void {
    const shape = SHAPES[type];
    for (const [key, value] of Object.entries(from)) {
      const element = shape.get(key);
      const here = `${path}.${key}`;
      if (element !== undefined) this.element(value, element, here, place);
      else this.sibling(key, value, shape, here);
    }
  }

  private element(value: unknown, element: Element, path: string, place: Place): void {
    const values = element.list ? value : [value];
    if (!Array.isArray(values)) return;
    const names = this.namesOf(element, values);
    for (const [index, inner] of values.entries()) {
      const innerPath = element.list ? `${path}[${index}]` : path;
      const name = names?.[index] ?? null;
      const group = element.group ?? place.group;
      const innerPlace = name === null ? { ...place, group } : { group, suffix: `: ${name}`, owner: name };
      this.one(inner, element, innerPath, innerPlace);
    }
  }

  /** Names that tell several agents or entities apart; null where there is nothing to tell apart. */
  private namesOf(element: Element, values: readonly unknown[]): readonly string[] | null {
    if (values.length < 2 || (element.type !== 'Agent' && element.type !== 'Entity')) return null;
    return values.map((value, index) => {
      const label = isObject(value) ? this.nameOf(element, value) : null;
      return `${index + 1}, ${asLabel(label ?? 'unnamed')}`;
    });
  }

  private nameOf(element: Element, value: JsonObject): string | null {
    if (element.type === 'Agent') return agentTerm(value, this.references)?.label ?? null;
    const what = value['what'];
    const label = isObject(what) ? referenceLabel(what, this.references) : null;
    const name = value['name'];
    return label ?? (typeof name === 'string' ? name : null);
  }

  private one(value: unknown, element: Element, path: string, place: Place): void {
    const { type } = element;
    if (isPrimitive(type)) {
      if (isOfType(type, value)) {
        this.add(place, element.label, formatPrimitive(type, value as string | boolean, path), path);
      }
    } else if (!isObject(value)) return;
    else if (!isStructure(type)) this.free(value, path, element.label, place.group);
    else if (DATATYPES.has(type)) {
      const words = formatStructure(type, value);
      if (words !== '') this.add(place, element.label, words, path);
      this.extras(value, type, path);
    } else this.structure(value, type, path, place);
  }

  /** What a formatter of a datatype leaves out: element ids, extensions, siblings of primitives, at any depth. */
  private extras(from: JsonObject, type: Structure, path: string): void {
    const shape = SHAPES[type];
    for (const [key, value] of Object.entries(from)) {
      const element = shape.get(key);
      const here = `${path}.${key}`;
      if (element === undefined) this.sibling(key, value, shape, here);
      else if (key === 'id' || key === 'extension') {
        this.element(value, element, here, { group: element.group ?? 'Extensions', suffix: '', owner: '' });
      } else if (isStructure(element.type)) {
        const inner = element.list && Array.isArray(value) ? value : [value];
        for (const [index, part] of inner.entries()) {
          if (isObject(part)) this.extras(part, element.type, element.list ? `${here}[${index}]` : here);
        }
      }
    }
  }

  private sibling(key: string, value: unknown, shape: ReadonlyMap<string, Element>, path: string): void {
    const element = key.startsWith('_') ? shape.get(key.slice(1)) : undefined;
    if (element !== undefined && isPrimitive(element.type))
      this.free(value, path, element.label, 'Extensions');
  }

  private free(value: unknown, path: string, label: string, group: Group): void {
    const leaves: Leaf[] = [];
    const { complete } = leavesOf(value, path, label, leaves);
    for (const leaf of leaves) this.add({ group, suffix: '', owner: '' }, leaf.label, leaf.value, leaf.path);
    if (complete) return;
    this.add(
      { group, suffix: '', owner: '' },
      'Not shown',
      'There is more; the raw form has all of it.',
      path,
    );
    this.unmapped.push(path);
  }

  private unknown(): void {
    const { paths, values } = findUnknown(this.event, this.text);
    this.unmapped.push(...paths);
    const place = { group: 'Not understood', suffix: '', owner: '' } as const;
    for (const [index, path] of paths.slice(0, UNKNOWN_SHOWN).entries()) {
      const value =
        index < values.length ? preview(values[index]) : 'occurs more than once; only the last is read';
      this.add(place, path.slice(path.lastIndexOf('.') + 1), value, path);
    }
    if (paths.length > UNKNOWN_SHOWN) {
      this.add(
        place,
        'And more',
        `${paths.length - UNKNOWN_SHOWN} elements; the raw form has all.`,
        'AuditEvent',
      );
    }
  }

  private add(place: Place, label: string, value: string, path: string): void {
    const ownGroup = place.group === 'Who' || place.group === 'To what';
    const title = ownGroup ? place.group + place.suffix : place.group;
    const group = this.groups.get(title) ?? { group: place.group, items: [] };
    this.groups.set(title, group);
    const owned = !ownGroup && place.owner !== '';
    group.items.push({
      label: asLabel(owned ? `${label} (${place.owner})` : label),
      value: asValue(value),
      path,
    });
  }
}
