import type { JsonObject, JsonValue } from '@understudy/core';

import { append, readAgentRequest, readEvents } from './agent-request.ts';
import type { Agent, AgentTurn } from './agent-request.ts';

const result = '42';

/** Claude Code. A reminder follows the results of its tools. */
export const claudeCode: Agent = {
  request: readAgentRequest('claude-code'),
  readTurn: (stream) => {
    const added = readBlocks(readEvents(stream));
    const blocks = added.map(toRecord);
    return {
      text: blocks.map(({ text = '' }) => text).join(''),
      calls: blocks
        .filter(({ type }) => type === 'tool_use')
        .map(({ id, name, input }) => ({ id, name, input: JSON.stringify(input) })),
      added,
    };
  },
  addResults: (body, { added, calls }) => ({
    ...body,
    messages: append(body['messages'], [
      { role: 'assistant', content: added },
      {
        role: 'user',
        content: [
          ...calls.map(({ id }) => ({
            tool_use_id: id,
            type: 'tool_result',
            content: [{ type: 'text', text: result }],
          })),
          { type: 'text', text: '<system-reminder>No tasks.</system-reminder>' },
        ],
      },
    ]),
  }),
};

/** Returns the content of a message. @throws Error if the message has no end, or its blocks are not in order */
function readBlocks(events: readonly JsonObject[]): readonly JsonObject[] {
  if (events[0]?.['type'] !== 'message_start' || events.at(-1)?.['type'] !== 'message_stop') {
    throw new Error('expected message_start first and message_stop last');
  }
  const blocks: Record<string, JsonValue>[] = [];
  let json = '';
  for (const { type, index, content_block: block, delta } of events.map(toRecord)) {
    if (type === 'content_block_start') {
      if (index !== blocks.length) throw new Error(`unexpected block ${index}`);
      blocks.push({ ...block });
      json = '';
    }
    const last = blocks[index];
    if (!last) continue;
    if (type === 'content_block_stop' && json !== '') last['input'] = JSON.parse(json);
    for (const [name, value] of Object.entries(delta ?? {})) {
      if (name === 'type') continue;
      if (name === 'partial_json') json += toText(value);
      else last[name] = toText(last[name]) + toText(value);
    }
  }
  return blocks;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Codex. It keeps the items of the response. */
export const codex: Agent = {
  request: readAgentRequest('codex'),
  readTurn: (stream) => {
    const events = readEvents(stream).map(toRecord);
    if (events.at(-1)?.type !== 'response.completed')
      throw new Error('expected response.completed');
    events.forEach(({ sequence_number: number }, index) => {
      if (number !== index) throw new Error(`expected the number ${index}, received ${number}`);
    });
    const added: readonly JsonObject[] = events
      .filter(({ type }) => type === 'response.output_item.done')
      .map(({ item }) => item);
    const calls = added.map(toRecord).filter(({ call_id: id }) => id !== undefined);
    return {
      text: added
        .map(toRecord)
        .flatMap(({ type, content }) => (type === 'message' ? content : []))
        .map(({ text }) => text)
        .join(''),
      calls: calls.map((call) => ({
        id: call.call_id,
        name: [call.namespace ?? [], call.name].flat().join('/'),
        input: call.arguments ?? call.input,
      })),
      added,
    };
  },
  addResults: (body, { added, calls }) => ({
    ...body,
    input: append(body['input'], [
      // Codex sends no ids of items, because nothing is stored.
      ...added.map(({ id: _id, status: _status, ...item }) => item),
      ...calls.map(({ id, name }) => ({
        type: name === 'apply_patch' ? 'custom_tool_call_output' : 'function_call_output',
        call_id: id,
        output: result,
      })),
    ]),
  }),
};

/** opencode. It reads chunks with the OpenAI-compatible provider of the AI SDK. */
export const opencode: Agent = {
  request: readAgentRequest('opencode'),
  readTurn: (stream) => {
    if (!stream.endsWith('data: [DONE]\n\n')) throw new Error('expected [DONE]');
    const chunks = readEvents(stream).map(toRecord);
    if (chunks.at(-1)?.usage === undefined) throw new Error('expected token counts');
    const deltas = chunks.flatMap(({ choices: [choice] }) => choice?.delta ?? []);
    const join = (name: string): string => deltas.map((delta) => delta[name] ?? '').join('');
    const parts = deltas.flatMap((delta) => delta.tool_calls ?? []);
    const indexes = [...new Set(parts.map(({ index }) => index))];
    const calls = indexes.map((index) => {
      const own = parts.filter((part) => part.index === index);
      return {
        id: String(own[0].id),
        name: String(own[0].function.name),
        input: own.map((part) => part.function.arguments ?? '').join(''),
      };
    });
    return { text: join('content'), calls, added: [toMessage(join('content'), calls)] };
  },
  addResults: (body, { added, calls }) => ({
    ...body,
    messages: append(body['messages'], [
      ...added,
      ...calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: result })),
    ]),
  }),
};

function toMessage(text: string, calls: AgentTurn['calls']): JsonObject {
  return {
    role: 'assistant',
    content: text,
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ id, name, input }) => ({
        id,
        type: 'function',
        function: { name, arguments: input },
      })),
    }),
  };
}

/** Events of the gateway are read without checks of their types. A wrong one fails the test. */
function toRecord(event: JsonObject) {
  return Object(event);
}
