import { APICallError } from '@ai-sdk/provider';
import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type { ChatStream, Understudy } from '@understudy/core';
import { readString } from '@understudy/core/internal';
import { startOpenAiEmulator } from '@understudy/emulator';
import type { OpenAiEmulator } from '@understudy/emulator';
import { openai } from '@understudy/provider-openai';
import { generateText, streamText } from 'ai';
import type { TextStreamPart, ToolSet } from 'ai';
import { generateText as generateText6, streamText as streamText6 } from 'ai-6';
import type { TextStreamPart as TextStreamPart6, ToolSet as ToolSet6 } from 'ai-6';
import { expect } from 'vitest';

import { toLanguageModel } from '../src/index.ts';
import type { LanguageModel } from '../src/index.ts';
import { apiKey, backupText, primaryText, question } from './chain-fixture.ts';
import type { FaultProtocol, FaultyTarget } from './fault-protocols.ts';

/** What the user of a chain sees. */
export interface FaultResult {
  readonly text: string;
  /** Undefined if the call failed. */
  readonly finish: string | undefined;
  readonly errorCode: string | undefined;
  /** The requests to both targets. */
  readonly requests: readonly [primary: number, backup: number];
}

type Outcome = Omit<FaultResult, 'requests'>;

/** A fault that sends nothing for a while needs short timeouts. */
const slow = /stall|endless/u;

/** A chain of a target with a fault and a healthy one. */
class FaultRun implements AsyncDisposable {
  readonly understudy: Understudy;
  readonly #primary: FaultyTarget;
  readonly #backup: OpenAiEmulator;

  private constructor(fault: string, primary: FaultyTarget, backup: OpenAiEmulator) {
    this.#primary = primary;
    this.#backup = backup;
    const ms = slow.test(fault) ? 300 : 15_000;
    this.understudy = createUnderstudy({
      providers: [primary.definition, openai({ id: 'backup', apiKey, baseUrl: backup.baseUrl })],
      chains: { support: [`primary/${primary.model}`, 'backup/gpt-5-mini'] },
      retry: { maxRetries: 0 },
      limits: { maxEventBytes: 1_048_576 },
      timeouts: { headersMs: ms, firstContentMs: ms, idleMs: ms, usageGraceMs: 100 },
    });
  }

  static async start({ start }: FaultProtocol, fault: string): Promise<FaultRun> {
    const rules = [{ when: question, response: backupText }];
    return new FaultRun(fault, await start(fault), await startOpenAiEmulator({ rules }));
  }

  get requests(): FaultResult['requests'] {
    const chats = this.#primary.emulator.requests.filter(({ method }) => method === 'POST');
    return [chats.length, this.#backup.requests.length];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.understudy.close();
    await Promise.all([this.#primary.emulator[Symbol.asyncDispose](), this.#backup.close()]);
  }
}

/** Checks that a response that is reported as complete is that of one target. */
export function expectOneResponse({ text, finish, requests: [, backup] }: FaultResult): void {
  if (finish !== 'stop') return;
  expect(text).toContain(backup === 0 ? primaryText : backupText);
  if (backup === 1) expect(text).toBe(backupText);
}

/**
 * Returns the part of a result that does not depend on the time. How much of a truncated gzip stream is decompressed
 * depends on the reads of its socket.
 */
export function toComparable(fault: string, result: FaultResult): FaultResult {
  if (fault !== 'gzip-truncated' || !primaryText.startsWith(result.text)) return result;
  return { ...result, text: primaryText };
}

/** Runs one call in a chain whose first target has a fault. */
export async function runFault(
  protocol: FaultProtocol,
  fault: string,
  call: (understudy: Understudy) => Promise<Outcome>,
): Promise<FaultResult> {
  await using run = await FaultRun.start(protocol, fault);
  const outcome = await call(run.understudy);
  return { ...outcome, requests: run.requests };
}

function startChat(understudy: Understudy): ChatStream {
  return understudy.chat({ model: 'support', messages: [{ role: 'user', content: question }] });
}

/** Reads the events of a chat without the AI SDK. */
export async function readEvents(understudy: Understudy): Promise<Outcome> {
  let text = '';
  let finish: string | undefined;
  try {
    for await (const event of startChat(understudy)) {
      if (event.type === 'text-delta') text += event.text;
      if (event.type === 'finish') finish = event.reason;
    }
  } catch (error) {
    return { text, finish: undefined, errorCode: codeOf(error) };
  }
  return { text, finish, errorCode: undefined };
}

/** Reads the complete response of a chat without the AI SDK. */
export async function readResponse(understudy: Understudy): Promise<Outcome> {
  try {
    const { text, finishReason } = await startChat(understudy).response();
    return { text, finish: finishReason, errorCode: undefined };
  } catch (error) {
    return { text: '', finish: undefined, errorCode: codeOf(error) };
  }
}

type PartType = (TextStreamPart<ToolSet> | TextStreamPart6<ToolSet6>)['type'];
type StreamPart =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'finish'; readonly finishReason: string }
  | { readonly type: Exclude<PartType, 'text-delta' | 'finish'> };

/** The calls of one version of the AI SDK, with a model of its specification. */
export interface AiSdk {
  readonly streamText: (
    understudy: Understudy,
    onError: (event: { readonly error: unknown }) => void,
  ) => AsyncIterable<StreamPart>;
  readonly generateText: (
    understudy: Understudy,
  ) => Promise<{ readonly text: string; readonly finishReason: string }>;
}

export const aiSdk7: AiSdk = {
  streamText: (understudy, onError) =>
    streamText({ model: toLanguageModel(understudy, 'support'), prompt: question, onError }).stream,
  generateText: (understudy) =>
    generateText({ model: toLanguageModel(understudy, 'support'), prompt: question }),
};

export const aiSdk6: AiSdk = {
  streamText: (understudy, onError) =>
    streamText6({ model: createModel6(understudy), prompt: question, onError }).fullStream,
  generateText: (understudy) =>
    generateText6({ model: createModel6(understudy), prompt: question }),
};

function createModel6(understudy: Understudy): LanguageModel<'v3'> {
  return toLanguageModel(understudy, 'support', { specification: 'v3' });
}

/** Reads a stream of `streamText`, which must report at most one error. */
export async function callStreamText(sdk: AiSdk, understudy: Understudy): Promise<Outcome> {
  const errors: unknown[] = [];
  let text = '';
  let finish: string | undefined;
  const stream = sdk.streamText(understudy, ({ error }) => void errors.push(error));
  for await (const part of stream) {
    if (part.type === 'text-delta') text += part.text;
    if (part.type === 'finish') finish = part.finishReason;
  }
  expect(errors.length).toBeLessThanOrEqual(1);
  if (errors.length === 0) return { text, finish, errorCode: undefined };
  expect(['error', 'interrupted', undefined]).toContain(finish);
  return { text, finish: undefined, errorCode: codeOf(errors[0]) };
}

export async function callGenerateText(sdk: AiSdk, understudy: Understudy): Promise<Outcome> {
  try {
    const { text, finishReason } = await sdk.generateText(understudy);
    return { text, finish: finishReason, errorCode: undefined };
  } catch (error) {
    return { text: '', finish: undefined, errorCode: codeOf(error) };
  }
}

/** The error code of Understudy, which the errors of the AI SDK have in their data. */
function codeOf(error: unknown): string {
  if (isUnderstudyError(error)) return error.code;
  const code = APICallError.isInstance(error) ? readString(error.data, 'code') : undefined;
  return code ?? String(error);
}
