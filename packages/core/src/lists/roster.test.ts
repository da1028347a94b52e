import { expect, it } from 'vitest';

import { Roster } from './roster.ts';

it('knows who is there', () => {
  const roster = new Roster<string>();
  for (const name of ['lead', 'second', 'third']) roster.add(name);
  roster.delete('lead');
  roster.delete('nobody');
  expect([...roster].toSorted()).toEqual(['second', 'third']);
  roster.delete('third');
  roster.delete('second');
  expect([...roster]).toEqual([]);
});

it('may be left while it is looked through, and nobody is passed over', () => {
  const roster = new Roster<string>();
  for (const name of ['lead', 'second', 'third']) roster.add(name);
  const seen: string[] = [];
  for (const name of roster) {
    roster.delete(name);
    seen.push(name);
  }
  expect(seen).toEqual(['lead', 'second', 'third']);
  expect([...roster]).toEqual([]);
});
