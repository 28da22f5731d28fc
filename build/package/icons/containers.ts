/** Windows' icon file: a directory of PNG pictures up to 256 pixels (0 stands for 256). */
export function icoOf(pngs: ReadonlyMap<number, Buffer>): Buffer {
  const pictures = [...pngs].filter(([size]) => size <= 256);
  const header = Buffer.from([0, 0, 1, 0, pictures.length, 0]);
  let offset = header.length + 16 * pictures.length;
  const entries = pictures.map(([size, png]) => {
    const entry = Buffer.alloc(16);
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...pictures.map(([, png]) => png)]);
}

/** Apple's names for PNG pictures in an icon file, by size in pixels; the second one is of a doubled resolution. */
const ICNS_TYPES: ReadonlyMap<number, readonly string[]> = new Map([
  [16, ['icp4']],
  [32, ['icp5', 'ic11']],
  [64, ['icp6', 'ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']],
]);

/** Apple's icon file. */
export function icnsOf(pngs: ReadonlyMap<number, Buffer>): Buffer {
  const parts = [...pngs].flatMap(([size, png]) =>
    (ICNS_TYPES.get(size) ?? []).map((type) => Buffer.concat([block(type, png.length + 8), png])),
  );
  const body = Buffer.concat(parts);
  return Buffer.concat([block('icns', body.length + 8), body]);
}

function block(type: string, length: number): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 0, 'latin1');
  header.writeUInt32BE(length, 4);
  return header;
}
