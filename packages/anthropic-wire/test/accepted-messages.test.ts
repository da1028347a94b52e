import type {
  ChatRequest,
  Message,
  ReasoningPart,
  ToolCallPart,
  ToolMessage,
} from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { encodeMessagesRequest } from '../src/index.ts';
import type { EncodedRequest } from '../src/index.ts';

const question: Message = { role: 'user', content: 'Paint a wall.' };

function encode(messages: readonly Message[], request: Partial<ChatRequest> = {}): EncodedRequest {
  return encodeMessagesRequest(
    { model: 'claude-sonnet-4-5', messages, ...request },
    { provider: 'anthropic', stream: true },
  );
}

function call(id: string, name = 'paint'): ToolCallPart {
  return { type: 'tool-call', id, name, argumentsText: '{}' };
}

function result(toolCallId: string, name = 'paint'): ToolMessage {
  return { role: 'tool', content: [{ type: 'tool-result', toolCallId, name, output: 'done' }] };
}

describe('tool calls and results', () => {
  it('have a result for a call without one, at the end and before another message', () => {
    const missing = {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: 'a', content: 'No result.', is_error: true }],
    };
    const open: Message = { role: 'assistant', content: [call('a')] };
    const ended = encode([question, open]);
    expect(ended.body.messages).toMatchObject([{}, {}, missing]);
    expect(ended.warnings).toEqual(['result added to a tool call without one: "No result."']);
    const continued = encode([question, open, { role: 'user', content: 'Stop.' }]);
    expect(continued.body.messages).toMatchObject([
      {},
      {},
      { content: [...missing.content, { type: 'text', text: 'Stop.' }] },
    ]);
  });

  it('have different ids if a model uses an id again, as Kimi does in each turn', () => {
    const [first, second] = [call('a:0'), call('a:0')];
    const { body, warnings } = encode([
      question,
      { role: 'assistant', content: [first] },
      result('a:0'),
      { role: 'assistant', content: [first, second] },
      result('a:0'),
      result('a:0'),
    ]);
    expect(body.messages).toMatchObject([
      {},
      { content: [{ id: 'a_3a0' }] },
      { content: [{ tool_use_id: 'a_3a0', content: 'done' }] },
      { content: [{ id: 'a_3a0_2' }, { id: 'a_3a0_3' }] },
      {
        content: [
          { tool_use_id: 'a_3a0_2', content: 'done' },
          { tool_use_id: 'a_3a0_3', content: 'done' },
        ],
      },
    ]);
    expect(warnings).toEqual([]);
  });

  it('have the result of the last call with an id, if the earlier one has none', () => {
    const { body } = encode([
      question,
      { role: 'assistant', content: [call('a')] },
      { role: 'user', content: 'Again.' },
      { role: 'assistant', content: [call('a'), call('a_2')] },
      result('a'),
      result('a_2'),
    ]);
    expect(body.messages).toMatchObject([
      {},
      { content: [{ id: 'a' }] },
      { content: [{ tool_use_id: 'a', content: 'No result.' }, { text: 'Again.' }] },
      { content: [{ id: 'a_3' }, { id: 'a_2' }] },
      {
        content: [
          { tool_use_id: 'a_3', content: 'done' },
          { tool_use_id: 'a_2', content: 'done' },
        ],
      },
    ]);
  });

  it('have no result without a call', () => {
    const { body, warnings } = encode([question, result('lost'), { role: 'user', content: 'Go.' }]);
    expect(body.messages).toMatchObject([
      { role: 'user', content: [{ text: 'Paint a wall.' }, { text: 'Go.' }] },
    ]);
    expect(warnings).toEqual(['tool result omitted: no tool call before it has its id']);
  });

  it('are in adjacent messages, although other turns were between them', () => {
    const { body } = encode([
      question,
      { role: 'assistant', content: [call('a')] },
      { role: 'assistant', content: 'I paint.' },
      result('a'),
    ]);
    expect(body.messages).toMatchObject([
      {},
      { role: 'assistant', content: [{ type: 'tool_use', id: 'a' }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a' }] },
      { role: 'assistant' },
    ]);
  });

  it('have the calls behind the other content of their turn', () => {
    const block = { type: 'server_tool_use', id: 's', name: 'web_search', input: {} };
    const found = { type: 'web_search_tool_result', tool_use_id: 's', content: [] };
    const { body } = encode([
      question,
      {
        role: 'assistant',
        content: [
          call('a'),
          { type: 'text', text: 'One moment.' },
          call('b'),
          { type: 'text', text: '', providerMetadata: { block } },
          { type: 'text', text: '', providerMetadata: { block: found } },
        ],
      },
      result('a'),
      result('b'),
    ]);
    expect(body.messages).toMatchObject([
      {},
      {
        content: [
          { type: 'text' },
          { type: 'server_tool_use' },
          { type: 'web_search_tool_result' },
          { type: 'tool_use', id: 'a' },
          { type: 'tool_use', id: 'b' },
        ],
      },
      {},
    ]);
  });

  it('stay between signed reasoning, whose signatures depend on the order', () => {
    const reasoning = (signature: string): ReasoningPart => ({
      type: 'reasoning',
      text: 'Hm.',
      signature,
    });
    const { body } = encode([
      question,
      {
        role: 'assistant',
        content: [
          reasoning('czE='),
          call('a'),
          { type: 'text', text: 'One moment.' },
          reasoning('czI='),
          call('b'),
        ],
      },
      result('a'),
      result('b'),
    ]);
    expect(body.messages).toMatchObject([
      {},
      {
        content: [
          { type: 'thinking', signature: 'czE=' },
          { type: 'text' },
          { type: 'tool_use', id: 'a' },
          { type: 'thinking', signature: 'czI=' },
          { type: 'tool_use', id: 'b' },
        ],
      },
      {},
    ]);
  });

  it('have names that the API accepts', () => {
    const tool = { name: 'files.read/all', description: 'Reads', inputSchema: {} };
    const { body, toolNames } = encode(
      [question, { role: 'assistant', content: [call('a', tool.name)] }, result('a', tool.name)],
      { tools: [tool], toolChoice: { name: tool.name } },
    );
    expect(body).toMatchObject({
      tools: [{ name: 'files_read_all' }],
      tool_choice: { type: 'tool', name: 'files_read_all' },
      messages: [{}, { content: [{ name: 'files_read_all' }] }, {}],
    });
    expect(toolNames).toEqual(new Map([['files_read_all', 'files.read/all']]));
  });
});

