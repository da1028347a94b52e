import { describe, expect, it } from 'vitest';

import { type FakeGptStep, fakeGptFaultReader } from '../fakegpt/faults/fakegpt-fault.ts';
import { conversationFaultNames, loadsFaultNames } from '../fakegpt/faults/fault-names.ts';
import { ScriptCursor } from './script-cursor.ts';

/** What a script plays on so many conversations. */
function play(steps: readonly FakeGptStep[], count: number): readonly (string | undefined)[] {
  const player = new ScriptCursor(fakeGptFaultReader.readScript(steps, 'faults'));
  return Array.from({ length: count }, () => player.take(conversationFaultNames, 'none')?.kind);
}

describe('ScriptCursor', () => {
  it('plays each step once, in their order, then none', () => {
    const steps = ['token-expired', { kind: 'disconnect-after-text', afterEvents: 3 }] as const;
    expect(play(steps, 3)).toEqual(['token-expired', 'disconnect-after-text', undefined]);
  });

  it('plays a step as often as it says', () => {
    const steps = [{ kind: 'server-error', times: 2 }, 'challenge'] as const;
    expect(play(steps, 4)).toEqual(['server-error', 'server-error', 'challenge', undefined]);
    expect(play([{ kind: 'only-done', times: 'always' }, 'challenge'], 3)).toEqual([
      'only-done',
      'only-done',
      'only-done',
    ]);
  });

  it('lets nothing go wrong where it says none', () => {
    const steps = ['none', 'challenge', { kind: 'none', times: 2 }, 'challenge'] as const;
    expect(play(steps, 5)).toEqual([undefined, 'challenge', undefined, undefined, 'challenge']);
  });

  it('keeps the steps of one route from another', () => {
    const steps = ['server-error', 'loads-none', 'loads-empty'];
    const player = new ScriptCursor(fakeGptFaultReader.readScript(steps, 'faults'));
    const takeLoads = (): string | undefined => player.take(loadsFaultNames, 'loads-none')?.kind;
    expect([takeLoads(), takeLoads(), takeLoads()]).toEqual([undefined, 'loads-empty', undefined]);
    expect(player.take(conversationFaultNames, 'none')?.kind).toBe('server-error');
  });
});
