/** What machine a native file is for, read from the file itself and not from its name. */
export interface NativeFor {
  readonly platform: 'linux' | 'linux-musl' | 'win32' | 'darwin' | 'unknown';
  readonly arch: 'x64' | 'arm64' | 'other';
}

const UNKNOWN: NativeFor = { platform: 'unknown', arch: 'other' };

/** Reads the header of an ELF (ELF-64), PE (Microsoft PE/COFF) or Mach-O file. */
export function nativeFor(content: Buffer): NativeFor {
  if (content.length < 64) return UNKNOWN;
  if (content.readUInt32BE(0) === 0x7f_45_4c_46) {
    const platform = content.includes('libc.musl-') ? 'linux-musl' : 'linux';
    return { platform, arch: archBy({ 0x3e: 'x64', 0xb7: 'arm64' }, content.readUInt16LE(18)) };
  }
  if (content.readUInt16BE(0) === 0x4d_5a) {
    const header = content.readUInt32LE(0x3c);
    if (header + 6 > content.length || content.readUInt32BE(header) !== 0x50_45_00_00) return UNKNOWN;
    return {
      platform: 'win32',
      arch: archBy({ 0x8664: 'x64', 0xaa64: 'arm64' }, content.readUInt16LE(header + 4)),
    };
  }
  if (content.readUInt32LE(0) === 0xfe_ed_fa_cf) {
    return {
      platform: 'darwin',
      arch: archBy({ 0x0100_0007: 'x64', 0x0100_000c: 'arm64' }, content.readUInt32LE(4)),
    };
  }
  return UNKNOWN;
}

function archBy(table: Readonly<Record<number, 'x64' | 'arm64'>>, machine: number): NativeFor['arch'] {
  return table[machine] ?? 'other';
}
