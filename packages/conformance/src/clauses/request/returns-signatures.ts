import type { AssistantMessage, AssistantPart, ChatResponse, Message } from '@understudy/core';

import { expectTrue, inCase } from '../../assertions.ts';
import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { collectResponse } from '../../harness/collect-chat.ts';
import { expectReceived, isReceived } from '../../harness/expect-received.ts';
import { supports } from '../../harness/find-reply.ts';
import { unusedServer } from '../../harness/mock-server.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { createTextParts, finish } from '../../responses.ts';
import type { ResponsePart, ScriptedResponse } from '../../wire-format.ts';

const signature = 'canary-signature-3b71';
const text = createTextParts('Teal.');
const tools = [{ name: 'get_weather', inputSchema: { type: 'object' } }] as const;

const signedParts: Readonly<Record<string, readonly ResponsePart[]>> = {
  'signed reasoning': [
    { type: 'reasoning', text: 'The sea is blue or green.' },
    { type: 'reasoning-end', signature },
    ...text,
    finish,
  ],
  'redacted reasoning': [{ type: 'reasoning-end', signature, redacted: true }, ...text, finish],
  'signed text': [...text, { type: 'text-end', signature }, finish],
  'a signed tool call': [
    { type: 'tool-call', id: 'call_1', name: 'get_weather', argumentsPieces: ['{}'], signature },
    { type: 'finish', reason: 'tool-calls' },
  ],
};

export const returnsSignatures: Clause = {
  id: 'returns-signatures',
  rule: 'The signature of reasoning, text or a tool call is part of the response. If the message of the response is in the next request, the provider sends the signature back. It does not send the signature of another provider or model.',
  requires: 'wire',
  async check(context) {
    const cases = Object.entries(signedParts).map(([name, parts]) => {
      return { name, scripted: { type: 'response', parts } } as const;
    });
    const supported = cases.filter(({ scripted }) => canSend(context, scripted));
    // Without a supported part, the first one makes the clause fail with the missing part.
    for (const { name, scripted } of supported.length > 0 ? supported : cases.slice(0, 1)) {
      await inCase(name, () => expectReturned(context, scripted));
    }
  },
};

function canSend(
  context: ClauseContext,
  scripted: ScriptedResponse & { type: 'response' },
): boolean {
  const { tools: hasTools } = context.provider(unusedServer).capabilities;
  const hasCall = scripted.parts.some(({ type }) => type === 'tool-call');
  return (hasTools || !hasCall) && supports(context.wireFormat, scripted);
}

async function expectReturned(context: ClauseContext, scripted: ScriptedResponse): Promise<void> {
  await using harness = await TestHarness.open(context, scripted);
  const { message, toolCalls } = await startChat(harness, []).response();
  const parts = typeof message.content === 'string' ? [] : message.content;
  expectTrue(
    parts.some((part) => part.type !== 'file' && part.signature === signature),
    'expected the signature in the message of the response, received none',
  );
  const own = await continueChat(harness, message, toolCalls);
  expectReceived(own, 'the signature', signature);
  const { signatureScope } = harness.provider.definition;
  const foreign = [
    { origin: 'another-provider' },
    ...(signatureScope === 'provider' ? [] : [{ originModel: 'another-model' }]),
  ];
  for (const origin of foreign) {
    const content = parts.map((part): AssistantPart => ({ ...part, ...origin }));
    const sent = await continueChat(harness, { role: 'assistant', content }, toolCalls);
    expectTrue(
      !isReceived(sent, signature),
      `expected no signature of ${Object.values(origin)[0]} in the request to the vendor, received it`,
    );
  }
}

/** Sends the message back, and returns the requests for it. */
async function continueChat(
  harness: TestHarness,
  message: AssistantMessage,
  toolCalls: ChatResponse['toolCalls'],
): Promise<Pick<TestHarness, 'exchanges'>> {
  const { length } = harness.exchanges;
  const results = toolCalls.map(({ id, name }) => {
    return { type: 'tool-result', toolCallId: id, name, output: 'sleet' } as const;
  });
  const answer: Message =
    results.length > 0
      ? { role: 'tool', content: results }
      : { role: 'user', content: 'And which is cold?' };
  await collectResponse(startChat(harness, [message, answer]));
  return { exchanges: harness.exchanges.slice(length) };
}

function startChat(
  harness: TestHarness,
  later: readonly Message[],
): ReturnType<TestHarness['chat']> {
  const { tools: hasTools } = harness.provider.definition.capabilities;
  const messages: readonly Message[] = [{ role: 'user', content: 'Which sea is warm?' }, ...later];
  return harness.chat({ messages, ...(hasTools && { tools }) });
}
