import type { FileOffer } from '../../../shared/domain/jobs.ts';

/** What a person picked or dropped, for the services that work with it: absolute paths, which never reach the page. */
export interface TakenOffer {
  readonly purpose: 'import' | 'export';
  readonly paths: readonly string[];
  readonly offer: FileOffer;
}

/** Turns an offer that the page names into paths; each offer can be taken once. */
export interface OfferPort {
  /** @throws `files/offer-expired` */
  readonly take: (offerId: string, purpose: TakenOffer['purpose']) => TakenOffer;
}
