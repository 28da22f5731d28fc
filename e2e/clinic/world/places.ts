import type { Clinic, Network, Place } from './types.ts';

const BOSTON: Place = { city: 'Boston', country: 'US', latitude: 42.3601, longitude: -71.0589 };
const ALBUQUERQUE: Place = { city: 'Albuquerque', country: 'US', latitude: 35.0844, longitude: -106.6504 };
const CHICAGO: Place = { city: 'Chicago', country: 'US', latitude: 41.8781, longitude: -87.6298 };

interface ClinicSketch {
  readonly id: string;
  readonly name: string;
  readonly place: Place;
  readonly utcOffsetMinutes: number;
  readonly internalPrefix: string;
  readonly sites: readonly (readonly [
    code: string,
    name: string,
    wards: readonly string[],
    egress: readonly string[],
  ])[];
}

const SKETCHES: readonly ClinicSketch[] = [
  {
    id: 'harbor-light',
    name: 'Harbor Light Clinic',
    place: BOSTON,
    utcOffsetMinutes: -300,
    internalPrefix: '10.11',
    sites: [
      [
        'harbor-main',
        'Main Building',
        ['Cardiology', 'Internal Medicine', 'Oncology'],
        ['192.0.2.10', '2001:db8:a1::10'],
      ],
      ['harbor-seaport', 'Seaport Outpatients', ['Diabetes Care'], ['192.0.2.26']],
    ],
  },
  {
    id: 'mesa-verde',
    name: 'Mesa Verde Family Health',
    place: ALBUQUERQUE,
    utcOffsetMinutes: -420,
    internalPrefix: '10.12',
    sites: [
      ['mesa-central', 'Central Avenue', ['Family Medicine', 'Paediatrics'], ['192.0.2.74']],
      ['mesa-northeast', 'Northeast Heights', ['Behavioral Health'], ['192.0.2.90', '2001:db8:b2::90']],
    ],
  },
  {
    id: 'saint-brigid',
    name: 'Saint Brigid Community Hospital',
    place: CHICAGO,
    utcOffsetMinutes: -360,
    internalPrefix: '10.13',
    sites: [
      [
        'brigid-tower',
        'North Tower',
        ['Surgery', 'Intensive Care', 'Maternity'],
        ['192.0.2.138', '2001:db8:c3::138'],
      ],
      ['brigid-pavilion', 'Lakeside Pavilion', ['Geriatrics'], ['192.0.2.154']],
    ],
  },
];

/** The three clinics. They are the same for every seed: documents and tests name them. */
export const CLINICS: readonly Clinic[] = SKETCHES.map((sketch) => ({
  id: sketch.id,
  name: sketch.name,
  place: sketch.place,
  utcOffsetMinutes: sketch.utcOffsetMinutes,
  internalPrefix: sketch.internalPrefix,
  sites: sketch.sites.map(([code, name]) => ({ id: code, code, name })),
  wards: sketch.sites.flatMap(([siteId, , wards]) =>
    wards.map((name) => ({ id: `${siteId}-${name.toLowerCase().replaceAll(' ', '-')}`, name, siteId })),
  ),
  networks: sketch.sites.map(([code, name, , egress]): Network => ({
    id: code,
    label: `${sketch.name}, ${name}`,
    kind: 'clinic',
    addresses: egress,
    place: sketch.place,
  })),
}));

const range = (prefix: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => `${prefix}.${String(first + i)}`);

/** Homes and carriers of each clinic's city, then the places from which the attacks come. */
export const OUTSIDE_NETWORKS: readonly Network[] = [
  ...CLINICS.flatMap((clinic, index): readonly Network[] => [
    {
      id: `home-${clinic.id}`,
      label: `Homes around ${clinic.place.city}`,
      kind: 'home',
      addresses: range(`198.18.${String(10 + index)}`, 1, 250),
      place: clinic.place,
    },
    {
      id: `mobile-${clinic.id}`,
      label: `Mobile carrier, ${clinic.place.city}`,
      kind: 'mobile',
      addresses: range(`198.19.${String(10 + index)}`, 1, 120),
      place: clinic.place,
    },
  ]),
  {
    id: 'foreign-bucharest',
    label: 'Hosting provider, Bucharest',
    kind: 'foreign',
    addresses: ['203.0.113.17', '203.0.113.18', '203.0.113.19'],
    place: { city: 'Bucharest', country: 'RO', latitude: 44.4268, longitude: 26.1025 },
  },
  {
    id: 'foreign-singapore',
    label: 'Hotel network, Singapore',
    kind: 'foreign',
    addresses: ['203.0.113.201'],
    place: { city: 'Singapore', country: 'SG', latitude: 1.3521, longitude: 103.8198 },
  },
  {
    id: 'foreign-sao-paulo',
    label: 'Residential proxy, São Paulo',
    kind: 'foreign',
    addresses: ['203.0.113.140'],
    place: { city: 'São Paulo', country: 'BR', latitude: -23.5505, longitude: -46.6333 },
  },
];

/** The clinic of that id; throws on an id that is none of the three. */
export function clinicById(id: string): Clinic {
  const clinic = CLINICS.find((candidate) => candidate.id === id);
  if (clinic === undefined) throw new RangeError(`no clinic ${id}`);
  return clinic;
}

/** The outside network of that id; throws on an unknown one. */
export function networkById(id: string): Network {
  const network = OUTSIDE_NETWORKS.find((candidate) => candidate.id === id);
  if (network === undefined) throw new RangeError(`no network ${id}`);
  return network;
}
