import { createUnderstudy, modelRef } from '@understudy/core';
import type {
  ChatOptions,
  ChatRequest,
  ChatStream,
  Clock,
  ModelInfo,
  ProviderCallOptions,
  SizeLimits,
  TelemetryEvent,
  Timeouts,
  Understudy,
} from '@understudy/core';
import { MemoryLogger } from '@understudy/core/testing';

import type { ClauseContext, WaitLimits } from '../clause-context.ts';
import type { ScriptedResponse } from '../wire-format.ts';
import type { Exchange } from './exchange.ts';
import { InstrumentedProvider } from './instrumented-provider.ts';
import { MockServer } from './mock-server.ts';
import { MockVendor } from './mock-vendor.ts';
import { resolveScript } from './server-script.ts';
import type { ServerScript } from './server-script.ts';

export interface TestHarnessSettings {
  readonly timeouts?: Partial<Timeouts> | undefined;
  readonly maxAttempts?: number | undefined;
  /** @defaultValue the defaults of core */
  readonly sizeLimits?: Partial<SizeLimits> | undefined;
  /** @defaultValue the system clock */
  readonly clock?: Clock | undefined;
  /** Size of the server's writes. @defaultValue the chunks of the reply */
  readonly bytesPerWrite?: number | undefined;
}

/** The provider under test in a runtime, with a mock vendor that follows one script. */
export class TestHarness implements AsyncDisposable {
  readonly provider: InstrumentedProvider;
  readonly understudy: Understudy;
  readonly logger: MemoryLogger = new MemoryLogger();
  readonly telemetry: TelemetryEvent[] = [];
  readonly server: MockServer;
  readonly limits: WaitLimits;
  readonly #model: string;

  private constructor(
    context: ClauseContext,
    server: MockServer,
    script: ServerScript,
    settings: TestHarnessSettings,
  ) {
    const responseFor = (request: ChatRequest): ScriptedResponse =>
      resolveScript(script, JSON.stringify(request));
    this.server = server;
    this.limits = context.limits;
    this.provider = new InstrumentedProvider(
      context.provider({ baseUrl: server.url, responseFor }),
    );
    const { id } = this.provider.definition;
    const { idleMs } = context.limits;
    this.#model = modelRef(`${id}/${context.model}`);
    this.understudy = createUnderstudy({
      providers: [this.provider.definition],
      retry: { maxRetries: 0 },
      timeouts: { headersMs: idleMs, firstContentMs: idleMs, idleMs, ...settings.timeouts },
      maxAttempts: settings.maxAttempts,
      limits: settings.sizeLimits,
      allowRetired: [id],
      onEvent: (event) => void this.telemetry.push(event),
      ports: { logger: this.logger, clock: settings.clock },
    });
  }

  static async open(
    context: ClauseContext,
    script: ServerScript,
    settings: TestHarnessSettings = {},
  ): Promise<TestHarness> {
    const vendor = new MockVendor(context.wireFormat, script, settings.bytesPerWrite);
    const server = await MockServer.start((exchange) => vendor.handle(exchange));
    context.opened.push(server);
    const harness = new TestHarness(context, server, script, settings);
    context.opened.push(harness);
    return harness;
  }

  /** The requests for chats and model lists with their replies, in order. */
  get exchanges(): readonly Exchange[] {
    return this.server.exchanges.filter(({ isOther }) => !isOther);
  }

  chat(request: Partial<ChatRequest> = {}, options?: ChatOptions): ChatStream {
    const messages = [{ role: 'user', content: 'Name a color of the sea' }] as const;
    return this.understudy.chat({ messages, ...request, model: this.#model }, options);
  }

  async listModels(options?: ProviderCallOptions): Promise<readonly ModelInfo[]> {
    const { models } = await this.understudy.models(this.provider.definition.id, options);
    return models;
  }

  /** Closes the runtime and the server at the same time, so that an iteration that ignores its signal ends too. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([this.understudy.close(), this.server[Symbol.asyncDispose]()]);
  }
}
