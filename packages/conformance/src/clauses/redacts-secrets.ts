import type { ClauseContext } from '../clause-context.ts';
import type { Clause } from '../clause.ts';
import { collectChat } from '../harness/collect-chat.ts';
import type { Exchange } from '../harness/exchange.ts';
import { inspectAll } from '../harness/inspect-all.ts';
import type { Handler, ServerScript } from '../harness/server-script.ts';
import { supports } from '../harness/supports.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { textOfRequest } from '../harness/text-of-request.ts';
import { say } from '../responses.ts';
import { expectTrue } from '../sentences.ts';
import type { VendorErrorCode, ScriptedResponse } from '../wire-format.ts';

const prompt = 'canary-prompt-77e0';
const answer = 'canary-answer-08aa';
const wording = 'canary-wording-5c1f';

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
  rule: 'No error, log line or event tells a key, the prompt, the answer or the words of the vendor, whatever the vendor repeats.',
  async check(subject) {
    const { secrets, wireFormat } = subject;
    const canaries = new Map([
      ...secrets.map((secret, index) => [secret, `secret ${index + 1}`] as const),
      [prompt, 'the prompt'],
      [answer, 'the answer'],
      [wording, 'the words of the vendor'],
    ]);
    const programmes = [...scenesOf(subject), ...(wireFormat ? echoes(secrets) : [])];
    for (const [what, programme] of programmes) {
      const told = await tellOf(subject, programme);
      for (const [canary, name] of canaries) {
        const isTold = told.includes(canary);
        expectTrue(!isTold, `expected nothing to tell ${name}, and after ${what} it is told`);
      }
    }
  },
};

type Named<Value> = readonly [what: string, value: Value];

/** The vendor's own ways of failing, with all that it knows among its words. */
function scenesOf({ wireFormat, secrets }: ClauseContext): readonly Named<ScriptedResponse>[] {
  const message = [wording, prompt, ...secrets].join(' ');
  const scenes: readonly Named<ScriptedResponse>[] = [
    ...codes.map((code): Named<ScriptedResponse> => [
      `the refusal ${code}`,
      { type: 'error', error: { code, message } },
    ]),
    [
      'an error in the answer',
      {
        type: 'response',
        parts: [...say(answer), { type: 'error', code: 'server-error', message }],
      },
    ],
    ['a truncated answer', { type: 'response', parts: say(answer) }],
  ];
  return scenes.filter(([, scene]) => supports(wireFormat, scene));
}

/** All that the vendor was told, said back under every status in every type. */
function echoes(secrets: readonly string[]): readonly Named<ServerScript>[] {
  return statuses.flatMap((status) =>
    mediaTypes.map((type): Named<ServerScript> => {
      const headers = { 'content-type': type };
      const handler: Handler = (exchange) =>
        exchange.deliver({ status, headers, body: [echo(exchange, type, secrets)] });
      return [`the status ${status} with ${type}`, { handler }];
    }),
  );
}

function echo({ request }: Exchange, type: string, secrets: readonly string[]): string {
  const all = [wording, textOfRequest(request), ...Object.values(request.headers), ...secrets];
  const message = all.join(' ');
  if (type === 'text/event-stream') return `data: ${JSON.stringify(message)}\n\n`;
  if (type !== 'application/json') return message;
  return JSON.stringify({ error: { message }, detail: message, message });
}

/** Everything that anybody may come to print of a chat that fails. */
async function tellOf(subject: ClauseContext, programme: ServerScript): Promise<string> {
  await using rehearsal = await TestHarness.open(subject, programme);
  const chat = rehearsal.ask({ messages: [{ role: 'user', content: prompt }] });
  const { error } = await collectChat(chat);
  expectSent(rehearsal, subject);
  const { logger, telemetry, understudy } = rehearsal;
  return [
    inspectAll(error),
    ...logger.warnings,
    ...logger.errors,
    JSON.stringify([telemetry, chat.attempts]),
    inspectAll(understudy),
  ].join('\n');
}

/** A secret that never went over the wire would make all this worth nothing. */
function expectSent({ server }: TestHarness, { secrets, wireFormat }: ClauseContext): void {
  if (!wireFormat || secrets.length === 0) return;
  const told = server.exchanges.map(({ request }) => JSON.stringify(request)).join('\n');
  expectTrue(
    secrets.some((secret) => told.includes(secret)),
    'expected a secret among those in `secrets` to be sent to the vendor, and none was',
  );
}
