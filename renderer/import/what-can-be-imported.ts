/** The forms of files that can be imported, as a person may know them. */
export const IMPORT_FORMS = [
  {
    name: 'NDJSON',
    endings: '.ndjson .jsonl',
    text: 'One event a line, as audit servers export them in bulk.',
  },
  { name: 'FHIR Bundle', endings: '.json', text: 'Many events in one file; its audit events are taken out.' },
  { name: 'Single event', endings: '.json', text: 'One AuditEvent, as this console exports them.' },
  {
    name: 'Compressed',
    endings: '.gz',
    text: 'Each of these packed with gzip; it is unpacked while it is read.',
  },
  { name: 'Folder', endings: '', text: 'Every file in it and in its subfolders.' },
] as const;
