import { describe, expect, it } from 'vitest';

import * as emulator from '../src/index.ts';

describe('index.ts', () => {
  it('exports only the public functions and constants', () => {
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
});
