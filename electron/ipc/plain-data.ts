/**
 * Refuses what is no plain data or too large, without reading more than the limit: JSON.stringify would follow a list of
 * four billion holes, or a text of half a gigabyte, to its end. Structured clone lets both through, and maps, dates and
 * buffers, which a schema could take for an empty object.
 *
 * @param limit of characters of all texts and keys, plus one for each value
 */
export function isPlainData(value: unknown, limit: number): 'plain' | 'not-plain' | 'too-large' {
  let left = limit;
  const waiting: unknown[] = [value];
  const take = (cost: number): boolean => (left -= cost) >= 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (!take(1)) return 'too-large';
    if (typeof next === 'string') {
      if (!take(next.length)) return 'too-large';
    } else if (Array.isArray(next)) {
      if (!take(next.length)) return 'too-large';
      for (const each of next as unknown[]) waiting.push(each);
    } else if (typeof next === 'object' && next !== null) {
      const prototype: unknown = Object.getPrototypeOf(next);
      if (prototype !== Object.prototype && prototype !== null) return 'not-plain';
      for (const [key, each] of Object.entries(next)) {
        if (!take(key.length)) return 'too-large';
        waiting.push(each);
      }
    } else if (typeof next === 'bigint' || typeof next === 'symbol' || typeof next === 'function') {
      return 'not-plain';
    }
  }
  return 'plain';
}
