import { createUnderstudy } from '@understudy/core';
import type {
  AssistantMessage,
  ChatResponse,
  Message,
  ToolResultPart,
  Understudy,
} from '@understudy/core';

import type { Dialect, DialectEmulator } from './dialects.ts';
import { isObject } from './sent-request.ts';
import type { SentRequest } from './sent-request.ts';

/** A response of a conversation, and the request that led to it. */
export interface Step {
  readonly target: 'first' | 'second';
  readonly sent: SentRequest;
  readonly response: ChatResponse;
}

/** A conversation that two vendors took turns in. */
export interface PlayedConversation {
  readonly steps: readonly Step[];
  /** The HTTP statuses of each vendor, without those of the time when the first one was unreliable. */
  readonly statuses: Readonly<Record<Step['target'], readonly (number | undefined)[]>>;
}

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const firstQuestion = 'Which of these cities is warmer, Oslo or Atlantis?';
const secondQuestion = 'And Bergen or Lyonesse?';

const rules = [
  [firstQuestion, 'Oslo', 'Atlantis'],
  [secondQuestion, 'Bergen', 'Lyonesse'],
].map(([when = '', ...cities]) => ({
  when: new RegExp(when.replace('?', ''), 'u'),
  response: {
    reasoning: `I need two temperatures: ${cities.join(', ')}.`,
    toolCalls: cities.map((city) => ({ name: 'temperature', arguments: { city } })),
    text: `${cities[0]} is warmer, because ${cities[1]} does not exist.`,
  },
}));

const tools = [
  {
    name: 'temperature',
    description: 'The temperature of a city, in degrees.',
    inputSchema: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    },
  },
];

const responseFormat = {
  type: 'json',
  name: 'summary',
  schema: {
    type: 'object',
    properties: { warmest: { type: 'string' } },
    required: ['warmest'],
    additionalProperties: false,
  },
} as const;

/**
 * Plays a conversation that the first vendor begins: a system prompt, an image, reasoning, two parallel calls of which
 * one fails. Then the first vendor is unreliable, and the second one continues with calls of its own. The first one
 * returns, and fails again before the structured output. At the end it returns once more.
 */
export async function playConversation(
  first: Dialect,
  second: Dialect,
): Promise<PlayedConversation> {
  await using firstEmulator = await first.start(rules);
  await using secondEmulator = await second.start(rules);
  await using understudy = createUnderstudy({
    providers: [
      first.define('first', firstEmulator.url),
      second.define('second', secondEmulator.url),
    ],
    chains: { both: [`first/${first.model}`, `second/${second.model}`] },
    retry: { maxRetries: 0 },
  });
  const conversation = new Conversation(understudy, {
    first: { dialect: first, emulator: firstEmulator },
    second: { dialect: second, emulator: secondEmulator },
  });
  await conversation.ask(firstQuestion, pixel);
  conversation.runTools();
  conversation.setFailing(true);
  await conversation.send();
  await conversation.ask(secondQuestion);
  conversation.runTools();
  conversation.setFailing(false);
  await conversation.send();
  conversation.setFailing(true);
  await conversation.askForJson();
  conversation.setFailing(false);
  await conversation.askForJson();
  return {
    steps: conversation.steps,
    statuses: { first: statusesOf(firstEmulator), second: statusesOf(secondEmulator) },
  };
}

interface Party {
  readonly dialect: Dialect;
  readonly emulator: DialectEmulator;
}

class Conversation {
  readonly steps: Step[] = [];
  readonly #understudy: Understudy;
  readonly #parties: Readonly<Record<Step['target'], Party>>;
  readonly #messages: Message[] = [
    { role: 'system', content: 'You know the weather. Answer in one sentence.' },
  ];

  constructor(understudy: Understudy, parties: Readonly<Record<Step['target'], Party>>) {
    this.#understudy = understudy;
    this.#parties = parties;
  }

  setFailing(isFailing: boolean): void {
    const faults = isFailing ? [{ kind: 'disconnect-after-text', times: 'always' } as const] : [];
    this.#parties.first.emulator.setFaults(faults);
    this.#understudy.resetHealth();
  }

  async ask(question: string, base64?: string): Promise<void> {
    this.#messages.push({
      role: 'user',
      content: [
        { type: 'text', text: question },
        ...(base64 === undefined
          ? []
          : [{ type: 'image', data: { type: 'base64', base64 }, mediaType: 'image/png' } as const]),
      ],
    });
    await this.send();
  }

  async askForJson(): Promise<void> {
    this.#messages.push({ role: 'user', content: 'Which city is the warmest? Answer as JSON.' });
    await this.send({ responseFormat });
  }

  async send(extra: { responseFormat?: typeof responseFormat } = {}): Promise<void> {
    const chat = this.#understudy.chat({
      model: 'both',
      messages: this.#messages,
      tools,
      reasoningEffort: 'low',
      ...extra,
    });
    const response = await chat.response();
    this.#messages.push(response.message);
    const target = response.provider === 'first' ? 'first' : 'second';
    const { dialect, emulator } = this.#parties[target];
    const body = emulator.requests.findLast(({ path }) => path !== '/api/show')?.body;
    if (!isObject(body)) throw new Error(`expected a JSON object in the request to ${target}`);
    this.steps.push({ target, sent: dialect.read(body), response });
  }

  /** The first tool succeeds, the second one fails. */
  runTools(): void {
    const { toolCalls } = this.steps.at(-1)?.response ?? { toolCalls: [] };
    const content = toolCalls.map(({ id: toolCallId, name }, index): ToolResultPart => ({
      type: 'tool-result',
      toolCallId,
      name,
      ...(index === 0 ? { output: '21' } : { output: 'Unknown city.', isError: true }),
    }));
    this.#messages.push({ role: 'tool', content });
  }
}

function statusesOf({ requests }: DialectEmulator): readonly (number | undefined)[] {
  return requests.flatMap(({ fault, status }) => (fault === undefined ? [status] : []));
}

/** Returns the signatures of a message. */
export function signaturesOf({ content }: AssistantMessage): readonly string[] {
  if (typeof content === 'string') return [];
  return content.flatMap(({ signature }) => (signature === undefined ? [] : [signature]));
}
