import type { JobItem, RefusalCode, RemarkCode } from '../../shared/domain/jobs.ts';
import { formatCount } from '../time/format.ts';
import { visibleText } from '../text/visible.ts';

/** What a person reads about one item: what is wrong, what that means, what can be done. */
export interface ItemWords {
  readonly title: string;
  readonly explanation: string;
  readonly remedy: string;
}

const EXPORT_AGAIN = 'Ask for a new export of this file, then import that.';
const FOR_THE_SENDER = 'Tell whoever runs the system that wrote it.';
const NOTHING = 'Nothing needs to be done.';

const REFUSALS: Readonly<Record<RefusalCode, ItemWords>> = {
  'item/not-json': {
    title: 'Not written as valid JSON',
    explanation:
      'Audit events are exchanged in JSON, a text form with strict rules. This piece breaks them, for instance by a missing bracket, so nobody can say for certain what it was to mean.',
    remedy: EXPORT_AGAIN,
  },
  'item/not-utf8': {
    title: 'Text in an unknown encoding',
    explanation:
      'The bytes are not valid UTF-8, the one way in which JSON writes letters. They may be UTF-16 or an older encoding, or damaged. The console does not guess letters in evidence.',
    remedy: 'Ask for the file in UTF-8, then import that.',
  },
  'item/too-large': {
    title: 'Too large for one event',
    explanation:
      'It is many times larger than any real audit event. Usually something else stands in its place, or line breaks between events were lost.',
    remedy: 'Look at how the file was made, and export it again.',
  },
  'item/too-deep': {
    title: 'Nested too deeply',
    explanation:
      'Brackets stand within brackets further than any real audit event goes. Such text is made to exhaust the programs that read it.',
    remedy: 'Find out where the file comes from before importing more of it.',
  },
  'item/duplicate-keys': {
    title: 'A field is given twice',
    explanation:
      'The same field appears twice in one place. Programs differ in which of the two they believe, so the event would say different things to different readers.',
    remedy: FOR_THE_SENDER,
  },
  'item/not-audit-event': {
    title: 'Not an audit event',
    explanation:
      'It is readable, but another kind of record, for instance a patient, or a Bundle within another. Nothing of it was stored.',
    remedy: 'Nothing needs to be done if other records were to be expected here.',
  },
  'item/bad-id': {
    title: 'Its identifier is not allowed',
    explanation:
      'The FHIR standard allows letters, digits, hyphens and dots, up to 64 of them. Without a proper identifier the event could not be told from others.',
    remedy: FOR_THE_SENDER,
  },
  'item/bad-time': {
    title: 'Its time is no real time',
    explanation:
      'The time of recording is missing, lacks its time zone, or does not exist, for instance 29 February 2023. An event without its time proves nothing.',
    remedy: FOR_THE_SENDER,
  },
  'item/empty-file': {
    title: 'The file is empty',
    explanation: 'There is not one byte of content in it.',
    remedy: 'If it should hold events, ask for it again.',
  },
  'item/unknown-format': {
    title: 'Not a form of file that can be imported',
    explanation:
      'The console reads NDJSON (one event a line), FHIR Bundles and single events, each also compressed with gzip. This is something else, whatever its name says, or so much of it was refused that the rest was not read.',
    remedy:
      'Nothing needs to be done if the file only lay beside the events. Otherwise ask for one of these forms.',
  },
  'item/truncated': {
    title: 'Cut off in the middle',
    explanation:
      'The file ends before its content does, as after a broken copy or download. The complete events before that place went in.',
    remedy: 'Copy or download the file again, then import it: what is known already is recognised.',
  },
  'item/damaged-gzip': {
    title: 'The compressed file is damaged',
    explanation:
      'What was unpacked does not agree with the check sum that gzip keeps, or cannot be unpacked at all from here on.',
    remedy: 'Copy or download the file again, then import it.',
  },
  'item/gzip-bomb': {
    title: 'Unpacks to far more than it should',
    explanation:
      'A small compressed file swells to an enormous amount of data. That is how files are made that are to fill a disk or stop a program.',
    remedy: 'Find out where the file comes from. Do not unpack it by other means.',
  },
  'item/file-changed': {
    title: 'The file changed while it was read',
    explanation:
      'Somebody or something wrote to it meanwhile, or it appeared only after the import had begun. What was read of it stays.',
    remedy: 'Wait until the file is complete, then import it again.',
  },
  'item/file-unreadable': {
    title: 'The file cannot be opened',
    explanation: 'It was moved or deleted meanwhile, or your account on this computer may not read it.',
    remedy: 'Check that you can open it yourself, then import it again.',
  },
  'item/not-a-file': {
    title: 'Not an ordinary file',
    explanation: 'It is a device, a pipe or the like, which has no fixed content to read.',
    remedy: NOTHING,
  },
  'item/link-outside': {
    title: 'Leads out of the chosen folder',
    explanation:
      'It is a link to a place outside of what was chosen. The console does not follow it, for nobody agreed to read that place.',
    remedy: 'If the file is wanted, choose it itself.',
  },
  'item/too-many-files': {
    title: 'More files than one import takes',
    explanation: 'From here on the folder was not read any further.',
    remedy: 'Import its parts one after another.',
  },
  'item/event-unreadable': {
    title: 'The stored event cannot be opened',
    explanation:
      'Its bytes do not pass their check on this computer, or its day has reached the end of its retention time. It was not written out.',
    remedy: 'Tell your IT department if the event is younger than the retention time.',
  },
  'item/name-taken': {
    title: 'Another file stands in its place',
    explanation:
      'The folder holds a file of the name that this event is to have, with other bytes in it. It was left as it is, and the event was not written.',
    remedy: 'Export into an empty folder.',
  },
};

