import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { fakeGptFaults } from '../src/fakegpt/faults/fakegpt-fault.ts';
import type { FaultTable } from '../src/faults/fault-table.ts';
import { openAiFaults } from '../src/openai/faults/openai-fault.ts';

const page = readFileSync(new URL('../../../docs/emulator.md', import.meta.url), 'utf8');

/** Returns the list of faults that starts with a route, up to the next empty line. */
function readFaultList(route: string): string {
  const start = page.slice(page.indexOf(`\n- \`${route}\``) + 1);
  return start.slice(0, `${start}\n\n`.indexOf('\n\n'));
}

const tables: readonly (readonly [string, FaultTable])[] = [
  ['GET /api/loads', fakeGptFaults],
  ['GET /v1/models', openAiFaults],
];

describe.each(tables)('docs/emulator.md, list starting with %s', (route, table) => {
  const list = readFaultList(route);

  it('lists exactly the faults of the table', () => {
    const names = readNames(list);
    expect(names.toSorted()).toEqual(Object.keys(table).toSorted());
  });

  it('lists the parameters of each fault', () => {
    const documented = Object.entries(table).flatMap(([name, { parameters = {} }]) =>
      Object.keys(parameters).map((parameter) => `\`${name}\` (${parameter})`),
    );
    expect(documented.filter((text) => !list.includes(text))).toEqual([]);
  });

  it('lists the faults with a position after "position:"', () => {
    const names = list.split('\n').flatMap((line) => readPositionNames(line));
    const positioned = Object.keys(table).filter((name) => table[name]?.position === true);
    expect(names.toSorted()).toEqual(positioned.toSorted());
  });
});

/** Returns the names after the word "position" in a line of the list. */
function readPositionNames(line: string): readonly string[] {
  const index = line.search(/\bposition:/u);
  return index < 0 ? [] : readNames(line.slice(index));
}

/** Returns the names in code style. */
function readNames(text: string): readonly string[] {
  return [...text.matchAll(/`([a-z0-9-]+)`/gu)].map(([, name = '']) => name);
}
