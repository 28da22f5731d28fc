import { codeTable } from './code-table.ts';

/** ISO/TS 21089:2017 record life cycle events, as HL7 publishes their codes (iso-21089-lifecycle); words are ours. */
export const ISO_21089 = codeTable(
  [
    'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle',
    'http://hl7.org/fhir/iso-21089-lifecycle',
  ],
  'ISO 21089',
  {
    access: 'Record viewed',
    hold: 'Legal hold added',
    amend: 'Record amended',
    archive: 'Record archived',
    attest: 'Record attested',
    decrypt: 'Record decrypted',
    deidentify: 'Record de-identified',
    deprecate: 'Record deprecated',
    destroy: 'Record destroyed',
    disclose: 'Record disclosed',
    encrypt: 'Record encrypted',
    extract: 'Record extracted',
    link: 'Records linked',
    merge: 'Records merged',
    originate: 'Record originated',
    pseudonymize: 'Record pseudonymized',
    reactivate: 'Record reactivated',
    receive: 'Record received',
    reidentify: 'Record re-identified',
    unhold: 'Legal hold removed',
    report: 'Record reported',
    restore: 'Record restored',
    transform: 'Record transformed',
    transmit: 'Record transmitted',
    unlink: 'Records unlinked',
    unmerge: 'Records unmerged',
    verify: 'Record verified',
  },
);
