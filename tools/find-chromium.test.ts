import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { expect, it } from 'vitest';

import { findChromium, requiresBrowser } from './find-chromium.ts';

it('finds the browser that a variable names, else the first one of PATH', () => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-browser-'));
  try {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    for (const each of [first, second]) mkdirSync(each);
    const PATH = ['', first, second].join(delimiter);
    expect(findChromium({ PATH })).toBeUndefined();
    writeFileSync(join(first, 'chromium'), '', { mode: 0o644 });
    expect(findChromium({ PATH })).toBeUndefined();
    writeFileSync(join(first, 'google-chrome'), '', { mode: 0o755 });
    expect(findChromium({ PATH })).toBe(join(first, 'google-chrome'));
    writeFileSync(join(second, 'chromium-browser'), '', { mode: 0o755 });
    expect(findChromium({ PATH })).toBe(join(second, 'chromium-browser'));
    chmodSync(join(first, 'chromium'), 0o755);
    expect(findChromium({ PATH })).toBe(join(first, 'chromium'));
    expect(findChromium({ PATH, UNDERSTUDY_CHROMIUM: '/opt/chrome' })).toBe('/opt/chrome');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('requires a browser on request', () => {
  expect(requiresBrowser({})).toBe(false);
  expect(requiresBrowser({ UNDERSTUDY_BROWSER: 'required' })).toBe(true);
});
