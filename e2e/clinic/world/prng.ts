/**
 * Seeded randomness for the demo clinic: the same seed gives the same world on every machine. The generator is
 * sfc32 (PractRand's "small fast counting" generator, public domain). Never for secrets.
 */
export interface Prng {
  /** The next whole number in [0, 2^32). */
  uint32(): number;
  /** A real number in [0, 1). */
  unit(): number;
  /** A whole number in [low, high], both included. */
  int(low: number, high: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** One element; throws on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** Up to `count` different elements, in drawn order. */
  sample<T>(items: readonly T[], count: number): T[];
  /** A UUID of version 4's shape. */
  uuid(): string;
  /** A lower-case hexadecimal string of `length` characters. */
  hex(length: number): string;
  /** An independent generator for one purpose, so that a new draw elsewhere does not shift everything after it. */
  fork(label: string): Prng;
}

/** 128 bits out of any text (MurmurHash3's finaliser over four FNV-1a lanes). */
function hashSeed(text: string): [number, number, number, number] {
  const lanes: [number, number, number, number] = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    for (let lane = 0; lane < 4; lane += 1) {
      lanes[lane] = Math.imul((lanes[lane] ?? 0) ^ (code + lane * 131), 0x01000193);
    }
  }
  for (let lane = 0; lane < 4; lane += 1) {
    let h = lanes[lane] ?? 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    lanes[lane] = (h ^ (h >>> 16)) >>> 0;
  }
  return lanes;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex32(word: number): string {
  return `${HEX[word >>> 24]}${HEX[(word >>> 16) & 255]}${HEX[(word >>> 8) & 255]}${HEX[word & 255]}`;
}

/** A generator for `seed`; equal seeds give equal sequences. */
export function createPrng(seed: string): Prng {
  let [a, b, c] = hashSeed(seed);
  let counter = 1;

  function uint32(): number {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  }
  for (let i = 0; i < 12; i += 1) uint32();

  const unit = (): number => uint32() / 4_294_967_296;
  const int = (low: number, high: number): number => low + Math.floor(unit() * (high - low + 1));

  function pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[int(0, items.length - 1)] as T;
  }

  function sample<T>(items: readonly T[], count: number): T[] {
    const rest = [...items];
    const drawn: T[] = [];
    while (drawn.length < count && rest.length > 0) {
      const at = int(0, rest.length - 1);
      drawn.push(rest[at] as T);
      rest[at] = rest[rest.length - 1] as T;
      rest.pop();
    }
    return drawn;
  }

  function uuid(): string {
    const time = hex32(uint32());
    const mid = hex32(uint32());
    const variant = hex32((uint32() & 0x3fffffff) | 0x80000000);
    const tail = hex32(uint32());
    return `${time}-${mid.slice(0, 4)}-4${mid.slice(5)}-${variant.slice(0, 4)}-${variant.slice(4)}${tail}`;
  }

  function hex(length: number): string {
    let text = '';
    while (text.length < length) text += hex32(uint32());
    return text.slice(0, length);
  }

  return {
    uint32,
    unit,
    int,
    chance: (p) => unit() < p,
    pick,
    sample,
    uuid,
    hex,
    fork: (label) => createPrng(`${seed}/${label}`),
  };
}
