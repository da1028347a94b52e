import { inspect } from 'node:util';

import { expectTrue } from '../../assertions.ts';
import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { collectChat } from '../../harness/collect-chat.ts';
import { readRequestText } from '../../harness/exchange.ts';
import type { Exchange } from '../../harness/exchange.ts';
import { supports } from '../../harness/find-reply.ts';
import type { Handler, ServerScript } from '../../harness/server-script.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { createTextParts } from '../../responses.ts';
import type { ScriptedResponse, VendorErrorCode } from '../../wire-format.ts';

const prompt = 'canary-prompt-77e0';
const responseText = 'canary-response-08aa';
const vendorMessage = 'canary-message-5c1f';

const codes: readonly VendorErrorCode[] = [
  'authentication-failed',
  'invalid-request',
  'server-error',
  'rate-limited',
];
const statuses = [200, 400, 401, 403, 500];
const mediaTypes = ['application/json', 'text/html', 'text/plain', 'text/event-stream'];

export const redactsSecrets: Clause = {
  id: 'redacts-secrets',
  rule: "No error, log line or event contains a key, the prompt, the response text or the vendor's error message, also if the vendor repeats them.",
  async check(context) {
    const { secrets, wireFormat } = context;
    const canaries = new Map([
      ...secrets.map((secret, index) => [secret, `secret ${index + 1}`] as const),
      [prompt, 'the prompt'],
      [responseText, 'the response text'],
      [vendorMessage, "the vendor's error message"],
    ]);
    const scripts = [...createFailures(context), ...(wireFormat ? createEchoes(secrets) : [])];
    for (const [name, script] of scripts) {
      const output = await collectOutput(context, script);
      for (const [canary, what] of canaries) {
        const isRedacted = !output.includes(canary);
        expectTrue(isRedacted, `expected no output with ${what}, received it after ${name}`);
      }
    }
  },
};

type Named<Value> = readonly [name: string, value: Value];

/** Returns failures in the vendor's wire format. Each message contains the secrets. */
function createFailures({
  wireFormat,
  secrets,
}: ClauseContext): readonly Named<ScriptedResponse>[] {
  const message = [vendorMessage, prompt, ...secrets].join(' ');
  const text = createTextParts(responseText);
  const failures: readonly Named<ScriptedResponse>[] = [
    ...codes.map((code): Named<ScriptedResponse> => [
      `the error response ${code}`,
      { type: 'error', error: { code, message } },
    ]),
    [
      'an error in the response',
      { type: 'response', parts: [...text, { type: 'error', code: 'server-error', message }] },
    ],
    ['a truncated response', { type: 'response', parts: text }],
  ];
  return failures.filter(([, scripted]) => supports(wireFormat, scripted));
}

/** Returns scripts that repeat the request and the secrets, with each status and media type. */
function createEchoes(secrets: readonly string[]): readonly Named<ServerScript>[] {
  return statuses.flatMap((status) =>
    mediaTypes.map((type): Named<ServerScript> => {
      const headers = { 'content-type': type };
      const handler: Handler = (exchange) =>
        exchange.deliver({ status, headers, body: [encodeEcho(exchange, type, secrets)] });
      return [`status ${status} with ${type}`, { handler }];
    }),
  );
}

function encodeEcho({ request }: Exchange, type: string, secrets: readonly string[]): string {
  const texts = [vendorMessage, readRequestText(request), ...Object.values(request.headers)];
  const message = [...texts, ...secrets].join(' ');
  if (type === 'text/event-stream') return `data: ${JSON.stringify(message)}\n\n`;
  if (type !== 'application/json') return message;
  return JSON.stringify({ error: { message }, detail: message, message });
}

/** Returns all text that an app can print about a failed chat. */
async function collectOutput(context: ClauseContext, script: ServerScript): Promise<string> {
  await using harness = await TestHarness.open(context, script);
  const chat = harness.chat({ messages: [{ role: 'user', content: prompt }] });
  const { error } = await collectChat(chat);
  expectSecretSent(harness, context);
  const { logger, telemetry, understudy } = harness;
  return [
    inspectAll(error),
    ...logger.warnings,
    ...logger.errors,
    JSON.stringify([telemetry, chat.attempts]),
    inspectAll(understudy),
  ].join('\n');
}

/** The clause is meaningful only if the provider sends a secret. */
function expectSecretSent({ server }: TestHarness, { secrets, wireFormat }: ClauseContext): void {
  if (!wireFormat || secrets.length === 0) return;
  const requests = server.exchanges.map(({ request }) => JSON.stringify(request)).join('\n');
  expectTrue(
    secrets.some((secret) => requests.includes(secret)),
    'expected a request with one of `secrets`, received none',
  );
}

/** Returns a value as inspected, as JSON and as a string. For an error, adds its message, stack and causes. */
function inspectAll(value: unknown): string {
  const texts = [inspect(value, { depth: 20, showHidden: false }), stringify(value), String(value)];
  if (value instanceof Error) {
    texts.push(value.message, value.stack ?? '');
    if (value.cause !== undefined) texts.push(inspectAll(value.cause));
  }
  return texts.join('\n');
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
