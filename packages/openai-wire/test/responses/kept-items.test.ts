import type { AssistantPart, ChatEvent, JsonObject, Message } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import {
  decodeResponse,
  encodeResponse,
  encodeResponsesRequest,
  ResponseStreamEncoder,
} from '../../src/responses/index.ts';
import { added, createStream, decodeAll, done, message, settings } from './fixture.ts';

const program: JsonObject = {
  type: 'program',
  id: 'prog_1',
  call_id: 'call_p',
  code: 'paint()',
  fingerprint: 'FP',
};
const caller: JsonObject = { type: 'program', caller_id: 'call_p' };
const call: JsonObject = {
  type: 'function_call',
  id: 'fc_1',
  call_id: 'call_1',
  name: 'paint',
  arguments: '{"wall":2}',
  caller,
  async: true,
};
const click: JsonObject = {
  type: 'computer_call',
  id: 'cu_1',
  call_id: 'call_c',
  action: { type: 'screenshot' },
  status: 'completed',
};

const programPart: AssistantPart = {
  type: 'text',
  text: '',
  providerMetadata: { item: program },
};
const callPart: AssistantPart = {
  type: 'tool-call',
  id: 'call_1',
  name: 'paint',
  argumentsText: '{"wall":2}',
  providerMetadata: { caller, async: true },
};
const result: Message = {
  role: 'tool',
  content: [{ type: 'tool-result', toolCallId: 'call_1', name: 'paint', output: 'done' }],
};

function decode(...items: readonly JsonObject[]): readonly ChatEvent[] {
  return decodeAll(
    createStream(items.flatMap((item, index) => [added(index, item), done(index, item)])),
  ).events;
}

function encode(...content: readonly AssistantPart[]): unknown {
  const messages: readonly Message[] = [
    { role: 'user', content: 'Paint.' },
    { role: 'assistant', content },
    result,
  ];
  const request = { model: 'gpt-6-astra', messages };
  return encodeResponsesRequest(request, { provider: 'openai', stream: true }).body.input;
}

describe('a program that calls functions', () => {
  it('is kept, and so is the program of its calls', () => {
    const kept = decode(program, call).filter(({ type }) => type !== 'progress');
    expect(kept.slice(1, -1)).toMatchObject([
      { type: 'text-end', providerMetadata: { item: program } },
      { type: 'tool-call-start', providerMetadata: { caller, async: true } },
      { type: 'tool-call-delta' },
      { type: 'tool-call-end', providerMetadata: { caller, async: true } },
    ]);
    const { caller: _caller, async: _async, ...own } = call;
    for (const by of [{ type: 'direct' }, null, 'x']) {
      for (const event of decode({ ...own, caller: by, async: false })) {
        expect(event).not.toHaveProperty('providerMetadata.caller');
        expect(event).not.toHaveProperty('providerMetadata.async');
      }
    }
  });

  it('is sent back with its calls and their results', () => {
    expect(encode(programPart, callPart)).toMatchObject([
      { role: 'user' },
      program,
      { type: 'function_call', call_id: 'call_1', caller, async: true },
      { type: 'function_call_output', call_id: 'call_1', caller },
    ]);
  });

  it('does not call functions if it is missing', () => {
    const input = JSON.stringify(encode(callPart));
    expect(input).toContain('"call_id":"call_1"');
    expect(input).not.toContain('caller');
  });

  it('is encoded for a client, in events and complete', () => {
    const identity = { id: 'r1', created: 1, model: 'x' };
    const encoder = new ResponseStreamEncoder(identity);
    const events = [...encoder.encode(decode(program, call)), ...encoder.end()];
    const items = events.filter(({ type }) => type === 'response.output_item.done');
    expect(items).toMatchObject([
      { output_index: 0, item: program },
      { output_index: 1, item: { type: 'function_call', caller, async: true } },
    ]);
    const content = [programPart, callPart];
    const complete = encodeResponse(
      {
        message: { role: 'assistant', content },
        sources: [],
        usage: undefined,
        finishReason: 'tool-calls',
        model: 'x',
      },
      identity,
    );
    expect(complete).toMatchObject({ output: [program, { type: 'function_call', caller }] });
  });
});

describe('a call that the client must run', () => {
  const approval = { type: 'mcp_approval_request', id: 'ma_1', name: 'f', arguments: '{}' };
  const search = { type: 'tool_search_call', id: 'ts_1', call_id: 'call_s', execution: 'client' };

  it.each([
    click,
    { ...click, type: 'local_shell_call' },
    { ...click, type: 'shell_call' },
    { ...click, type: 'apply_patch_call' },
    approval,
    search,
  ])('is kept, and the response is not complete: $type', (item) => {
    const events = decode(item);
    expect(events).toContainEqual({ type: 'text-end', providerMetadata: { item } });
    expect(events.at(-1)).toMatchObject({ reason: 'other', rawReason: item.type });
    const json = { id: 'r', status: 'completed', output: [item] };
    expect(decodeResponse(json, settings).at(-1)).toMatchObject({ reason: 'other' });
  });

  it.each([
    { ...click, type: 'web_search_call' },
    { ...search, execution: 'server' },
  ])('is another one than a call that the vendor runs: $type', (item) => {
    const events = decode(item, message('msg_1', 'Red.'));
    expect(events.at(-1)).toMatchObject({ reason: 'stop' });
  });

  it('has been run if its output is in the response', () => {
    const shell = { ...click, type: 'shell_call' };
    const output = { type: 'shell_call_output', id: 'sho_1', call_id: 'call_c', output: [] };
    const events = decode(shell, output, message('msg_1', 'Red.'));
    expect(events.at(-1)).toMatchObject({ reason: 'stop' });
    expect(events).toContainEqual({ type: 'text-end', providerMetadata: { item: shell } });
    expect(events).toContainEqual({ type: 'text-end', providerMetadata: { item: output } });
  });

  it('is sent back with its output, and not without', () => {
    const asPart = (item: JsonObject): AssistantPart => ({
      type: 'text',
      text: '',
      providerMetadata: { item },
    });
    const output = { type: 'computer_call_output', call_id: 'call_c', output: {} };
    const answer = { type: 'mcp_approval_response', approval_request_id: 'ma_1', approve: true };
    const answered = [click, output, approval, answer];
    expect(encode(...answered.map(asPart))).toEqual([
      { role: 'user', content: 'Paint.' },
      ...answered,
    ]);
    expect(encode(asPart(click), asPart(approval))).toHaveLength(1);
    const ofVendor = { ...search, call_id: null, execution: 'server' };
    const found = { type: 'tool_search_output', id: 'tso_1', call_id: null, execution: 'server' };
    expect(encode(asPart(ofVendor), asPart(found))).toHaveLength(3);
    const shell = { ...click, type: 'local_shell_call' };
    const shellOutput = { type: 'local_shell_call_output', id: 'cu_1', output: '' };
    expect(encode(asPart(shell), asPart(shellOutput))).toHaveLength(3);
  });

  it('is a reason of its own only if no function is called', () => {
    expect(decode(click, call).at(-1)).toMatchObject({ reason: 'tool-calls' });
  });

  it('is not kept if it was cut off', () => {
    const events = decode({ ...click, status: 'incomplete' });
    expect(events.filter(({ type }) => type === 'text-end')).toEqual([]);
  });
});
