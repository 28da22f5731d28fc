/** Up to two letters that stand for a person: first and last word of the name. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const first = words[0];
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => (word === undefined ? '' : (/\p{L}/u.exec(word)?.[0] ?? '')))
    .join('')
    .toUpperCase();
}
