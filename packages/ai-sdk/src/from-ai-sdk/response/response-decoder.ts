import { isContent } from '@understudy/core';
import { isJsonObject, readObject, readString } from '@understudy/core/internal';
import { ProviderError } from '@understudy/core/provider';
import type { Clock, ProviderEvent } from '@understudy/core/provider';

import { decodeContent } from './decode-content.ts';
import { decodeError } from './decode-error.ts';
import { decodeFinish, truncatedError } from './decode-finish.ts';
import { decodeUsage } from './decode-usage.ts';
import { describeWarnings } from './describe-warning.ts';
import { TextBlocks } from './text-blocks.ts';
import { ToolInputs } from './tool-inputs.ts';
import type { ToolPartType } from './tool-inputs.ts';

type Events = readonly ProviderEvent[];

/** A part of each response of Anthropic, with its id and token counts. */
const messageStart = 'anthropic.message_start';

/** What a decoder needs to know. */
export interface DecoderSettings {
  /** The id under which the provider is registered. */
  readonly provider: string;
  /** The requested model. */
  readonly model: string;
  /** The response headers that are known. */
  readonly headers: Readonly<Record<string, string>>;
  /** Warnings about the request. */
  readonly warnings: readonly string[];
  readonly clock: Clock;
}

/** Translates the parts of one stream. Each type of part that chats do not have becomes a warning. */
export class ResponseDecoder {
  readonly #settings: DecoderSettings;
  readonly #blocks = new TextBlocks();
  readonly #tools = new ToolInputs();
  readonly #unknownTypes = new Set<string>();
  /** The events before the start of the response, which must be the first event. */
  #early: ProviderEvent[];
  #started = false;
  #hasContent = false;
  /** The first error after content. The stream is read until its finish, which has the token counts. */
  #reported: ProviderError | undefined;
  #failure: ProviderError | undefined;
  #isComplete = false;

  constructor(settings: DecoderSettings) {
    this.#settings = settings;
    this.#early = settings.warnings.map((message) => ({ type: 'warning', message }));
  }

  /** Whether the response has ended with a finish. Later parts are not read. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** The error with which the response has ended. */
  get failure(): ProviderError | undefined {
    return this.#failure;
  }

  /** Returns the events for parts. Those after the end of the response are not read. */
  decodeAll(parts: readonly unknown[]): Events {
    const events: ProviderEvent[] = [];
    for (const part of parts) {
      for (const event of this.#decode(part)) events.push(event);
      if (this.#isComplete || this.#failure) break;
    }
    return events;
  }

  #decode(part: unknown): Events {
    const type = readString(part, 'type');
    switch (type) {
      case 'text-delta':
        return this.#addText('text', part);
      case 'reasoning-delta':
        return this.#addText('reasoning', part);
      case 'text-start':
        return this.#emit(this.#blocks.start('text', part));
      case 'reasoning-start':
        return this.#emit(this.#blocks.start('reasoning', part));
      case 'text-end':
        return this.#emit(this.#blocks.end('text', part));
      case 'reasoning-end':
        return this.#emit(this.#blocks.end('reasoning', part));
      case 'tool-input-start':
      case 'tool-input-delta':
      case 'tool-input-end':
      case 'tool-call':
        return this.#addToolCall(type, part);
      case 'stream-start':
        return this.#addEarly(describeWarnings(part).map(toWarning));
      case 'raw':
        return this.#addEarly([{ type, value: readRaw(part) }]);
      case 'response-metadata':
        return this.#start(part);
      case 'ping':
        return [];
      case 'error':
        return this.#fail(fieldOf(part, 'error'));
      case 'finish':
        return this.#finish(part);
      default:
        return this.#addOther(type, part);
    }
  }

  /** Returns the error of a stream that has ended without a finish. */
  end(): ProviderError {
    return this.#reported ?? truncatedError();
  }

  #addText(type: 'text' | 'reasoning', part: unknown): Events {
    const events = this.#blocks.add(type, part);
    return events ? this.#emit(events) : this.#malformed(`${type}-delta without a text`);
  }

  #addToolCall(type: ToolPartType, part: unknown): Events {
    const events = this.#tools.decode(type, part);
    if (events) return this.#emit([...this.#blocks.close(), ...events]);
    return this.#malformed(`${type} without an id or a name, or with the id of another call`);
  }

  #addOther(type: string | undefined, part: unknown): Events {
    const event = decodeContent(type, part);
    if (event) return this.#emit([...this.#blocks.close(), event]);
    // The call of a tool that the vendor ran is reported already.
    if (type === 'tool-result') return [];
    const kind = type === 'custom' ? readString(part, 'kind') : undefined;
    const name = kind ?? type ?? 'without a type';
    if (name === messageStart || this.#unknownTypes.has(name)) return [];
    this.#unknownTypes.add(name);
    return this.#addEarly([toWarning(`part of the stream ignored: ${name.slice(0, 80)}`)]);
  }

  /** Puts the start of the response before its first event. */
  #emit(events: Events): Events {
    if (events.length === 0) return events;
    this.#hasContent ||= events.some(isContent);
    return this.#started ? events : [...this.#start(), ...events];
  }

  #addEarly(events: Events): Events {
    if (this.#started) return events;
    this.#early.push(...events);
    return [];
  }

  #start(part?: unknown): Events {
    if (this.#started) return [];
    this.#started = true;
    const { provider, model, headers } = this.#settings;
    const id = readString(part, 'id');
    const requestId = headers['x-request-id'] ?? headers['request-id'];
    const early = this.#early;
    this.#early = [];
    return [
      {
        type: 'response-start',
        provider,
        model: readString(part, 'modelId') ?? model,
        ...(id !== undefined && { id }),
        ...(requestId !== undefined && { requestId }),
      },
      ...early,
    ];
  }

  #malformed(received: string): Events {
    return this.#fail(
      new ProviderError({
        code: 'malformed-response',
        message: `expected a part of a stream of the AI SDK, received a ${received}`,
      }),
    );
  }

  #fail(error: unknown): Events {
    const decoded = decodeError(error, this.#settings.clock);
    if (this.#hasContent) this.#reported ??= decoded;
    else this.#failure = decoded;
    return [];
  }

  #finish(part: unknown): Events {
    const usage = decodeUsage(fieldOf(part, 'usage'));
    const finish = decodeFinish(fieldOf(part, 'finishReason'));
    const cutOff = this.#tools.endAll('reason' in finish ? finish.reason : undefined);
    const events: ProviderEvent[] = [...this.#blocks.close(), ...cutOff];
    if (usage) events.push({ type: 'usage', ...usage });
    this.#failure = this.#reported ?? ('error' in finish ? finish.error : undefined);
    if (this.#failure || 'error' in finish) return this.#emit(events);
    this.#isComplete = true;
    const { reason, rawReason } = finish;
    const providerMetadata = readObject(part, 'providerMetadata');
    events.push({
      type: 'finish',
      // Some vendors end a response with tool calls as one with text.
      reason: reason === 'stop' && this.#tools.hasCalls ? 'tool-calls' : reason,
      ...(rawReason !== undefined && { rawReason }),
      ...(providerMetadata && { providerMetadata }),
    });
    return this.#emit(events);
  }
}

function toWarning(message: string): ProviderEvent {
  return { type: 'warning', message };
}

function fieldOf(part: unknown, name: string): unknown {
  return isJsonObject(part) ? part[name] : undefined;
}

/** Core checks that the value is JSON. */
function readRaw(part: unknown) {
  return isJsonObject(part) ? (part['rawValue'] ?? null) : null;
}
