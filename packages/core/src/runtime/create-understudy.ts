import { ChatCall } from '../chain/chat-call.ts';
import type { ChainExplanation } from '../chain/explain-chain.ts';
import type { ChatStream } from '../chat-stream/chat-stream.ts';
import { createOutputReader } from '../chat-stream/create-output-reader.ts';
import { LiveChatStream } from '../chat-stream/live-chat-stream.ts';
import type { ChatInput, ExplainInput } from '../chat/chat-input.ts';
import type { ChatOptions } from '../chat/chat-options.ts';
import type { JsonValue } from '../chat/json.ts';
import type { TargetHealth, TargetId } from '../health/target-health.ts';
import { assertKnownNames } from '../input/known-names.ts';
import { invalidValue, readFields, readInput, readWait } from '../input/readers.ts';
import { isFieldObject } from '../input/records.ts';
import type { ProviderDefinition } from '../provider/provider-definition.ts';
import type { ModelList } from '../provider/provider.ts';
import type { ChainInput, CheckedChain } from '../registry/chain/chain-check.ts';
import { readExplainCall, tryReadCall } from '../request/read-call.ts';
import { closeRuntime } from './close-runtime.ts';
import type { CountedTokens, ProviderCallOptions } from './provider-calls.ts';
import { countTokens, listModels } from './provider-calls.ts';
import { readOptions } from './read-options.ts';
import { registerServices } from './register-services.ts';
import * as tokens from './tokens.ts';
import type {
  ModelName,
  ProviderName,
  Providers,
  UnderstudyOptions,
} from './understudy-options.ts';

/** Options of `close()`. */
export interface CloseOptions {
  /** How long chats, `models()` calls and providers may take to end. @defaultValue 10_000 */
  readonly timeoutMs?: number | undefined;
}

/** A model reference of a runtime, or an inline chain of such references. */
export type CheckedModel<Target, Model extends string> = Target extends string
  ? Model
  : CheckedChain<Target, Model>;

/** A runtime: a set of providers and chains that are used by name. The app that creates it closes it. */
export interface Understudy<
  Model extends string = string,
  Name extends string = string,
