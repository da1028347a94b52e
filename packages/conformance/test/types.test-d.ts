import { describe as nodeDescribe, it as nodeIt } from 'node:test';

import { describeProvider } from '@understudy/conformance';
import type { ConformanceOptions, TestRunner } from '@understudy/conformance';
import { describe, expectTypeOf, it } from 'vitest';

it('takes the functions of both runners as they are', () => {
  expectTypeOf({ describe, it }).toExtend<TestRunner>();
  expectTypeOf({ describe: nodeDescribe, it: nodeIt }).toExtend<TestRunner>();
  expectTypeOf(describeProvider).parameter(0).toEqualTypeOf<TestRunner>();
});

it('knows the clauses and the needs that can be left out', () => {
  type Without = NonNullable<ConformanceOptions['skip']>;
  expectTypeOf<{ tools: string; 'translates-blocked': string }>().toExtend<Without>();
  // @ts-expect-error there is no such clause
  ({ 'ask-once': 'It is misspelt.' }) satisfies Without;
});
