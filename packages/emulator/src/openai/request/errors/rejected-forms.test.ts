import { describe, expect, it } from 'vitest';

import { exchange } from '../../../../test/exchange.ts';
import { startOpenAiEmulator } from '../../start-openai-emulator.ts';
import { type OpenAiRejectedForm, listRejectedForms } from './rejected-forms.ts';

const user = { role: 'user', content: 'Hi' };

interface CallFields {
  readonly id?: string;
  readonly argumentsText?: string;
  /** Other fields of the message with the call. */
  readonly message?: object;
}

/** Returns a conversation with one call. */
function createCalls({ id = 'c1', argumentsText = '{}', message }: CallFields): object {
  const call = { id, type: 'function', function: { name: 'f', arguments: argumentsText } };
  return {
    messages: [
      user,
      { role: 'assistant', content: 'Wait.', tool_calls: [call], ...message },
      { role: 'tool', tool_call_id: id, content: 'done' },
    ],
  };
}

function createTool(parameters: object | undefined): object {
  return { tools: [{ type: 'function', function: { name: 'f', parameters } }] };
}

interface Expected {
  /** Bodies that are rejected, with a part of the error. */
  readonly rejected: readonly (readonly [object, string])[];
  readonly accepted: readonly object[];
}

const lone = 'cut \uD83D here';
const longId = 'x'.repeat(41);

const expectations: Readonly<Record<OpenAiRejectedForm, Expected>> = {
  'lone-surrogates': {
    rejected: [
      [{ messages: [{ role: 'user', content: lone }] }, 'messages[0].content: unexpected end'],
      [createTool({ properties: { a: { description: lone } } }), 'tools[0].function.parameters.'],
      [{ metadata: { [lone]: 'a' } }, 'JSON: metadata.'],
    ],
    accepted: [{ messages: [{ role: 'user', content: 'whole 😀 here' }] }],
  },
  'schema-without-properties': {
    rejected: [[createTool({ type: 'object' }), '"param":"tools[0].function.parameters"']],
    accepted: [createTool(undefined), createTool({ type: 'object', properties: {} }), {}],
  },
  'long-tool-call-ids': {
    rejected: [[createCalls({ id: longId }), '"param":"messages[1].tool_calls[0].id"']],
    accepted: [createCalls({ id: longId.slice(1) })],
  },
  'invalid-tool-arguments': {
    rejected: [
      [createCalls({ argumentsText: '{"a' }), 'messages[1].tool_calls[0]'],
      [createCalls({ argumentsText: '' }), 'expected a JSON object'],
      [createCalls({ argumentsText: '[]' }), 'expected a JSON object'],
    ],
    accepted: [createCalls({ argumentsText: '{"a":1}' })],
  },
  'null-content': {
    rejected: [[createCalls({ message: { content: null } }), 'content type: <nil>']],
    accepted: [createCalls({}), createCalls({ message: { content: undefined } })],
  },
  'empty-content': {
    rejected: [[createCalls({ message: { content: '' } }), '"param":"messages[1]"']],
    accepted: [createCalls({}), createCalls({ message: { content: null } })],
  },
  'missing-reasoning': {
    rejected: [[createCalls({}), 'must be passed back']],
    accepted: [createCalls({ message: { reasoning_content: '' } }), {}],
  },
  'missing-reasoning-details': {
    rejected: [[createCalls({}), 'reasoning details']],
    accepted: [createCalls({ message: { reasoning_details: [{ data: 'QUJD' }] } }), {}],
  },
  'text-parts': {
    rejected: [
      [{ messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }] }, 'messages[0]'],
    ],
    accepted: [{}],
  },
  'repeated-roles': {
    rejected: [
      [{ messages: [user, user] }, 'should be alternating'],
      [
        {
          messages: [
            user,
            { role: 'assistant', content: 'a' },
            { role: 'assistant', content: 'b' },
          ],
        },
        '"code":"invalid_message"',
      ],
    ],
    accepted: [
      { messages: [{ role: 'system', content: 'a' }, { role: 'system', content: 'b' }, user] },
      createCalls({}),
    ],
  },
  'stream-options': {
    rejected: [
      [{ stream: true, stream_options: { include_usage: true } }, '"param":"stream_options"'],
    ],
    accepted: [{ stream: true }],
  },
};

/** Returns the status and the text of the response to each body. */
async function postAll(
  rejects: readonly OpenAiRejectedForm[],
  bodies: readonly object[],
): Promise<readonly (readonly [number, string])[]> {
  await using emulator = await startOpenAiEmulator({ rejects });
  const responses = bodies.map((body) =>
    exchange(`${emulator.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'm', messages: [user], ...body }),
    }),
  );
  return (await Promise.all(responses)).map(({ status, text }) => [status, text]);
}

describe('rejects', () => {
  it.each(listRejectedForms())('%s', async (form) => {
    const { rejected, accepted } = expectations[form];
    const bodies = [...rejected.map(([body]) => body), ...accepted];
    expect(await postAll([form], bodies)).toEqual([
      ...rejected.map(([, part]) => [400, expect.stringContaining(part)]),
      ...accepted.map(() => [200, expect.any(String)]),
    ]);
    const all = await postAll([], bodies);
    expect(all.map(([status]) => status)).toEqual(bodies.map(() => 200));
  });

  it('does not use a fault for a rejected request', async () => {
    await using emulator = await startOpenAiEmulator({
      rejects: ['null-content', 'schema-without-properties'],
      faults: ['overloaded'],
    });
    const post = (body: object): Promise<{ readonly status: number }> =>
      exchange(`${emulator.baseUrl}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'm', messages: [user], ...body }),
      });
    expect((await post(createTool({ type: 'object' }))).status).toBe(400);
    expect((await post({})).status).toBe(503);
    expect(emulator.requests.map(({ fault }) => fault)).toEqual([undefined, 'overloaded']);
  });
});
