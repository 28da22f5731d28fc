/**
 * Ways in which a FHIR server may be poor, odd or hostile, for the tests of the console's client. All off by default;
 * switch them on by `registerFhir(app, { quirks })` or at run time by `FhirHandle.setQuirks`.
 */
export interface FhirQuirks {
  /** Knows no `_lastUpdated`, neither to search nor to sort: ignored, or 400 when strict. */
  readonly noLastUpdatedSearch: boolean;
  /** Leaves `meta.lastUpdated` out of the resources. */
  readonly noMetaLastUpdated: boolean;
  /** Leaves `meta.versionId` out of the resources, and sends no ETag. */
  readonly noVersionId: boolean;
  /** `loop`: `next` points to the page itself. `foreign-origin`: to another server, which would get the token. */
  readonly nextLink: 'honest' | 'loop' | 'foreign-origin';
  /** What a search answers in place of the Bundle. */
  readonly answer: 'honest' | 'html' | 'server-error' | 'truncated' | 'wrong-content-type';
  /** Pages of a search that are honest before `answer` and `nextLink` strike. */
  readonly honestPages: number;
  /** Added to every `total`; a total never falls below 0. */
  readonly totalLieBy: number;
  /** Puts a Patient and an OperationOutcome (`search.mode` `include` and `outcome`) among the entries. */
  readonly strangeEntries: boolean;
  /** New events appear with a `lastUpdated` so many milliseconds ago, as where transactions commit out of order. */
  readonly lateCommitMs: number;
}

export const NO_QUIRKS: FhirQuirks = {
  noLastUpdatedSearch: false,
  noMetaLastUpdated: false,
  noVersionId: false,
  nextLink: 'honest',
  answer: 'honest',
  honestPages: 0,
  totalLieBy: 0,
  strangeEntries: false,
  lateCommitMs: 0,
};

/** The resource as a server with these quirks writes it: the stored text, less what it leaves out. */
export function resourceText(
  json: string,
  quirks: Pick<FhirQuirks, 'noMetaLastUpdated' | 'noVersionId'>,
): string {
  let text = json;
  // `meta` is written by this server as versionId, lastUpdated, others; the first hit is therefore the right one.
  if (quirks.noVersionId) text = text.replace(/"versionId":"[^"]*",/u, '');
  if (quirks.noMetaLastUpdated)
    text = text.replace(/,?"lastUpdated":"[^"]*"/u, '').replace('"meta":{,', '"meta":{');
  return text.replace('"meta":{},', '');
}
