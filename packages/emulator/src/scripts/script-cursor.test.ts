import { describe, expect, it } from 'vitest';

import {
  type FakeGptStep,
  fakeGptFaultReader,
  fakeGptFaults,
} from '../fakegpt/faults/fakegpt-fault.ts';
import { listFaultNamesOn } from '../faults/fault-table.ts';
import { ScriptCursor } from './script-cursor.ts';

const conversationFaultNames = listFaultNamesOn(fakeGptFaults, 'chat', 'stream');
const loadsFaultNames = listFaultNamesOn(fakeGptFaults, 'loads');

/** Returns the faults that a script selects for a number of conversations. */
function takeFaults(steps: readonly FakeGptStep[], count: number): readonly (string | undefined)[] {
  const cursor = new ScriptCursor(fakeGptFaultReader.readScript(steps, 'faults'));
  return Array.from({ length: count }, () => cursor.take(conversationFaultNames, 'none')?.kind);
}

describe('ScriptCursor', () => {
  it('selects each step once, in order, then none', () => {
    const steps = ['token-expired', { kind: 'disconnect-after-text', afterEvents: 3 }] as const;
    expect(takeFaults(steps, 3)).toEqual(['token-expired', 'disconnect-after-text', undefined]);
  });

  it('selects a step as often as its times says', () => {
    const steps = [{ kind: 'server-error', times: 2 }, 'challenge'] as const;
    expect(takeFaults(steps, 4)).toEqual(['server-error', 'server-error', 'challenge', undefined]);
    expect(takeFaults([{ kind: 'only-done', times: 'always' }, 'challenge'], 3)).toEqual([
      'only-done',
      'only-done',
      'only-done',
    ]);
  });

  it('selects no fault for a step none', () => {
    const steps = ['none', 'challenge', { kind: 'none', times: 2 }, 'challenge'] as const;
    expect(takeFaults(steps, 5)).toEqual([
      undefined,
      'challenge',
      undefined,
      undefined,
      'challenge',
    ]);
  });

  it('keeps the steps of different routes separate', () => {
    const steps = ['server-error', 'loads-none', 'loads-empty'];
    const cursor = new ScriptCursor(fakeGptFaultReader.readScript(steps, 'faults'));
    const takeLoads = (): string | undefined => cursor.take(loadsFaultNames, 'loads-none')?.kind;
    expect([takeLoads(), takeLoads(), takeLoads()]).toEqual([undefined, 'loads-empty', undefined]);
    expect(cursor.take(conversationFaultNames, 'none')?.kind).toBe('server-error');
  });
});
