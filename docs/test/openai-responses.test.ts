import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';

import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import { startResponsesEmulator } from '@understudy/emulator';
import type { ResponsesEmulator } from '@understudy/emulator';
import {
  decodeResponsesRequest,
  encodeResponse,
  ResponseStreamEncoder,
} from '@understudy/openai-wire/responses';
import { openai } from '@understudy/provider-openai';
import { OpenAI } from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const model = 'openai/gpt-6-astra';
const rules = [
  {
    when: /paint/u,
    response: {
      reasoning: 'Which wall?',
      text: 'Painting.',
      toolCalls: [{ name: 'paint', arguments: { wall: 2 } }],
    },
  },
];

let emulator: ResponsesEmulator;
let understudy: Understudy;
let server: Server;
let client: OpenAI;

/** A server of the API in front of a runtime, as a gateway is. */
async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { request, stream, clientTools } = decodeResponsesRequest(await json(incoming));
  const identity = { id: 'resp_1', created: 1, model: request.model, clientTools };
  const chat = understudy.chat({ ...request, model });
  if (!stream) {
    const body = JSON.stringify(encodeResponse(await chat.response(), identity));
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(body);
    return;
  }
  const encoder = new ResponseStreamEncoder(identity);
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
  try {
    for await (const events of chat.batches) outgoing.write(encoder.encodeSse(events));
    outgoing.end(encoder.endSse());
  } catch (error) {
    if (!isUnderstudyError(error)) throw error;
    outgoing.end(encoder.failSse(error));
  }
}

beforeAll(async () => {
  emulator = await startResponsesEmulator({ rules });
  understudy = createUnderstudy({
    providers: [openai({ apiKey: 'any', baseUrl: emulator.baseUrl, api: 'responses' })],
    retry: { maxRetries: 0 },
  });
  server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  client = new OpenAI({ apiKey: 'any', baseURL: `http://127.0.0.1:${port}/v1`, maxRetries: 0 });
});

beforeEach(() => {
  emulator.setFaults([]);
  understudy.resetHealth();
});

afterAll(async () => {
  await understudy.close();
  server.close().closeAllConnections();
  await emulator.close();
});

const paint: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'paint',
  parameters: { type: 'object', properties: { wall: { type: 'integer' } } },
  strict: false,
};

describe("a server with the encoders, called with OpenAI's package", () => {
  it('streams a text', async () => {
    const stream = client.responses.stream({ model, input: '2+2*3' });
    const texts: string[] = [];
    stream.on('response.output_text.delta', ({ delta }) => texts.push(delta));
    const response = await stream.finalResponse();
    expect(texts.length).toBeGreaterThan(1);
    expect(response).toMatchObject({ status: 'completed', output_text: '2+2*3 = 8' });
    expect(response.usage).toMatchObject({ input_tokens: 2, output_tokens: 3 });
  });

  it.each([true, false])('runs a tool whose reasoning goes back, stream: %s', async (streams) => {
    const send = (
      input: OpenAI.Responses.ResponseInput,
    ): Promise<Pick<OpenAI.Responses.Response, 'output' | 'output_text'>> => {
      const params = { model, input, tools: [paint], reasoning: { effort: 'high' } } as const;
      const sent = { ...params, tools: [...params.tools] };
      return streams
        ? client.responses.stream(sent).finalResponse()
        : client.responses.create(sent);
    };
    const question = { role: 'user', content: 'Please paint.' } as const;
    const { output } = await send([question]);
    expect(output).toMatchObject([
      { type: 'reasoning', encrypted_content: expect.any(String) },
      { type: 'message', content: [{ text: 'Painting.' }] },
      { type: 'function_call', name: 'paint', arguments: '{"wall":2}' },
    ]);
    const items = output.filter(
      (item) =>
        item.type === 'reasoning' || item.type === 'message' || item.type === 'function_call',
    );
    const results = items
      .filter((item) => item.type === 'function_call')
      .map(({ call_id: id }) => {
        return { type: 'function_call_output', call_id: id, output: 'ok' } as const;
      });
    const answer = await send([question, ...items, ...results]);
    expect(answer.output_text).toBe('Painting.');
  });

  it('reports an error in the middle of a stream', async () => {
    emulator.setFaults(['truncated-stream']);
    const stream = client.responses.stream({ model, input: '2+2*3' });
    await expect(stream.finalResponse()).rejects.toThrow(/stream ended without/u);
  });

  it('reports an incomplete response', async () => {
    emulator.setFaults(['max-output-tokens']);
    const response = await client.responses.stream({ model, input: '2+2*3' }).finalResponse();
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    });
  });
});
