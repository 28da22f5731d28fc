import { describe, expect, it } from 'vitest';
import { heavyModule } from './light-door.ts';

const mantine = '/somewhere/node_modules/@mantine/core/esm/Button.mjs';

describe('the door', () => {
  it('is light while heavy modules are in files that come later', () => {
    expect(
      heavyModule({
        'index.js': {
          type: 'chunk',
          isEntry: true,
          imports: ['react.js'],
          moduleIds: ['/renderer/main.tsx'],
        },
        'react.js': { type: 'chunk', imports: [], moduleIds: ['/node_modules/react/index.js'] },
        'indoors.js': { type: 'chunk', imports: ['react.js'], moduleIds: [mantine] },
        'index.css': { type: 'asset' },
      }),
    ).toBeNull();
  });

  it('is not where its first file reaches one, however far away', () => {
    expect(
      heavyModule({
        'index.js': { type: 'chunk', isEntry: true, imports: ['shared.js'], moduleIds: [] },
        'shared.js': { type: 'chunk', imports: ['indoors.js'], moduleIds: [] },
        'indoors.js': { type: 'chunk', imports: ['shared.js'], moduleIds: [mantine] },
      }),
    ).toBe(mantine);
  });
});
