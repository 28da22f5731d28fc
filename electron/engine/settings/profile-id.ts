/** An id of a profile; its file is called by it, so it is never more than this. */
const PROFILE_ID = /^[a-z0-9-]{1,40}$/;
/** Names that Windows keeps for devices, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/;
/** Leaves room for a number that tells two of the same name apart. */
const MAX_STEM = 34;

export function isProfileId(text: string): boolean {
  return PROFILE_ID.test(text);
}

/** An id after a label that a person gave, which no profile has yet: `North clinic` → `north-clinic`, `north-clinic-2`. */
export function profileIdFor(label: string, taken: ReadonlySet<string>): string {
  const stem = label
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_STEM)
    .replaceAll(/^-+|-+$/g, '');
  const name = stem === '' || DEVICE.test(stem) ? `pool${stem === '' ? '' : `-${stem}`}` : stem;
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
