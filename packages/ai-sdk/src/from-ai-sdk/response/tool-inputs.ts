import { parseJson, readBoolean, readObject, readString } from '@understudy/core/internal';
import type {
  FinishReason,
  JsonObject,
  ProviderEvent,
  ToolCallEndEvent,
} from '@understudy/core/provider';

type Events = readonly ProviderEvent[];
/** The types of parts with tool calls. */
export type ToolPartType = 'tool-input-start' | 'tool-input-delta' | 'tool-input-end' | 'tool-call';

interface ToolInput {
  readonly name: string;
  text: string;
  /** The complete call, if it was received. */
  end?: { readonly argumentsText: string; readonly providerMetadata: JsonObject | undefined };
  state: 'open' | 'ended' | 'ignored';
}

/** The tool calls of one response. A call can arrive in pieces, complete, or both. */
export class ToolInputs {
  readonly #inputs = new Map<string, ToolInput>();
  #hasCalls = false;

  /** Whether a call has ended with its complete arguments. */
  get hasCalls(): boolean {
    return this.#hasCalls;
  }

  /** Returns undefined for a call without an id or a name, and for one with the id of another call. */
  decode(type: ToolPartType, part: unknown): Events | undefined {
    switch (type) {
      case 'tool-input-start':
        return this.#start(readString(part, 'id'), part);
      case 'tool-input-delta':
        return this.#add(readString(part, 'id') ?? '', readString(part, 'delta') ?? '');
      case 'tool-input-end':
        return [];
      case 'tool-call':
        return this.#end(readString(part, 'toolCallId'), part);
    }
  }

  /** Returns the ends of the calls whose arguments are not complete, or not JSON. */
  endAll(reason: FinishReason | undefined): Events {
    return Array.from(this.#inputs).flatMap(([id, input]): Events => {
      if (input.state !== 'open') return [];
      const isCut = input.end === undefined || reason === 'length';
      return [{ ...endOf(id, input), ...(isCut && { incomplete: true }) }];
    });
  }

  #start(id: string | undefined, part: unknown): Events | undefined {
    if (id !== undefined && this.#inputs.has(id)) return [];
    const name = readString(part, 'toolName');
    if (!id || !name) return undefined;
    const isIgnored = readBoolean(part, 'providerExecuted') === true;
    this.#inputs.set(id, { name, text: '', state: isIgnored ? 'ignored' : 'open' });
    if (!isIgnored) return [{ type: 'tool-call-start', id, name }];
    const message = `the vendor ran the tool "${name}"; its call and its result are not part of the response`;
    return [{ type: 'warning', message }];
  }

  /** A piece of a call that has not started is left out, because the complete call follows. */
  #add(id: string, delta: string): Events {
    const input = this.#inputs.get(id);
    if (input?.state !== 'open' || delta === '') return [];
    input.text += delta;
    return [{ type: 'tool-call-delta', id, argumentsText: delta }];
  }

  #end(id: string | undefined, part: unknown): Events | undefined {
    const started = this.#start(id, part);
    const input = id === undefined ? undefined : this.#inputs.get(id);
    if (!started || id === undefined || !input) return undefined;
    const argumentsText = readArguments(part);
    if (input.state === 'ended' && input.end?.argumentsText !== argumentsText) return undefined;
    if (input.state !== 'open') return started;
    const pieces = input.text === '' ? this.#add(id, argumentsText) : [];
    input.end = { argumentsText, providerMetadata: readObject(part, 'providerMetadata') };
    // The AI SDK also completes a call that was cut off. Only the finish reason shows that.
    if (parseJson(argumentsText) === undefined) return [...started, ...pieces];
    input.state = 'ended';
    this.#hasCalls = true;
    return [...started, ...pieces, endOf(id, input)];
  }
}

/** A call of a tool without parameters can have an empty text. Some models return the object itself. */
function readArguments(part: unknown): string {
  const input = readObject(part, 'input');
  if (input) return JSON.stringify(input);
  const text = readString(part, 'input') ?? '';
  return text.trim() === '' ? '{}' : text;
}

function endOf(id: string, { name, text, end }: ToolInput): ToolCallEndEvent {
  const { argumentsText = text, providerMetadata } = end ?? {};
  return {
    type: 'tool-call-end',
    id,
    name,
    argumentsText,
    ...(providerMetadata && { providerMetadata }),
  };
}
