import type { ChatRequest, ProviderContext, ProviderEvent } from '@understudy/core/provider';
import type { ResponseHead } from '@understudy/provider-utils';

import { unsupportedSettings } from '../request/unsupported-settings.ts';

/** Inserts `response-start` and warnings before the first event, or as soon as the id is known. */
export class ResponseStart {
  readonly #request: ChatRequest;
  readonly #provider: string;
  readonly #requestId: string | undefined;
  #started = false;

  constructor(request: ChatRequest, { provider }: ProviderContext, { requestId }: ResponseHead) {
    this.#request = request;
    this.#provider = provider;
    this.#requestId = requestId;
  }

  prepend(events: readonly ProviderEvent[], id: string | undefined): readonly ProviderEvent[] {
    if (this.#started || (events.length === 0 && id === undefined)) return events;
    this.#started = true;
    return [this.#createStart(id), ...this.#createWarnings(), ...events];
  }

  #createStart(id: string | undefined): ProviderEvent {
    const { model } = this.#request;
    return {
      type: 'response-start',
      provider: this.#provider,
      model,
      id,
      requestId: this.#requestId,
    };
  }

  #createWarnings(): readonly ProviderEvent[] {
    const settings = unsupportedSettings(this.#request, this.#provider);
    if (settings.length === 0) return [];
    const message = `unsupported settings ignored: ${settings.join(', ')}`;
    return [{ type: 'warning', message }];
  }
}
