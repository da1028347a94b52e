import type { ResponseFormat } from '@understudy/core';

import { finish, say } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { expectHeard } from '../rehearsal/expect-heard.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { expectEqual } from '../sentences.ts';
import type { Scene } from '../stage.ts';

const scene: Scene = { type: 'answer', parts: [...say('{"sea', '_colour":"teal"}'), finish] };

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
  id: 'asks-for-json',
  rule: 'A schema for the answer reaches the vendor, and the JSON comes back as text.',
  needs: 'json',
  async check(subject) {
    await using rehearsal = await Rehearsal.open(subject, scene);
    const text = await rehearsal.ask({ responseFormat }).text();
    expectEqual('the text', text, '{"sea_colour":"teal"}');
    if (subject.stage) expectHeard(rehearsal, 'the schema', 'sea_colour');
  },
};
