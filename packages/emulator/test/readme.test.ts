import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { fakeGptFaultNames, openAiFaultNames } from '../src/index.ts';

const page = readFileSync(new URL('../../../docs/emulator.md', import.meta.url), 'utf8');

/** Returns the names in code style of the list that starts with a route, up to the next empty line. */
function readNames(route: string): readonly (string | undefined)[] {
  const from = page.slice(page.indexOf(`\n- \`${route}\``) + 1);
  const list = from.slice(0, `${from}\n\n`.indexOf('\n\n'));
  return [...list.matchAll(/`([a-z0-9-]+)`/gu)].map(([, name]) => name);
}

describe('docs/emulator.md', () => {
  it.each([
    ['GET /api/loads', fakeGptFaultNames],
    ['GET /v1/models', openAiFaultNames],
  ])('lists every fault, and no other, in the list that starts with %s', (route, faults) => {
    const named = readNames(route);
    expect(named).toHaveLength(faults.length);
    expect(new Set(named)).toEqual(new Set(faults));
  });
});
