import { describe, expect, it } from 'vitest';

import { fakeGptFaultNames } from './fakegpt-fault.ts';
import { conversationFaultNames, loadsFaultNames } from './fault-names.ts';
import { FaultQueue } from './fault-queue.ts';

describe('FaultQueue', () => {
  it('plays a fault as often as it says, then the next one, then none', () => {
    const queue = new FaultQueue([
      { kind: 'server-error', times: 2 },
      { kind: 'challenge', times: 1 },
    ]);
    const kinds = [1, 2, 3, 4].map(() => queue.take(conversationFaultNames)?.kind);
    expect(kinds).toEqual(['server-error', 'server-error', 'challenge', undefined]);
  });

  it('plays a bare name for ever', () => {
    const queue = new FaultQueue(['only-done']);
    queue.take(conversationFaultNames);
    expect(queue.take(conversationFaultNames)?.kind).toBe('only-done');
  });

  it('keeps the faults of one route from another', () => {
    const queue = new FaultQueue(['server-error', { kind: 'loads-empty', times: 1 }]);
    expect(queue.take(loadsFaultNames)?.kind).toBe('loads-empty');
    expect(queue.take(loadsFaultNames)).toBeUndefined();
  });

  it('forgets everything when it is replaced', () => {
    const queue = new FaultQueue([{ kind: 'loads-empty', times: 1 }]);
    queue.take(loadsFaultNames);
    queue.replace([{ kind: 'loads-empty', times: 1 }]);
    expect(queue.take(loadsFaultNames)?.kind).toBe('loads-empty');
    queue.replace([]);
    expect(queue.take(loadsFaultNames)).toBeUndefined();
  });

  it('refuses a name that no fault has', () => {
    // @ts-expect-error names from a command line are not checked by the compiler
    expect(() => new FaultQueue([{ kind: 'serverError' }])).toThrow(
      /^There is no fault "serverError": choose one of loads-empty, .*\.$/u,
    );
  });

  it('knows no name twice', () => {
    expect(new Set(fakeGptFaultNames).size).toBe(fakeGptFaultNames.length);
  });
});
