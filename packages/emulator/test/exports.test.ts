import { expect, it } from 'vitest';

import * as emulator from '../src/index.ts';

it('exports what it says it does', () => {
  expect(Object.keys(emulator).toSorted()).toEqual([
    'fakeGptFaultNames',
    'fingerprint',
    'openAiFaultNames',
    'readFakeGptFault',
    'readFakeGptScript',
    'readOpenAiFault',
    'readOpenAiScript',
    'scriptHeader',
    'startFakeGptEmulator',
    'startOpenAiEmulator',
  ]);
});
