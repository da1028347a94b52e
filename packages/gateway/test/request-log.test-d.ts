import type { ErrorCode } from '@understudy/core';
import type { RejectionCode, RequestLogEntry } from '@understudy/gateway';
import { expectTypeOf, it } from 'vitest';

it('types the code of an error in the log', () => {
  type Code = RequestLogEntry['error'];
  expectTypeOf<Code>().toEqualTypeOf<ErrorCode | RejectionCode | 'aborted' | undefined>();
  expectTypeOf<Exclude<Code, ErrorCode | undefined>>().toExtend<RejectionCode | 'aborted'>();
});