> extends AsyncDisposable {
  /**
   * Creates a chat. Returns immediately and sends the request on the first read. The first read also reports
   * every error of the request, for example an unknown model. Later changes to `request` and `options` have no effect.
   *
   * @example
   * for await (const text of understudy.chat({ model, messages }).textStream) write(text);
   */
  chat<const Target extends Model | ChainInput, Output = JsonValue>(
    request: ChatInput<Target & CheckedModel<Target, Model>, Output>,
    options?: ChatOptions,
  ): ChatStream<Output>;
  /**
   * Returns the targets that `chat` would use for a request now, in order, with the reason for each skipped target,
   * and the options of the chat. Sends nothing. `messages` can be missing. Estimates of tokens then do not contain the
   * prompt.
   *
   * @throws ConfigurationError the error with which the chat would reject; UnderstudyError `closed`
   */
  explain<const Target extends Model | ChainInput>(
    request: ExplainInput<Target & CheckedModel<Target, Model>>,
    options?: ChatOptions,
  ): ChainExplanation;
  /**
   * Returns the health of all targets with an attempt. If there are more than 1,000, those without a
   * call in the last minute, an open circuit breaker or a cooldown are removed.
   */
  health(): readonly TargetHealth[];
  /**
   * Closes the circuit breaker of a target, also of one that was isolated, and ends its cooldown and that of its
   * provider. Without `target`, does this for all targets. Accepts an entry of `health()`.
   *
   * @throws ConfigurationError with the path of an unknown field, provider or model, and with similar names
   */
  resetHealth(target?: TargetId): void;
  /**
   * Skips a target until `resetHealth()` is called. Attempts in flight continue. Accepts an entry of `health()`.
   *
   * @throws ConfigurationError with the path of an unknown field, provider or model, and with similar names
   */
  isolate(target: TargetId): void;
  /** Returns the registered providers, in order of registration. */
  providers(): readonly ProviderDefinition[];
  /**
   * Returns the models that a provider's vendor offers now, with the source `live`. If the provider cannot list them,
   * returns the `models` of its definition, with the source `static`. Limited by `timeouts.totalMs`.
   *
   * @throws ConfigurationError `provider-not-found`; ProviderError; UnderstudyError `closed`; the reason of
   * the signal
   */
  models(provider: Name, options?: ProviderCallOptions): Promise<ModelList>;
  /**
   * Returns the number of input tokens of a request, as counted by the vendor of its first target. Limited by
   * `timeouts.totalMs`.
   *
   * @throws ConfigurationError; ProviderError `unsupported-feature` if the provider cannot count tokens;
   * UnderstudyError `closed`; the reason of the signal
   */
  countTokens<const Target extends Model | ChainInput>(
    request: ChatInput<Target & CheckedModel<Target, Model>, unknown>,
    options?: ProviderCallOptions,
  ): Promise<CountedTokens>;
  /**
   * Aborts every chat, every call of `models()` and `countTokens()` and every creation of a provider with `closed`, and
   * waits until they and their cleanup have ended. Then closes the providers, one after the other in reverse order of
   * creation, and the sockets. After it has resolved, the runtime does not keep the process alive. Later calls of
   * `chat()`, `explain()`, `models()` and `countTokens()` fail with `closed`. A second call returns the promise of the
   * first.
   *
   * @throws UnderstudyError `timeout` if some work did not end within `timeoutMs`. The message names this work, which
   * is abandoned. UnderstudyError `internal` if a provider could not be closed. The others are closed
   */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * Creates a runtime. Opens no connection.
 *
 * @throws ConfigurationError with the path of the option that is not valid
 *
 * @example
 * const understudy = createUnderstudy({ providers: [fakegpt({ baseUrl })] });
 * const response = await understudy.chat({ model: 'fakegpt/gpt-4', messages }).text();
 * await understudy.close();
 */
export function createUnderstudy<
  const List extends Providers,
  const Chains = {},
  const Alias extends string = never,
>(
  options: UnderstudyOptions<List, Chains, Alias>,
): Understudy<ModelName<List, Chains, Alias>, ProviderName<List>>;
export function createUnderstudy(options: UnderstudyOptions): Understudy {
  const container = registerServices(readOptions(options));
  const runner = container.resolve(tokens.CHAIN_RUNNER);
  const registry = container.resolve(tokens.REGISTRY);
  const instances = container.resolve(tokens.INSTANCES);
  const ownHttp = container.resolve(tokens.OWN_HTTP);
  const ports = container.resolve(tokens.PROVIDER_PORTS);
  const health = container.resolve(tokens.HEALTH);
  const clock = container.resolve(tokens.CLOCK);
  const reporter = container.resolve(tokens.ATTEMPT_REPORTER);
  const random = container.resolve(tokens.RANDOM);
  const scope = container.resolve(tokens.SCOPE);
  let closing: Promise<void> | undefined;
  const readKnown = (target: unknown): TargetId => {
    const checked = readInput(readTarget, target, 'target');
    registry.assertKnown(checked, 'target');
    return checked;
  };

  const understudy: Understudy = {
    chat: <Output>(request: unknown, chatOptions: unknown = {}): ChatStream<Output> => {
      const input = tryReadCall(request, chatOptions);
      const call = new ChatCall(scope, random.uuid(), input, { clock, reporter });
      const readOutput = createOutputReader<Output>(input, scope);
      return new LiveChatStream(call, (started) => runner.run(started), readOutput);
    },
    explain: (request: unknown, chatOptions: unknown = {}) => {
      scope.assertOpen();
      return structuredClone(runner.explain(readExplainCall(request, chatOptions)));
    },
    health: () => health.list(),
    resetHealth: (target) => health.reset(target === undefined ? undefined : readKnown(target)),
    isolate: (target) => health.isolate(readKnown(target)),
    providers: () => registry.list(),
    models: (provider, modelsOptions = {}) =>
      listModels(provider, modelsOptions, { registry, ports, scope }),
    countTokens: (request: unknown, countOptions = {}) =>
      countTokens(request, countOptions, { registry, ports, scope }),
    close: (closeOptions) => {
      if (closing) return closing;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      try {
        const timeoutMs = readTimeoutMs(closeOptions);
        // Before anything is aborted: a listener may call `close()` again.
        closing = promise;
        resolve(closeRuntime({ scope, instances, ownHttp, clock }, timeoutMs));
      } catch (error) {
        reject(error);
      }
      return promise;
    },
    [Symbol.asyncDispose]: () => understudy.close(),
  };
  return understudy;
}

const readCloseOptions = readFields<CloseOptions>(
  { timeoutMs: readWait },
  { timeout: 'did you mean "timeoutMs"?' },
);

function readTimeoutMs(options: unknown = {}): number {
  return readInput(readCloseOptions, options, 'options').timeoutMs ?? 10_000;
}

/** Those of an entry of `health()` too, so that an app can pass one. */
const targetFields = Object.keys({
  provider: true,
  model: true,
  breaker: true,
  retryAfterMs: true,
  cooldown: true,
  failure: true,
  inFlight: true,
  queued: true,
} satisfies Record<keyof TargetHealth, true>);

function readTarget(target: unknown, path: string): TargetId {
  if (isFieldObject(target)) {
    assertKnownNames(target, targetFields, `${path}.`);
    const { provider, model } = target;
    if (typeof provider === 'string' && typeof model === 'string') return { provider, model };
  }
  throw invalidValue(path, 'an object with provider and model', target);
}
