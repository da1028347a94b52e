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
