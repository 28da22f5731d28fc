import type { Medicine } from './types.ts';

const LIST =
  'Metformin|500 mg;Lisinopril|10 mg;Atorvastatin|20 mg;Amlodipine|5 mg;Levothyroxine|75 µg;Omeprazole|20 mg;Losartan|50 mg;Gabapentin|300 mg;Sertraline|50 mg;Hydrochlorothiazide|25 mg;Apixaban|5 mg;Warfarin|3 mg;Insulin glargine|100 U/mL;Salbutamol inhaler|100 µg;Montelukast|10 mg;Prednisone|5 mg;Oxycodone|5 mg;Tramadol|50 mg;Lorazepam|1 mg;Quetiapine|25 mg;Lithium carbonate|300 mg;Methotrexate|2.5 mg;Tamoxifen|20 mg;Emtricitabine/tenofovir|200/245 mg;Buprenorphine/naloxone|8/2 mg;Furosemide|40 mg;Clopidogrel|75 mg;Amoxicillin|500 mg;Doxycycline|100 mg;Vitamin D₃|1000 IU';

/** What the clinics prescribe. Codes belong to the demo world. */
export const MEDICINES: readonly Medicine[] = LIST.split(';').map((entry, index) => {
  const [name = '', dose = ''] = entry.split('|');
  return { code: `MM-${String(1001 + index)}`, name, dose };
});
