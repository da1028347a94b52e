import type { ChainExplanation } from '../chain/explain-chain.ts';
import type { ChatStream } from '../chat-stream/chat-stream.ts';
import { LiveChatStream } from '../chat-stream/live-chat-stream.ts';
import type { ChatOptions } from '../chat/chat-options.ts';
import type { ChatRequest } from '../chat/chat-request.ts';
import { CLOCK, HEALTH, HTTP, PROVIDER_PORTS, REGISTRY } from '../di/tokens.ts';
import { closedError } from '../errors/closed-error.ts';
import type { TargetId } from '../health/health-registry.ts';
import type { TargetHealth } from '../health/target-state.ts';
import { UndiciHttp } from '../http/undici-http.ts';
import { Roster } from '../lists/roster.ts';
import type { ProviderDefinition } from '../provider/provider-definition.ts';
import type { ModelInfo } from '../provider/provider.ts';
import type { ModelsOptions } from './list-models.ts';
import { listModels } from './list-models.ts';
import { registerServices } from './register-services.ts';
import { CHAIN } from './tokens.ts';
import type {
  ModelName,
  ProviderName,
  Providers,
  UnderstudyOptions,
} from './understudy-options.ts';

/** How one target fares. */
export interface TargetReport extends TargetId, TargetHealth {}

/** A set of providers that can be asked by name. Whoever creates it closes it. */
export interface Understudy<
  Model extends string = string,
  Name extends string = string,
> extends AsyncDisposable {
  /**
   * Asks. Returns at once and opens nothing: the work starts with the first pull, and every
   * failure, a wrong name included, rejects there.
   *
   * @example
   * for await (const text of understudy.chat({ model, messages }).textStream) show(text);
   */
  chat(request: ChatRequest<Model>, options?: ChatOptions): ChatStream;
  /**
   * What `chat` would do with a request now, by the same code: targets in order, those it would pass
   * over with the reason, and the limits. Sends nothing.
   *
   * @throws ConfigurationError as the chat would reject with
   */
  explain(request: ChatRequest<Model>, options?: ChatOptions): ChainExplanation;
  /** How the targets fare that were asked so far. */
  health(): readonly TargetReport[];
  /** Forgets what is held against a target, or against all. */
  resetHealth(target?: TargetId): void;
  /** The providers that can be named, in order of registration. */
  providers(): readonly ProviderDefinition[];
  /**
   * The models that a provider's vendor offers right now. Where the vendor can't be asked it is the
   * very list of the definition (`===`). It may take as long as a whole attempt.
   *
   * @throws ConfigurationError `provider-not-found` and the like; ProviderError; the signal's reason
   */
  models(provider: Name, options?: ModelsOptions): Promise<readonly ModelInfo[]>;
  /**
   * Ends every chat under way with `closed`, then sessions, timers and sockets; resolves when
   * nothing is left that would keep the process alive. A second call waits for the first.
   */
  close(): Promise<void>;
}

/**
 * Creates a runtime: the one place where the parts are put together. Opens nothing yet.
 *
 * @throws ConfigurationError with the path of what can't be used
 *
 * @example
 * const understudy = createUnderstudy({ providers: [fakegpt({ baseUrl })] });
 * const answer = await understudy.chat({ model: 'fakegpt/gpt-4', messages }).text();
 * await understudy.close();
 */
export function createUnderstudy<
  const List extends Providers,
  const Chain extends string = never,
  const Alias extends string = never,
>(
  options: UnderstudyOptions<List, Chain, Alias>,
): Understudy<ModelName<List, Chain, Alias>, ProviderName<List>> {
  const container = registerServices(options);
  const chain = container.resolve(CHAIN);
  const registry = container.resolve(REGISTRY);
  const http = container.resolve(HTTP);
  const ports = container.resolve(PROVIDER_PORTS);
  const health = container.resolve(HEALTH);
  const clock = container.resolve(CLOCK);
  const active = new Roster<LiveChatStream>();
  let closing: Promise<void> | undefined;

  const close = async (): Promise<void> => {
    // `closing` stands before anybody hears of it.
    await Promise.resolve();
    for (const stream of active) stream.abort(closedError());
    try {
      await registry.close();
    } finally {
      // A port that the app gave is the app's to close.
      if (http instanceof UndiciHttp) await http.close();
    }
  };

  const understudy: Understudy<ModelName<List, Chain, Alias>, ProviderName<List>> = {
    chat: (request, chatOptions = {}) =>
      new LiveChatStream({
        request: snapshot(request),
        options: chatOptions,
        clock,
        run: (call) => chain.run(call),
        onStart: (stream) => {
          if (closing) stream.abort(closedError());
          else active.add(stream);
        },
        onEnd: (stream) => active.delete(stream),
      }),
    explain: (request, chatOptions) => chain.explain(request, chatOptions),
    health: () => health.list().map(({ id, health: { status } }) => ({ ...id, ...status })),
    resetHealth: (target) => health.reset(target),
    providers: () => registry.list(),
    models: (provider, modelsOptions = {}) =>
      listModels(provider, modelsOptions, { registry, ports }),
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => understudy.close(),
  };
  return understudy;
}

/** The request as it is now: what the app does with its own afterwards changes nothing. */
function snapshot<Model extends string>(request: ChatRequest<Model>): ChatRequest<Model> {
  const messages: unknown = request?.messages;
  if (!Array.isArray(messages)) return request;
  const copies = request.messages.map((message) => {
    if (typeof message !== 'object' || message === null) return message;
    return Array.isArray(message.content)
      ? { ...message, content: [...message.content] }
      : { ...message };
  });
  return { ...request, messages: copies };
}
