import { describe, expect, it } from 'vitest';

import {
  createFaultQueue,
  fakeGptFaultNames,
  readFakeGptFault,
} from '../fakegpt/faults/fakegpt-fault.ts';
import { conversationFaultNames, loadsFaultNames } from '../fakegpt/faults/fault-names.ts';

describe('FaultQueue', () => {
  it('plays a fault as often as it says, then the next one, then none', () => {
    const queue = createFaultQueue([
      { kind: 'server-error', times: 2 },
      { kind: 'challenge', times: 1 },
    ]);
    const kinds = [1, 2, 3, 4].map(() => queue.take(conversationFaultNames)?.kind);
    expect(kinds).toEqual(['server-error', 'server-error', 'challenge', undefined]);
  });

  it('plays a bare name for ever', () => {
    const queue = createFaultQueue(['only-done']);
    queue.take(conversationFaultNames);
    expect(queue.take(conversationFaultNames)?.kind).toBe('only-done');
  });

  it('keeps the faults of one route from another', () => {
    const queue = createFaultQueue(['server-error', { kind: 'loads-empty', times: 1 }]);
    expect(queue.take(loadsFaultNames)?.kind).toBe('loads-empty');
    expect(queue.take(loadsFaultNames)).toBeUndefined();
  });

  it('forgets everything when it is replaced', () => {
    const queue = createFaultQueue([{ kind: 'loads-empty', times: 1 }]);
    queue.take(loadsFaultNames);
    queue.replace([{ kind: 'loads-empty', times: 1 }]);
    expect(queue.take(loadsFaultNames)?.kind).toBe('loads-empty');
    queue.replace([]);
    expect(queue.take(loadsFaultNames)).toBeUndefined();
  });

  it('refuses a name that no fault has', () => {
    // @ts-expect-error names from a command line are not checked by the compiler
    expect(() => createFaultQueue([{ kind: 'serverError' }])).toThrow(
      /^There is no fault "serverError": did you mean "server-error"( or "[a-z-]+")*\?$/u,
    );
  });

  it('lists the names where none is near', () => {
    expect(() => readFakeGptFault('x')).toThrow(
      /^There is no fault "x": choose one of loads-empty, .*\.$/u,
    );
  });

  it('reads a fault of a command line, with how often it is played', () => {
    expect(readFakeGptFault('challenge')).toEqual({ kind: 'challenge' });
    expect(readFakeGptFault('challenge=2')).toEqual({ kind: 'challenge', times: 2 });
  });

  it.each(['challenge=', 'challenge=0', 'challenge=x', 'challenge=1=1'])('refuses %s', (text) => {
    expect(() => readFakeGptFault(text)).toThrow(
      `The fault "${text}" needs a whole number of at least 1 behind its "=".`,
    );
  });

  it('knows no name twice', () => {
    expect(new Set(fakeGptFaultNames).size).toBe(fakeGptFaultNames.length);
  });
});