const REMARKS: Readonly<Record<RemarkCode, ItemWords>> = {
  'item/conflict': {
    title: 'Disagrees with an event that is known',
    explanation:
      'An event with the same identifier and the same version is stored already, and says something else. Both are kept, exactly as received.',
    remedy: 'Find out which of the two is true: one of them may have been altered.',
  },
  'item/other-version': {
    title: 'Another version of an event that is known',
    explanation:
      'An audit event should never change, yet this one comes in more than one version. All of them are kept.',
    remedy: 'Compare the versions. Ask the sender why the event was changed.',
  },
  'item/byte-order-mark': {
    title: 'Begins with an invisible mark',
    explanation:
      'Some programs write a byte order mark at the beginning of a text. It does not belong there and was passed over; the event is kept as received.',
    remedy: NOTHING,
  },
  'item/large-number': {
    title: 'Holds a number that other programs round',
    explanation:
      'A number in it is so large or so fine that many programs cannot hold it exactly. It is kept exactly as received; only where it is shown may it be rounded.',
    remedy: 'Where the number matters, read the raw form.',
  },
  'item/lone-surrogate': {
    title: 'Holds half a character',
    explanation:
      'A character that is written in two halves lacks one of them. It is kept as received and shown by its code.',
    remedy: FOR_THE_SENDER,
  },
  'item/nul': {
    title: 'Holds an invisible NUL character',
    explanation:
      'Some programs take this character for the end of a text and would show only what stands before it. The console shows all of it.',
    remedy: FOR_THE_SENDER,
  },
  'item/unmapped': {
    title: 'Not understood in full',
    explanation:
      'Some of its fields are unknown to this console, so searches and columns do not cover them. The raw form holds everything.',
    remedy: 'Open the event to see which fields they are.',
  },
};

/** Complete by type: a new code does not compile without words. */
const ITEM_WORDS: Readonly<Record<JobItem['code'], ItemWords>> = { ...REFUSALS, ...REMARKS };

export function itemWords({ code }: Pick<JobItem, 'code'>): ItemWords {
  return ITEM_WORDS[code];
}

export const VERDICT_WORDS: Readonly<Record<JobItem['verdict'], string>> = {
  refused: 'Refused',
  remarked: 'Remark',
};

/** "line 12", "entry 3", "whole file" */
export function positionWords({
  position,
  positionUnit,
}: Pick<JobItem, 'position' | 'positionUnit'>): string {
  return position === 0 || positionUnit === 'file'
    ? 'whole file'
    : `${positionUnit} ${formatCount(position)}`;
}

/**
 * The item as one line of plain text for the clipboard.
 * SECURITY: it begins with our own word and has neither tab nor line break, so that a spreadsheet takes no name for a formula.
 */
export function copyOf(item: JobItem): string {
  const words = itemWords(item);
  const place = `${positionWords(item)} of “${visibleText(item.file, true)}”`;
  return `${VERDICT_WORDS[item.verdict]} ${item.number}, ${place}: ${words.title}. ${words.explanation} (${item.code})`;
}
