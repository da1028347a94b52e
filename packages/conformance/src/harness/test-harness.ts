import { createUnderstudy, modelRef } from '@understudy/core';
import type {
  ChatOptions,
  ChatRequest,
  ChatStream,
  ModelInfo,
  ModelsOptions,
  TelemetryEvent,
  Timeouts,
  Understudy,
} from '@understudy/core';
import { MemoryLogger } from '@understudy/core/testing';

import type { ClauseContext } from '../clause-context.ts';
import type { ScriptedResponse } from '../wire-format.ts';
import type { Exchange } from './exchange.ts';
import { InstrumentedProvider } from './instrumented-provider.ts';
import { MockServer } from './mock-server.ts';
import { MockVendor } from './mock-vendor.ts';
import { sceneFor } from './server-script.ts';
import type { ServerScript } from './server-script.ts';

export interface TestHarnessSettings {
  readonly timeouts?: Partial<Timeouts> | undefined;
  readonly maxAttempts?: number | undefined;
  /** Where the vendor's writes are cut. @defaultValue at the borders of its pieces */
  readonly bytesPerWrite?: number | undefined;
}

/** What a chat is asked, where the clause does not care. */
export const question = 'Name a colour of the sea';

/** A vendor that stalls must end the clause before the test runner does. */
const patience: Partial<Timeouts> = { headersMs: 2000, firstContentMs: 2000, idleMs: 2000 };

/** A provider in a runtime of its own, before a vendor that plays one programme. */
export class TestHarness implements AsyncDisposable {
  readonly probe: InstrumentedProvider;
  readonly understudy: Understudy;
  readonly logger: MemoryLogger = new MemoryLogger();
  readonly telemetry: TelemetryEvent[] = [];
  readonly server: MockServer;
  readonly #model: string;

  private constructor(
    subject: ClauseContext,
    server: MockServer,
    programme: ServerScript,
    settings: TestHarnessSettings,
  ) {
    const responseFor = (request: ChatRequest): ScriptedResponse =>
      sceneFor(programme, JSON.stringify(request));
    this.server = server;
    this.probe = new InstrumentedProvider(subject.provider({ baseUrl: server.url, responseFor }));
    const { id } = this.probe.definition;
    this.#model = modelRef(`${id}/${subject.model}`);
    this.understudy = createUnderstudy({
      providers: [this.probe.definition],
      retry: { maxRetries: 0 },
      timeouts: { ...patience, ...settings.timeouts },
      maxAttempts: settings.maxAttempts,
      allowRetired: [id],
      onEvent: (event) => void this.telemetry.push(event),
      ports: { logger: this.logger },
    });
  }

  static async open(
    subject: ClauseContext,
    programme: ServerScript,
    settings: TestHarnessSettings = {},
  ): Promise<TestHarness> {
    const vendor = new MockVendor(subject.wireFormat, programme, settings.bytesPerWrite);
    const server = await MockServer.start((exchange) => vendor.answer(exchange));
    subject.opened.push(server);
    const rehearsal = new TestHarness(subject, server, programme, settings);
    subject.opened.push(rehearsal);
    return rehearsal;
  }

  /** The requests for an answer, in order. */
  get asked(): readonly Exchange[] {
    return this.server.exchanges.filter(({ forAnswer }) => forAnswer);
  }

  ask(request: Partial<ChatRequest> = {}, options?: ChatOptions): ChatStream {
    const messages = [{ role: 'user', content: question }] as const;
    return this.understudy.chat({ messages, ...request, model: this.#model }, options);
  }

  /** The models, as an app would ask for them. */
  list(options?: ModelsOptions): Promise<readonly ModelInfo[]> {
    return this.understudy.models(this.probe.definition.id, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.understudy.close();
    await this.server[Symbol.asyncDispose]();
  }
}
