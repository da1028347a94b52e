import { describe, expect, expectTypeOf, it } from 'vitest';

import { createFaultReader } from './fault-reader.ts';
import {
  type AnyTableFault,
  type FaultName,
  type FaultParameters,
  applyFault,
  defineFaults,
  listFaultNames,
  listFaultNamesOn,
} from './fault-table.ts';

const table = {
  drop: { on: 'stream', position: true, description: 'closes', apply: (): string => 'dropped' },
  wait: {
    on: 'models',
    description: 'waits',
    parameters: { seconds: { type: 'number', default: 1 }, unit: { oneOf: ['s', 'ms'] } },
    apply: (
      context: string,
      { seconds, unit }: { readonly seconds: number; readonly unit: 's' | 'ms' | undefined },
    ): string => `${context} waited ${seconds} ${unit}`,
  },
} as const;

const reader = createFaultReader(table, ['none']);

describe('listFaultNames, listFaultNamesOn and defineFaults', () => {
  it('list the names of a table, all or by kind of request', () => {
    expect(listFaultNames(table)).toEqual(['drop', 'wait']);
    expect(listFaultNamesOn(table, 'models')).toEqual(['wait']);
    expect(listFaultNamesOn(table, 'models', 'stream')).toEqual(['drop', 'wait']);
  });

  it('return names with the types of the table', () => {
    expectTypeOf<FaultName<typeof table>>().toEqualTypeOf<'drop' | 'wait'>();
    expectTypeOf<FaultParameters<typeof table>>().toEqualTypeOf<{
      readonly wait: { readonly seconds?: number; readonly unit?: 's' | 'ms' };
    }>();
    expectTypeOf<AnyTableFault<typeof table>>().extract<{ kind: 'drop' }>().toExtend<{
      readonly kind: 'drop';
      readonly times?: number | 'always';
      readonly afterEvents?: number;
    }>();
    expectTypeOf(listFaultNamesOn(table, 'models')).toEqualTypeOf<readonly 'wait'[]>();
  });

  it('do not compile if an effect declares other parameters than its entry', () => {
    const wrong = {
      wait: {
        on: 'models',
        description: 'waits',
        parameters: { seconds: { type: 'number' } },
        apply: (_: string, { seconds }: { readonly seconds: number }): string => `${seconds}`,
      },
    } as const;
    expect(defineFaults(table)).toBe(table);
    // @ts-expect-error seconds has no default and may be undefined
    expect(defineFaults(wrong)).toBe(wrong);
  });
});

describe('applyFault', () => {
  it('passes the context and the parameters, with their defaults', () => {
    expect(applyFault(table, { kind: 'drop' }, 'it')).toBe('dropped');
    expect(applyFault(table, { kind: 'wait' }, 'it')).toBe('it waited 1 undefined');
    const [step] = reader.readScript([{ kind: 'wait', seconds: 0, unit: 'ms' }], 'faults');
    expect(applyFault(table, step, 'it')).toBe('it waited 0 ms');
  });

  it('returns undefined without a fault and for a fault that the table does not contain', () => {
    expect(applyFault(table, undefined, 'it')).toBeUndefined();
    expect(applyFault(table, { kind: 'none' }, 'it')).toBeUndefined();
    expect(applyFault(table, { kind: 'constructor' }, 'it')).toBeUndefined();
  });
});

describe('createFaultReader', () => {
  it('accepts the faults, parameters and positions of the table', () => {
    const steps = ['none', { kind: 'drop', afterEvents: 2, times: 'always' }];
    expect(reader.readScript(steps, 'faults')).toEqual([{ kind: 'none' }, steps[1]]);
  });

  it.each([
    [
      { kind: 'wait', seconds: -1 },
      'faults[0].seconds: expected a number of at least 0, received -1',
    ],
    [{ kind: 'wait', unit: 'h' }, 'faults[0].unit: expected "s" or "ms", received "h"'],
    [
      { kind: 'wait', afterEvents: 2 },
      'faults[0].afterEvents: expected one of kind, times, seconds',
    ],
    [
      { kind: 'waits' },
      'faults[0].kind: expected the name of a fault, received "waits"; did you mean',
    ],
  ])('rejects %j', (step, message) => {
    expect(() => reader.readScript([step], 'faults')).toThrow(message);
  });
});
