/**
 * node build/package/icons/make.ts: icon.svg → the PNG, ICO and ICNS files beside it, which are checked in. Needs a
 * Chromium (MEDMINDER_CHROMIUM, else /usr/bin/chromium), which draws the sizes.
 */
import { writeFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { icnsOf, icoOf } from './containers.ts';

const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024] as const;
const here = import.meta.dirname;
const svg = readFileSync(path.join(here, 'icon.svg')).toString('base64');
const pngs = new Map<number, Buffer>();

const browser = await chromium.launch({
  executablePath: process.env['MEDMINDER_CHROMIUM'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
for (const size of SIZES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<body style="margin:0"><img src="data:image/svg+xml;base64,${svg}" width="${size}" height="${size}" style="display:block">`,
  );
  pngs.set(size, await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();

for (const [size, png] of pngs) {
  // electron-builder gives Linux every PNG of this folder that is named by its size.
  if (size <= 512) writeFileSync(path.join(here, `${size}x${size}.png`), png);
}
writeFileSync(path.join(here, 'icon.ico'), icoOf(pngs));
writeFileSync(path.join(here, 'icon.icns'), icnsOf(pngs));
