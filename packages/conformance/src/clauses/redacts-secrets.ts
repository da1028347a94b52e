import { say } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { canSay } from '../rehearsal/can-say.ts';
import type { Exchange } from '../rehearsal/exchange.ts';
import type { Perform, Programme } from '../rehearsal/programme.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';
import { tellAll } from '../rehearsal/tell-all.ts';
import { textOfRequest } from '../rehearsal/text-of-request.ts';
import { watch } from '../rehearsal/watch.ts';
import { expectTrue } from '../sentences.ts';
import type { RefusalCode, Scene } from '../stage.ts';
import type { Subject } from '../subject.ts';

const prompt = 'canary-prompt-77e0';
const answer = 'canary-answer-08aa';
const wording = 'canary-wording-5c1f';

const codes: readonly RefusalCode[] = [
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
    const { secrets, stage } = subject;
    const canaries = new Map([
      ...secrets.map((secret, index) => [secret, `secret ${index + 1}`] as const),
      [prompt, 'the prompt'],
      [answer, 'the answer'],
      [wording, 'the words of the vendor'],
    ]);
    const programmes = [...scenesOf(subject), ...(stage ? echoes(secrets) : [])];
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
function scenesOf({ stage, secrets }: Subject): readonly Named<Scene>[] {
  const message = [wording, prompt, ...secrets].join(' ');
  const scenes: readonly Named<Scene>[] = [
    ...codes.map((code): Named<Scene> => [
      `the refusal ${code}`,
      { type: 'refusal', refusal: { code, message } },
    ]),
    [
      'an error in the answer',
      { type: 'answer', parts: [...say(answer), { type: 'error', code: 'server-error', message }] },
    ],
    ['a truncated answer', { type: 'answer', parts: say(answer) }],
  ];
  return scenes.filter(([, scene]) => canSay(stage, scene));
}

/** All that the vendor was told, said back under every status in every type. */
function echoes(secrets: readonly string[]): readonly Named<Programme>[] {
  return statuses.flatMap((status) =>
    mediaTypes.map((type): Named<Programme> => {
      const headers = { 'content-type': type };
      const perform: Perform = (exchange) =>
        exchange.deliver({ status, headers, body: [echo(exchange, type, secrets)] });
      return [`the status ${status} with ${type}`, { perform }];
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
async function tellOf(subject: Subject, programme: Programme): Promise<string> {
  await using rehearsal = await Rehearsal.open(subject, programme);
  const chat = rehearsal.ask({ messages: [{ role: 'user', content: prompt }] });
  const { error } = await watch(chat);
  expectSent(rehearsal, subject);
  const { logger, telemetry, understudy } = rehearsal;
  return [
    tellAll(error),
    ...logger.warnings,
    ...logger.errors,
    JSON.stringify([telemetry, chat.attempts]),
    tellAll(understudy),
  ].join('\n');
}

/** A secret that never went over the wire would make all this worth nothing. */
function expectSent({ server }: Rehearsal, { secrets, stage }: Subject): void {
  if (!stage || secrets.length === 0) return;
  const told = server.exchanges.map(({ request }) => JSON.stringify(request)).join('\n');
  expectTrue(
    secrets.some((secret) => told.includes(secret)),
    'expected a secret among those in `secrets` to be sent to the vendor, and none was',
  );
}
