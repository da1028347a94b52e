import * as conformance from '@understudy/conformance';
import { expect, it } from 'vitest';

// A change of this list is a change of the public surface: it needs a changeset.
it('exports what it says it does', () => {
  expect(Object.keys(conformance).toSorted()).toEqual([
    'clauses',
    'describeProvider',
    'openAiWireFormat',
    'renderMatrix',
  ]);
});
