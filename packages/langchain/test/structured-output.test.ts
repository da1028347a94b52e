import { AIMessage } from '@langchain/core/messages';
import type { OpenAiEmulatorOptions } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { toChatModel } from '../src/index.ts';
import { Chain } from './chain.ts';

const schema = z.object({ color: z.string() }).describe('A color');
const method = 'functionCalling';

function rulesFor(input: string | object, name = 'extract'): OpenAiEmulatorOptions['rules'] {
  return [
    {
      when: /color/u,
      response: {
        toolCalls: [{ name, arguments: typeof input === 'string' ? input : { ...input } }],
      },
    },
  ];
}

describe('withStructuredOutput with functionCalling', () => {
  it.each(['invoke', 'stream'] as const)('returns the input of a tool with %s', async (call) => {
    await using chain = await Chain.start(['overloaded'], [], rulesFor({ color: 'red' }));
    const model = toChatModel(chain.understudy, 'support').withStructuredOutput(schema, { method });
    const output =
      call === 'invoke'
        ? await model.invoke('A color')
        : (await Array.fromAsync(await model.stream('A color'))).at(-1);
    expect(output).toEqual({ color: 'red' });
    expect(chain.requests).toEqual([1, 1]);
    expect(chain.backup.requests[0]?.body).toMatchObject({
      tool_choice: { function: { name: 'extract' } },
      tools: [{ function: { name: 'extract', description: 'A color' } }],
    });
  });

  it('uses the name, the strict mode and a JSON Schema', async () => {
    await using chain = await Chain.start([], [], rulesFor({ color: 7 }, 'paint'));
    const json = { type: 'object', properties: { color: { type: 'number' } } };
    const output = await toChatModel(chain.understudy, 'support')
      .withStructuredOutput(json, { method, name: 'paint', strict: true })
      .invoke('A color');
    expect(output).toEqual({ color: 7 });
    expect(chain.primary.requests[0]?.body).toMatchObject({
      tools: [{ function: { name: 'paint', strict: true, parameters: json } }],
    });
  });

  it('returns the message, too', async () => {
    await using chain = await Chain.start([], [], rulesFor({ color: 'red' }));
    const { raw, parsed } = await toChatModel(chain.understudy, 'support')
      .withStructuredOutput(schema, { method, includeRaw: true })
      .invoke('A color');
    expect(AIMessage.isInstance(raw)).toBe(true);
    expect(parsed).toEqual({ color: 'red' });
  });

  it.each([
    ['input that does not match the schema', rulesFor({ color: 7 }), /does not match the schema/u],
    ['arguments that are not JSON', rulesFor('{"color":'), /received invalid arguments/u],
    ['another call', rulesFor({ color: 'red' }, 'other'), /expected a call of the tool "extract"/u],
  ])('rejects %s', async (_name, rules, message) => {
    await using chain = await Chain.start([], [], rules);
    const model = toChatModel(chain.understudy, 'support').withStructuredOutput(schema, { method });
    const pending = model.invoke('A color');
    await expect(pending).rejects.toMatchObject({ code: 'response-rejected' });
    await expect(pending).rejects.toThrow(message);
  });
});

/** A Standard Schema of another library than zod. */
const otherSchema = {
  '~standard': {
    version: 1,
    vendor: 'other',
    validate: (value: unknown) => {
      const parsed = schema.safeParse(value);
      return parsed.success
        ? { value: { shade: parsed.data.color } }
        : { issues: [{ message: 'No color' }] };
    },
    jsonSchema: { input: () => z.toJSONSchema(schema), output: () => ({}) },
  },
};

function startChain(response: string, backup: string): Promise<Chain> {
  const when = /color/u;
  return Chain.start([], [], [{ when, response }], [{ when, response: backup }]);
}

describe('withStructuredOutput', () => {
  it.each([
    ['not JSON', 'red'],
    ['JSON that does not match', '{"color":7}'],
  ])('tries the next target if the output is %s', async (_name, response) => {
    await using chain = await startChain(response, '{"color":"blue"}');
    const model = toChatModel(chain.understudy, 'support').withStructuredOutput(schema);
    expect(await model.invoke('A color')).toEqual({ color: 'blue' });
    expect(chain.requests).toEqual([1, 1]);
  });

  it('rejects if the output of no target matches', async () => {
    await using chain = await startChain('{"color":7}', '{"color":8}');
    const model = toChatModel(chain.understudy, 'support').withStructuredOutput(schema);
    await expect(model.invoke('A color')).rejects.toMatchObject({
      code: 'all-targets-failed',
      cause: { code: 'response-rejected' },
    });
  });

  it('rejects in a stream', async () => {
    await using chain = await startChain('{"color":7}', '{"color":"blue"}');
    const model = toChatModel(chain.understudy, 'support').withStructuredOutput(schema);
    await expect(model.stream('A color')).rejects.toMatchObject({ code: 'response-rejected' });
    expect(chain.requests).toEqual([1, 0]);
  });

  it('returns the message of an output that does not match', async () => {
    await using chain = await startChain('red', '{"color":"blue"}');
    const { raw, parsed } = await toChatModel(chain.understudy, 'support')
      .withStructuredOutput(schema, { includeRaw: true })
      .invoke('A color');
    expect([raw.text, parsed]).toEqual(['red', null]);
  });

  it('accepts a Standard Schema', async () => {
    await using chain = await startChain('{"color":7}', '{"color":"blue"}');
    const model = toChatModel(chain.understudy, 'support').withStructuredOutput(otherSchema);
    expect(await model.invoke('A color')).toEqual({ shade: 'blue' });
  });
});
