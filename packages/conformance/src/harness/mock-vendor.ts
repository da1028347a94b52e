import type { ScriptedResponse, WireFormat } from '../wire-format.ts';
import { joinBody, readRequestText } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { findReply } from './find-reply.ts';
import { resolveScript } from './server-script.ts';
import type { ServerScript } from './server-script.ts';

/** Replies to requests with the responses of a script. */
export class MockVendor {
  readonly #wireFormat: WireFormat | undefined;
  readonly #script: ServerScript;
  readonly #bytesPerWrite: number | undefined;

  /** @throws AssertionError if the script is one response, and the wire format cannot encode it */
  constructor(
    wireFormat: WireFormat | undefined,
    script: ServerScript,
    bytesPerWrite: number | undefined,
  ) {
    this.#wireFormat = wireFormat;
    this.#script = script;
    this.#bytesPerWrite = bytesPerWrite;
    if (wireFormat && 'type' in script) findReply(wireFormat, script);
  }

  async handle(exchange: Exchange): Promise<void> {
    const other = this.#wireFormat?.handleOther?.(exchange.request);
    if (other) {
      exchange.isOther = true;
      return exchange.deliver(other);
    }
    if ('handler' in this.#script) return this.#script.handler(exchange);
    const scripted = resolveScript(this.#script, readRequestText(exchange.request));
    return this.#respond(scripted, exchange);
  }

  async #respond(scripted: ScriptedResponse, exchange: Exchange): Promise<void> {
    const reply = findReply(this.#wireFormat, scripted);
    exchange.begin(reply);
    const bytes = this.#bytesPerWrite;
    if (bytes === undefined) for (const chunk of reply.body ?? []) await exchange.send(chunk);
    else await exchange.sendInChunks(joinBody(reply), [bytes]);
    if (scripted.type === 'response' && scripted.ending === 'stall') await exchange.stall();
    else exchange.end();
  }
}
