import { describe as nodeDescribe, it as nodeIt } from 'node:test';

import { describeProvider } from '@understudy/conformance';
import type { ConformanceOptions, TestRunner } from '@understudy/conformance';
import { describe, expectTypeOf, it } from 'vitest';

it('accepts the functions of vitest and node:test', () => {
  expectTypeOf({ describe, it }).toExtend<TestRunner>();
  expectTypeOf({ describe: nodeDescribe, it: nodeIt }).toExtend<TestRunner>();
  expectTypeOf(describeProvider).parameter(0).toEqualTypeOf<TestRunner>();
});

it('accepts clause ids and requirements in skip', () => {
  type Skip = NonNullable<ConformanceOptions['skip']>;
  expectTypeOf<{ tools: string; 'translates-blocked': string }>().toExtend<Skip>();
  // @ts-expect-error unknown clause
  ({ 'ask-once': 'The id is misspelled.' }) satisfies Skip;
});
