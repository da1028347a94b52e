import type { ResponseFormat } from '@understudy/core';

import { expectEqual } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { expectReceived } from '../../harness/expect-received.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { createTextParts, finish } from '../../responses.ts';
import type { ScriptedResponse } from '../../wire-format.ts';

const scripted: ScriptedResponse = {
  type: 'response',
  parts: [...createTextParts('{"sea', '_color":"teal"}'), finish],
};

const responseFormat: ResponseFormat = {
  type: 'json',
  name: 'color',
  schema: {
    type: 'object',
    properties: { sea_color: { type: 'string' } },
    required: ['sea_color'],
    additionalProperties: false,
  },
};

export const requestsJson: Clause = {
  id: 'requests-json',
  rule: 'The request contains the JSON schema of `responseFormat`. The JSON of the response is returned as text.',
  requires: 'json',
  async check(context) {
    await using harness = await TestHarness.open(context, scripted);
    const text = await harness.chat({ responseFormat }).text();
    expectEqual('the text', text, '{"sea_color":"teal"}');
    if (context.wireFormat) expectReceived(harness, 'the schema', 'sea_color');
  },
};
