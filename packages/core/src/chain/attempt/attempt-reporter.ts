import type { Attempt } from '../../chat/attempt.ts';
import type { RequestContent } from '../../chat/chat-request.ts';
import { findRespondingAttempt } from '../../chat/find-responding-attempt.ts';
import type { ContentPart } from '../../chat/message.ts';
import { isUnderstudyError } from '../../errors/is-error.ts';
import type { Logger } from '../../ports/logger.ts';
import type {
  AttemptEndTelemetry,
  AttemptScope,
  ChatFacts,
  ChatFailedTelemetry,
  Telemetry,
} from '../../ports/telemetry.ts';
import type { PlannedRoute } from '../../registry/route/route.ts';
import type { CheckedCall } from '../../request/read-call.ts';
import type { CollectedResponse } from '../../stream/chat-collector.ts';
import { sumUsage } from '../../stream/sum-usage.ts';
import { toAttemptError } from './attempt-errors.ts';

/** What telemetry reports of an attempt besides its log entry. */
type AttemptDetails = Pick<AttemptEndTelemetry, 'listed' | 'phase' | 'response'>;

/** What telemetry reports of a chat at its end. */
interface ChatIdentity {
  readonly id: string;
  readonly chain: string | undefined;
}

/** Reports every chat and attempt to telemetry. Logs one line per chat in which an attempt failed. */
export class AttemptReporter {
  readonly #telemetry: Telemetry;
  readonly #logger: Logger;
  /** Whether the app runs attempts in the context of a tracer. */
  readonly traces: boolean;

  constructor(telemetry: Telemetry, logger: Logger) {
    this.#telemetry = telemetry;
    this.traces = telemetry.within !== undefined;
    this.#logger = logger;
  }

  /** @param stream - whether the caller reads the response while it arrives */
  chatStarted(chatId: string, { model, content }: CheckedCall, stream: boolean): void {
    if (!this.#telemetry.enabled) return;
    const facts = toChatFacts(content, stream);
    const reference = typeof model === 'string' ? model : undefined;
    this.#telemetry.emit({ type: 'chat-start', chatId, model: reference, facts });
    this.#telemetry.emitContent?.({ type: 'request', chatId, request: content });
  }

  attemptStarted(chatId: string, attempt: Attempt, listed: boolean): void {
    if (!this.#telemetry.enabled) return;
    this.#telemetry.emit({ type: 'attempt-start', chatId, attempt, listed });
  }

  attemptEnded(chatId: string, attempt: Attempt, details: AttemptDetails = {}): void {
    if (!this.#telemetry.enabled) return;
    this.#telemetry.emit({ type: 'attempt-end', chatId, attempt, ...details });
  }

  /** @param route - the target that the chat waited for */
  chatWaited(chatId: string, route: PlannedRoute | undefined, waitedMs: number): void {
    if (!this.#telemetry.enabled || !route) return;
    const { definition, model } = route;
    this.#telemetry.emit({ type: 'chat-wait', chatId, provider: definition.id, model, waitedMs });
  }

  chatReset(chatId: string, attemptNumber: number, reason: string): void {
    if (!this.#telemetry.enabled) return;
    this.#telemetry.emit({ type: 'chat-reset', chatId, attemptNumber, reason });
  }

  /** Returns what reads the headers for the requests of an attempt. Undefined if the app adds none. */
  requestHeaders(scope: AttemptScope): (() => Readonly<Record<string, string>>) | undefined {
    if (!this.#telemetry.requestHeaders) return undefined;
    return () => this.#telemetry.requestHeaders?.(scope) ?? {};
  }

  /** Runs a part of an attempt in the context of the app's tracer. */
  within<Value>(scope: AttemptScope, work: () => Promise<Value>): Promise<Value> {
    return this.#telemetry.within ? this.#telemetry.within(scope, work) : work();
  }

  chatSucceeded({ id: chatId, chain }: ChatIdentity, response: CollectedResponse): void {
    const { attempts, usage, totalUsage, finishReason } = response;
    this.#warnAboutFailures(attempts);
    if (!this.#telemetry.enabled) return;
    this.#telemetry.emitContent?.({ type: 'response', chatId, response });
    this.#telemetry.emit({
      type: 'chat-end',
      chatId,
      chain,
      ...toTarget(findRespondingAttempt(attempts)),
      usage,
      totalUsage,
      finishReason,
      response: { id: response.id, model: response.model },
      outcome: 'succeeded',
      error: undefined,
    });
  }

  chatFailed(chat: ChatIdentity, attempts: readonly Attempt[], error: unknown): void {
    if (!isUnderstudyError(error)) return;
    this.#logger.error(`${error.code}: ${error.message}`);
    if (!this.#telemetry.enabled) return;
    const end = { outcome: 'failed', error: toAttemptError(error) } as const;
    this.#telemetry.emit({ ...unfinished(chat, attempts), ...end });
  }

  chatAborted(chat: ChatIdentity, attempts: readonly Attempt[]): void {
    if (!this.#telemetry.enabled) return;
    const end = { outcome: 'aborted', error: undefined } as const;
    this.#telemetry.emit({ ...unfinished(chat, attempts), ...end });
  }

  #warnAboutFailures(attempts: readonly Attempt[]): void {
    if (attempts.length < 2) return;
    const failed = attempts.filter(({ outcome }) => outcome === 'failed');
    const responding = findRespondingAttempt(attempts);
    if (failed.length === 0 || !responding) return;
    const codes = failed.map(
      ({ provider, model, error }) => `${provider}/${model} ${error?.code ?? ''}`,
    );
    const target = `${responding.provider}/${responding.model}`;
    this.#logger.warn(`${target} responded after ${codes.join(', ')}`);
  }
}

function unfinished(
  { id: chatId, chain }: ChatIdentity,
  attempts: readonly Attempt[],
): Omit<ChatFailedTelemetry, 'outcome' | 'error'> {
  return {
    type: 'chat-end',
    chatId,
    chain,
    response: undefined,
    ...toTarget(attempts.at(-1)),
    usage: undefined,
    totalUsage: sumUsage(attempts),
    finishReason: undefined,
  };
}

function toTarget(attempt: Attempt | undefined): {
  readonly provider: string | undefined;
  readonly model: string | undefined;
} {
  return { provider: attempt?.provider, model: attempt?.model };
}

/** Returns what telemetry reports about a request. */
function toChatFacts(content: RequestContent, stream: boolean): ChatFacts {
  const { messages, tools = [], responseFormat } = content;
  const parts = messages.flatMap((message): readonly ContentPart[] =>
    typeof message.content === 'string' ? [] : message.content,
  );
  const count = (type: ContentPart['type']): number =>
    parts.filter((part) => part.type === type).length;
  const { temperature, topP, topK, maxOutputTokens, seed } = content;
  const { presencePenalty, frequencyPenalty, reasoningEffort } = content;
  return {
    messages: messages.length,
    tools: tools.length,
    images: count('image'),
    files: count('file'),
    stream,
    json: responseFormat?.type === 'json',
    temperature,
    topP,
    topK,
    maxOutputTokens,
    seed,
    presencePenalty,
    frequencyPenalty,
    reasoningEffort,
  };
}
