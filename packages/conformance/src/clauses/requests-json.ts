import type { ResponseFormat } from '@understudy/core';

import type { Clause } from '../clause.ts';
import { expectHeard } from '../harness/expect-received.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { finish, say } from '../responses.ts';
import { expectEqual } from '../sentences.ts';
import type { ScriptedResponse } from '../wire-format.ts';

const scene: ScriptedResponse = {
  type: 'response',
  parts: [...say('{"sea', '_colour":"teal"}'), finish],
};

const responseFormat: ResponseFormat = {
  type: 'json',
  name: 'colour',
  schema: {
    type: 'object',
    properties: { sea_colour: { type: 'string' } },
    required: ['sea_colour'],
    additionalProperties: false,
  },
};

export const asksForJson: Clause = {
  id: 'requests-json',
  rule: 'A schema for the answer reaches the vendor, and the JSON comes back as text.',
  requires: 'json',
  async check(subject) {
    await using rehearsal = await TestHarness.open(subject, scene);
    const text = await rehearsal.ask({ responseFormat }).text();
    expectEqual('the text', text, '{"sea_colour":"teal"}');
    if (subject.wireFormat) expectHeard(rehearsal, 'the schema', 'sea_colour');
  },
};
