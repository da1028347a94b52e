import { readRequestId } from '@understudy/core/provider';
import type {
  ChatRequest,
  HttpResponse,
  ProviderContext,
  ProviderEvent,
} from '@understudy/core/provider';

import { unplacedSettings } from './request/unplaced-settings.ts';

/** Puts the opening events of an answer before the first others, or once its id is known. */
export class ResponseOpening {
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
    return [...this.#create(id), ...events];
  }

  *#create(id: string | undefined): Generator<ProviderEvent, void, undefined> {
    const { model } = this.#request;
    const provider = this.#provider;
    yield { type: 'response-start', provider, model, id, requestId: this.#requestId };
    const unplaced = unplacedSettings(this.#request, provider);
    if (unplaced.length === 0) return;
    const message = `the site has no place for ${unplaced.join(', ')}: the answer comes without`;
    yield { type: 'warning', message };
  }
}
