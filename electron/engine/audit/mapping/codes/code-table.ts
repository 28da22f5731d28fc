/** The concepts of one code system that the console has words for. */
export interface CodeTable {
  /** Canonical URI, and other spellings seen in the field. */
  readonly systems: readonly string[];
  /** What a person calls the system, e.g. "DICOM". */
  readonly name: string;
  /** Code → words. */
  readonly words: ReadonlyMap<string, string>;
}

/** Builds a table from a plain object. Codes are kept as they are written: FHIR codes are case-sensitive. */
export function codeTable(
  systems: readonly string[],
  name: string,
  words: Readonly<Record<string, string>>,
): CodeTable {
  return { systems, name, words: new Map(Object.entries(words)) };
}
