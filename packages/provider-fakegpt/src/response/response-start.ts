import { readRequestId } from '@understudy/core/provider';
import type {
  ChatRequest,
  HttpResponse,
  ProviderContext,
  ProviderEvent,
} from '@understudy/core/provider';

import { unsupportedSettings } from '../request/unsupported-settings.ts';

/** Puts the opening events of an answer before the first others, or once its id is known. */
export class ResponseStart {
  readonly #request: ChatRequest;
  readonly #provider: string;
  readonly #requestId: string | undefined;
  #opened = false;

  constructor(request: ChatRequest, { provider }: ProviderContext, { headers }: HttpResponse) {
    this.#request = request;
    this.#provider = provider;
    this.#requestId = readRequestId(headers);
  }

  before(events: readonly ProviderEvent[], id: string | undefined): readonly ProviderEvent[] {
    if (this.#opened || (events.length === 0 && id === undefined)) return events;
    this.#opened = true;
    return [this.#start(id), ...this.#warnings(), ...events];
  }

  #start(id: string | undefined): ProviderEvent {
    const { model } = this.#request;
    return {
      type: 'response-start',
      provider: this.#provider,
      model,
      id,
      requestId: this.#requestId,
    };
  }

  #warnings(): readonly ProviderEvent[] {
    const unplaced = unsupportedSettings(this.#request, this.#provider);
    if (unplaced.length === 0) return [];
    const message = `the site has no place for ${unplaced.join(', ')}: the answer comes without`;
    return [{ type: 'warning', message }];
  }
}