describe('blocks of server tools', () => {
  const searched = (...types: readonly string[]): Message => ({
    role: 'assistant',
    content: types.map((type) => ({
      type: 'text',
      text: '',
      providerMetadata: {
        block: type === 'server_tool_use' ? { type, id: 's' } : { type, tool_use_id: 's' },
      },
    })),
  });

  it('are sent without a result if the response continues their turn', () => {
    const paused = searched('server_tool_use');
    expect(encode([question, paused]).body.messages).toMatchObject([
      {},
      { content: [{ type: 'server_tool_use', id: 's' }] },
    ]);
  });

  it('are omitted if the turn was not continued', () => {
    const { body, warnings } = encode([question, searched('server_tool_use'), question]);
    expect(body.messages).toMatchObject([{ role: 'user', content: [{}, {}] }]);
    expect(warnings).toEqual(['block of a server tool omitted: its call or its result is missing']);
  });

  it('are omitted without their call, for example in a shortened conversation', () => {
    const { body } = encode([question, searched('web_search_tool_result'), question]);
    expect(body.messages).toMatchObject([{ role: 'user', content: [{}, {}] }]);
  });

  it('are kept in pairs, also in two turns', () => {
    const { body, warnings } = encode([
      question,
      searched('server_tool_use'),
      searched('web_search_tool_result'),
      question,
    ]);
    expect(body.messages).toMatchObject([
      {},
      { content: [{ type: 'server_tool_use' }, { type: 'web_search_tool_result' }] },
      {},
    ]);
    expect(warnings).toEqual([]);
  });
});

