// SECURITY: text of an event is shown beside other text. Control characters and the bidirectional overrides of
// Unicode (UAX #9) could reorder or hide what stands next to them, so they are shown by their number instead.
const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/;
const ALL_UNSAFE = new RegExp(UNSAFE, 'g');
const LINE_BREAKS = /[\t\r\n\u2028\u2029]+/;
const ALL_LINE_BREAKS = new RegExp(LINE_BREAKS, 'g');

/** Text with unsafe characters made visible, e.g. ⟨U+202E⟩. Nothing is interpreted as markup, here or later. */
export function visible(text: string): string {
  const safe = UNSAFE.test(text) ? text.replace(ALL_UNSAFE, nameOfCharacter) : text;
  return safe.isWellFormed() ? safe : safe.toWellFormed();
}

function nameOfCharacter(character: string): string {
  const hex = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `⟨U+${hex}⟩`;
}

/** The first `limit` characters, never half of a surrogate pair. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = isHighSurrogate(text.charCodeAt(limit - 1)) ? limit - 1 : limit;
  return text.slice(0, end);
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** Longest label of a person, place or thing; longer ones end with an ellipsis. */
const LABEL_LIMIT = 160;

/** One line of text for a table cell. */
export function asLabel(text: string): string {
  const short = text.length > LABEL_LIMIT ? `${clip(text, LABEL_LIMIT - 1)}…` : text;
  const line = LINE_BREAKS.test(short) ? short.replace(ALL_LINE_BREAKS, ' ') : short;
  return visible(line).trim();
}

/** Longest value that the explanation shows; the raw form has the rest. */
export const VALUE_LIMIT = 2_000;

/** A value for the explanation: safe, and cut with a note where it is long. */
export function asValue(text: string): string {
  if (text.length <= VALUE_LIMIT) return visible(text);
  return `${visible(clip(text, VALUE_LIMIT))}… (cut here: ${text.length} characters, the raw form has all)`;
}
