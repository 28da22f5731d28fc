/** A piece of foreign text and where it begins: ordinary, or one character that would otherwise work unseen. */
export type TextPart = { readonly at: number } & ({ readonly text: string } | { readonly control: string });

/**
 * Characters that change how other text looks without being seen themselves: C0 and C1 controls (tab and line break
 * have their own reading), bidirectional overrides and isolates (UAX #9), zero-width and invisible operators, variation
 * of line and paragraph separators, tags, lone surrogates. An attacker who may write into an event must not be able to
 * make it read as something else (CVE-2021-42574, "Trojan Source").
 */
const HIDDEN =
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]|\p{Surrogate}/gu;

/** The same for a text that is one line, such as the name of a file: a line break or a tab in it is hidden too. */
const HIDDEN_IN_LINE = new RegExp(`${HIDDEN.source}|[\\t\\n\\r]`, HIDDEN.flags);

function hiddenIn(oneLine: boolean): RegExp {
  return oneLine ? HIDDEN_IN_LINE : HIDDEN;
}

/** Splits foreign text into what may be shown as it is, and hidden characters named by their code point. */
export function visibleParts(text: string, oneLine = false): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(hiddenIn(oneLine))) {
    if (match.index > end) parts.push({ at: end, text: text.slice(end, match.index) });
    parts.push({ at: match.index, control: codePointName(match[0]) });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ at: end, text: text.slice(end) });
  return parts;
}

/** The same as plain text, for titles and accessible names. */
export function visibleText(text: string, oneLine = false): string {
  return visibleParts(text, oneLine)
    .map((part) => ('text' in part ? part.text : `‹${part.control}›`))
    .join('');
}

/** True if nothing in the text needs to be made visible: the common case, without allocation. */
export function isPlain(text: string, oneLine = false): boolean {
  return text.search(hiddenIn(oneLine)) === -1;
}

function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