it('begins with a message of the user', () => {
  const { body, warnings } = encode([
    { role: 'system', content: 'Be brief.' },
    { role: 'assistant', content: 'Hello! What shall I paint?' },
    question,
  ]);
  expect(body.messages).toEqual([
    { role: 'user', content: 'Begin.' },
    { role: 'assistant', content: 'Hello! What shall I paint?' },
    question,
  ]);
  expect(warnings).toEqual(['message of the user added at the start: the API requires one']);
});

it('has a message of the user beside a system prompt alone', () => {
  expect(encode([{ role: 'system', content: 'Greet.' }]).body).toMatchObject({
    system: 'Greet.',
    messages: [{ role: 'user', content: 'Begin.' }],
  });
  expect(encode([{ role: 'user', content: ' ' }]).body.messages).toEqual([]);
});

it.each(['', ' \n', [{ type: 'text', text: ' ' }] as const])(
  'omits the blank system prompt %j',
  (content) => {
    expect(encode([{ role: 'system', content }, question]).body).not.toHaveProperty('system');
  },
);

describe('a thinking budget', () => {
  const reasoned = { type: 'reasoning', text: 'Hm.', signature: 'c2ln' } as const;
  const thinks = (...messages: readonly Message[]): boolean =>
    encode(messages, { reasoningEffort: 'low' }).body.thinking !== undefined;

  it('is omitted in a turn that began without thinking', () => {
    const calls = { role: 'assistant', content: [call('a')] } as const;
    expect(thinks(question, calls, result('a'))).toBe(false);
    expect(encode([question, calls, result('a')], { reasoningEffort: 'low' }).warnings).toEqual([
      'reasoningEffort omitted: the turn to continue began without reasoning of this model',
    ]);
    // An effort alone is accepted.
    const opus = { model: 'claude-opus-4-5', reasoningEffort: 'low' } as const;
    expect(encode([question, calls, result('a')], opus).body).toMatchObject({
      output_config: { effort: 'low' },
    });
    // Thinking of a later call is not at the start of the turn.
    const later = { role: 'assistant', content: [reasoned, call('b')] } as const;
    expect(thinks(question, calls, result('a'), later, result('b'))).toBe(false);
    // The message with results has text of the user, so that a turn begins after it.
    const first = { role: 'assistant', content: [reasoned, call('b')] } as const;
    expect(thinks(question, first, result('b'), question, calls, result('a'))).toBe(false);
  });

  it('is sent in every other turn', () => {
    const calls = { role: 'assistant', content: [reasoned, call('a')] } as const;
    const more = { role: 'assistant', content: [call('b')] } as const;
    expect(thinks(question)).toBe(true);
    expect(thinks(question, calls, result('a'))).toBe(true);
    expect(thinks(question, calls, result('a'), more, result('b'))).toBe(true);
    const earlier = [question, more, result('b'), { role: 'assistant', content: 'Done.' }] as const;
    expect(thinks(...earlier, question)).toBe(true);
    expect(thinks(question, more, result('b'), question)).toBe(true);
    expect(thinks(question, more, result('b'), question, calls, result('a'))).toBe(true);
  });

  it('is not needed by models with adaptive thinking', () => {
    const { body, warnings } = encode(
      [question, { role: 'assistant', content: [call('a')] }, result('a')],
      { model: 'claude-sonnet-5', reasoningEffort: 'low' },
    );
    expect(body).toMatchObject({ thinking: { type: 'adaptive' } });
    expect(warnings).toEqual([]);
  });
});
