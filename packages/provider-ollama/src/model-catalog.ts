import type { JsonValue, ModelInfo, ProviderCallContext } from '@understudy/core/provider';
import { sendRequest } from '@understudy/provider-utils';

import type { Endpoint } from './endpoint.ts';
import { explainRefusal } from './explain-refusal.ts';
import { decodeModelDetails } from './wire/decode-model-details.ts';
import type { ModelDetails } from './wire/decode-model-details.ts';
import { decodeModelList, toModelInfo } from './wire/decode-model-list.ts';
import type { ListedModel } from './wire/decode-model-list.ts';

/** A server can have more models than this. The details of the others are not kept. */
const maxKept = 256;
/** A model can be replaced by another with the same name. */
const keptMs = 300_000;
/** How many details are requested at the same time. */
const concurrency = 4;

interface KeptDetails {
  readonly details: ModelDetails;
  readonly expiresAt: number;
}

/** The models of a server, and what it reports about each. */
export class ModelCatalog {
  readonly #endpoint: Endpoint;
  readonly #kept = new Map<string, KeptDetails>();

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /** Returns the models that can chat. Each has the facts that the server reports. */
  async list(context: ProviderCallContext): Promise<readonly ModelInfo[]> {
    const listed = decodeModelList(await this.#requestList(context));
    const models: (ModelInfo | undefined)[] = [];
    const remaining = listed.entries();
    const work = async (): Promise<void> => {
      for (const [index, model] of remaining) {
        models[index] = toModelInfo(model.id, await this.#complete(model, context));
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
    return models.filter((model) => model !== undefined);
  }

  /** Returns the details of a model. Undefined if the server does not report them. They are kept for five minutes. */
  async find(model: string, context: ProviderCallContext): Promise<ModelDetails | undefined> {
    const kept = this.#kept.get(model);
    if (kept && kept.expiresAt > context.clock.now()) return kept.details;
    const details = await this.#request(model, context);
    if (details) this.#keep(model, { details, expiresAt: context.clock.now() + keptMs });
    return details;
  }

  async #requestList(context: ProviderCallContext): Promise<JsonValue> {
    try {
      const { json } = await sendRequest(context, {
        ...this.#endpoint.fields,
        method: 'GET',
        url: this.#endpoint.tags,
        expect: 'json',
        operation: 'model list request',
      });
      return json;
    } catch (error) {
      throw explainRefusal(error);
    }
  }

  /** The list of an older server has no capabilities, and no list has the context window. */
  async #complete(
    { id, details }: ListedModel,
    context: ProviderCallContext,
  ): Promise<ModelDetails> {
    const shown = await this.find(id, context);
    return shown ? { ...shown, capabilities: shown.capabilities ?? details.capabilities } : details;
  }

  async #request(model: string, context: ProviderCallContext): Promise<ModelDetails | undefined> {
    try {
      const { json } = await sendRequest(context, {
        ...this.#endpoint.fields,
        method: 'POST',
        url: this.#endpoint.show,
        body: JSON.stringify({ model }),
        expect: 'json',
        operation: 'model details request',
      });
      return decodeModelDetails(json);
    } catch {
      // The facts are optional: the chat or the list itself reports what is wrong with the server.
      context.signal.throwIfAborted();
      return undefined;
    }
  }

  #keep(model: string, kept: KeptDetails): void {
    this.#kept.delete(model);
    this.#kept.set(model, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}
