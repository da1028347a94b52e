/** An edit of one statement of the sources. Whitespace in `code` matches any whitespace. */
export interface PlantedFault {
  readonly name: string;
  readonly file: string;
  readonly code: string;
  readonly replacement: string;
}

const attemptFaults: readonly PlantedFault[] = [
  {
    name: 'a canceled chat starts the next attempt',
    file: 'chain/run-chain.ts',
    code: 'if (call.aborted) throw error;',
    replacement:
      "if (call.signal.aborted) { Object.defineProperty(call, 'signal', { value: new AbortController().signal }); decision = state.decide(); continue; }",
  },
  {
    name: 'events of a failed attempt are passed on',
    file: 'stream/commit-point.ts',
    code: 'return progress;',
    replacement: 'return batch;',
  },
  {
    name: 'a committed text is continued by another target',
    file: 'chain/chain-state.ts',
    code: 'committed && !this.#mayRestart',
    replacement: 'Math.abs(0) > 1',
  },
  {
    name: 'a restart is not reported',
    file: 'chain/attempt/active-attempt.ts',
    code: 'return [ended, reset];',
    replacement: 'return [ended];',
  },
  {
    name: 'a complete response contains the text of a failed attempt',
    file: 'chain/attempt/active-attempt.ts',
    code: 'this.#response = new AttemptResponse(target, commit, limits.maxResponseBytes);',
    replacement:
      'this.#response = new AttemptResponse(target, commit, limits.maxResponseBytes); this.#response.collector = call.collector ??= this.#response.collector;',
  },
  {
    name: 'a complete response does not fail over after its first content',
    file: 'chain/run-chain.ts',
    code: "call.readMode === 'response' ? 'collect-only' : state.policy.commit",
    replacement: 'state.policy.commit',
  },
  {
    name: 'maxAttempts is exceeded by one',
    file: 'chain/decide/decide-next.ts',
    code: 'facts.requests >= facts.maxAttempts',
    replacement: 'facts.requests > facts.maxAttempts',
  },
  {
    name: 'replayed requests are not counted',
    file: 'chain/request-count.ts',
    code: 'this.#ended += requests;',
    replacement: 'this.#ended += 1;',
  },
  {
    name: 'a truncated stream counts as success',
    file: 'chain/attempt/active-attempt.ts',
    code: 'if (!batch) throw errors.truncatedError();',
    replacement: 'if (!batch) return this.#finish([]);',
  },
  {
    name: 'an empty response counts as success',
    file: 'chain/attempt/attempt-response.ts',
    code: 'throw emptyError(reason, this.foundContent);',
    replacement: '',
  },
  {
    name: 'retries have no budget',
    file: 'health/retry-budget.ts',
    code: 'this.#balance -= 1;',
    replacement: '',
  },
  {
    name: 'an open breaker allows calls',
    file: 'health/breaker/breaker.ts',
    code: 'return this.#clock.now() < until ? { until, probeResult: undefined, cause } : undefined;',
    replacement: 'return undefined;',
  },
  {
    name: 'a half-open breaker allows two probes',
    file: 'health/breaker/breaker.ts',
    code: 'if (this.#probe) return { until: undefined, probeResult: this.#result.promise, cause };',
    replacement: '',
  },
  {
    name: 'an attempt starts after the deadline',
    file: 'chain/chat-decisions.ts',
    code: 'if (this.#services.clock.now() >= this.#state.deadlineAt) return false;',
    replacement: '',
  },
  {
    name: 'Retry-After does not start a cooldown',
    file: 'chain/decide/resolve-cooldown.ts',
    code: 'retryAfterMs > 0 ? retryAfterMs : cooldownMs',
    replacement: 'cooldownMs',
  },
  {
    name: 'Retry-After starts a cooldown after a rate limit only',
    file: 'chain/decide/resolve-cooldown.ts',
    code: 'retryAfterMs > 0 ?',
    replacement: 'retryAfterMs > 0 && cooldownMs !== undefined ?',
  },
  {
    name: 'a rate limit without a delay starts no cooldown',
    file: 'health/cooldown.ts',
    code: "if (ms === 'backoff' && !isRepeated)",
    replacement: "if (ms === 'backoff')",
  },
  {
    name: 'a rejected credential cools down one model only',
    file: 'chain/decide/resolve-cooldown.ts',
    code: "scope === 'credential' ? 'provider' : 'target'",
    replacement: "'target'",
  },
  {
    name: 'a requested delay is shortened by half',
    file: 'health/cooldown.ts',
    code: "ms === 'backoff' ? this.#backoffMs() : this.#limit(ms)",
    replacement: "ms === 'backoff' ? this.#backoffMs() : this.#limit(ms / 2)",
  },
  {
    name: 'a shorter cooldown ends a longer one',
    file: 'health/cooldown.ts',
    code: 'until < this.#until || ',
    replacement: '',
  },
  {
    name: 'all calls are allowed after a cooldown',
    file: 'health/cooldown.ts',
    code: 'if (this.#cause) this.#probe = permit;',
    replacement: 'this.#cause = undefined;',
  },
  {
    name: 'a second probe is allowed',
    file: 'health/cooldown.ts',
    code: 'if (!this.#probe) return undefined;',
    replacement: 'return undefined;',
  },
  {
    name: 'a permit is never released',
    file: 'health/permit.ts',
    code: 'this.#permits.slot.release(tokens);',
    replacement: '',
  },
  {
    name: 'the timer of an attempt is not stopped',
    file: 'stream/attempt-timer.ts',
    code: 'this.#stopped = true; this.#timer.stop();',
    replacement: '',
  },
  {
    name: 'a listener is never removed',
    file: 'scope/on-abort.ts',
    code: "return () => signal.removeEventListener('abort', listen);",
    replacement: 'return () => {};',
  },
  {
    name: 'a stream is not cleaned up',
    file: 'chain/attempt/active-attempt.ts',
    code: 'void this.#stream.cleanUp().then(() => this.#call.endWork());',
    replacement: 'this.#call.endWork();',
  },
  {
    name: 'an attempt does not record its end',
    file: 'chain/attempt/active-attempt.ts',
    code: 'this.#ending = ending;',
    replacement: '',
  },
];

const endingFaults: readonly PlantedFault[] = [
  {
    name: 'an attempt ends twice',
    file: 'chain/attempt/active-attempt.ts',
    code: 'if (this.#ending) return; this.#ending = ending; this.#timer.stop(); this.#stopListening();',
    replacement: 'this.#ending = ending; this.#timer.stop();',
  },
  {
    name: 'a permit is kept after an abort',
    file: 'chain/chain-state.ts',
    code: "permit.release(ending.outcome === 'succeeded' ? 'success' : 'ignored', { tokens });",
    replacement: "if (ending.outcome === 'succeeded') permit.release('success', { tokens });",
  },
  {
    name: 'close() does not wait for calls',
    file: 'runtime/close-runtime.ts',
    code: 'if (!(await settlesBefore(ended, until, clock)))',
    replacement: 'if (!ended)',
  },
  {
    name: 'close() does not report what it abandoned',
    file: 'runtime/close-runtime.ts',
    code: 'if (abandoned.length > 0)',
    replacement: 'if (Math.abs(0) > 1)',
  },
  {
    name: 'a provider that is created during close() stays open',
    file: 'registry/provider-instances.ts',
    code: 'await provider.close?.();',
    replacement: '',
  },
  {
    name: 'providers are closed before the cleanup has ended',
    file: 'chain/attempt/active-attempt.ts',
    code: 'void this.#stream.cleanUp().then(() => this.#call.endWork());',
    replacement: 'void this.#stream.cleanUp(); this.#call.endWork();',
  },
  {
    name: 'providers are closed in order of creation',
    file: 'runtime/close-runtime.ts',
    code: 'instances.created.toReversed()',
    replacement: 'instances.created',
  },
  {
    name: 'providers are closed at the same time',
    file: 'runtime/close-runtime.ts',
    code: 'if (!(await settlesBefore(closing, until, clock)))',
    replacement: 'if (!closing)',
  },
  {
    name: 'a chat starts after close()',
    file: 'scope/call-scope.ts',
    code: 'if (this.#scope.closed) this.abort(closedError());',
    replacement: '',
  },
  {
    name: 'a response that has finished can still reject',
    file: 'chain/attempt/active-attempt.ts',
    code: "ending.outcome === 'succeeded' ? this.#call.complete(this.#response.collector, ending.accepted) : undefined",
    replacement:
      "ending.outcome === 'succeeded' ? void setImmediate(() => this.#call.complete(this.#response.collector, ending.accepted)) : undefined",
  },
  {
    name: 'response() within the loop does not settle',
    file: 'chat-stream/chat-batch-source.ts',
    code: 'this.#readAhead ??= this.#startReadAhead();',
    replacement: '',
  },
  {
    name: "a listener is kept on the caller's signal during the cleanup",
    file: 'scope/call-scope.ts',
    code: 'this.#settled = true; this.#ignoreCaller();',
    replacement: 'this.#settled = true;',
  },
  {
    name: 'a creation ends with the first caller that stops waiting',
    file: 'registry/provider-instances.ts',
    code: 'if (this.#waiting === 0)',
    replacement: '',
  },
  {
    name: 'a creation has no time limit',
    file: 'registry/provider-instances.ts',
    code: 'timer.start(createMs);',
    replacement: '',
  },
  {
    name: 'a wait starts again when the caller pulls late',
    file: 'chain/run-chain.ts',
    code: 'waitUntil(clock, at, call,',
    replacement: 'waitUntil(clock, Math.max(at, clock.now() + 250), call,',
  },
  {
    name: 'an aborted attempt has no attempt-end',
    file: 'chain/attempt/active-attempt.ts',
    code: 'reporter.attemptEnded(this.#call.id, this.#entry, {',
    replacement:
      "if (ending.outcome !== 'aborted') reporter.attemptEnded(this.#call.id, this.#entry, {",
  },
  {
    name: 'the end of a chat is reported before its last attempt',
    file: 'chain/attempt/active-attempt.ts',
    code: 'reporter.chatSucceeded(this.#call, response);',
    replacement:
      '{ reporter.chatSucceeded(this.#call, response); reporter.attemptEnded(this.#call.id, this.#entry); }',
  },
  {
    name: 'the end of a chat is reported twice',
    file: 'chain/chat-call.ts',
    code: 'this.#reporter.chatFailed(this, this.log.attempts, reason);',
    replacement:
      '{ this.#reporter.chatFailed(this, this.log.attempts, reason); this.#reporter.chatFailed(this, this.log.attempts, reason); }',
  },
  {
    name: 'a permit is released twice',
    file: 'health/permit.ts',
    code: 'this.#permits.slot.release(tokens);',
    replacement: 'this.#permits.slot.release(tokens); this.#permits.slot.release(tokens);',
  },
  {
    name: 'a response is complete before its attempt has ended',
    file: 'chain/attempt/active-attempt.ts',
    code: 'const following = this.#services.state.endAttempt(',
    replacement:
      "if (ending.outcome === 'succeeded') this.#call.complete(this.#response.collector, ending.accepted); const following = this.#services.state.endAttempt(",
  },
  {
    name: 'close() does not abort calls',
    file: 'scope/call-scope.ts',
    code: 'for (const call of this.#active) call.abort(closedError());',
    replacement: '',
  },
  {
    name: 'close() does not wait for the close() of a late provider',
    file: 'registry/provider-instances.ts',
    code: 'await provider.close?.();',
    replacement: 'void provider.close?.();',
  },
  {
    name: 'a wait ignores the abort',
    file: 'scope/wait-until.ts',
    code: 'reject(reason);',
    replacement: 'resolve();',
  },
];

const chainFaults: readonly PlantedFault[] = [
  {
    name: 'a slot is never free again',
    file: 'health/limits/limiter.ts',
    code: 'this.#inFlight -= 1; this.#serve();',
    replacement: 'this.#serve();',
  },
  {
    name: 'the end of an attempt does not serve the queue',
    file: 'health/limits/limiter.ts',
    code: 'this.#inFlight -= 1; this.#serve();',
    replacement: 'this.#inFlight -= 1;',
  },
  {
    name: 'a queue is served from its end',
    file: 'health/limits/limiter.ts',
    code: 'for (let entry = this.#queue.first; entry; entry = this.#queue.first) {',
    replacement: 'for (const entry of [...this.#queue].toReversed()) {',
  },
  {
    name: 'maxConcurrent is exceeded by one',
    file: 'health/limits/limiter.ts',
    code: 'this.#inFlight >= maxConcurrent',
    replacement: 'this.#inFlight > maxConcurrent',
  },
  {
    name: 'a minute has 59 s',
    file: 'health/limits/minute-window.ts',
    code: 'const windowMs = 60_000;',
    replacement: 'const windowMs = 59_000;',
  },
  {
    name: 'tokens beyond the estimate are not counted',
    file: 'health/limits/minute-window.ts',
    code: 'this.add(changed - entry.amount);',
    replacement: '{}',
  },
  {
    name: 'repeated requests do not count for requestsPerMinute',
    file: 'health/limits/limiter.ts',
    code: 'this.#requests?.add(1);',
    replacement: '',
  },
  {
    name: 'a canceled chat stays in the queue',
    file: 'health/limits/limiter.ts',
    code: 'this.#remove(entry); this.#serve();',
    replacement: '',
  },
  {
    name: 'hedged attempts do not use the retry budget',
    file: 'chain/chat-decisions.ts',
    code: "kind === 'retry' || kind === 'hedge'",
    replacement: "kind === 'retry'",
  },
  {
    name: 'a race continues with an attempt that lost',
    file: 'chain/hedge.ts',
    code: 'return step.attempt;',
    replacement: 'return first;',
  },
  {
    name: 'a race ends before the first content is passed on',
    file: 'chain/hedge.ts',
    code: 'if (!step.wins) continue;',
    replacement: 'if (step.attempt !== race.winner) continue;',
  },
  {
    name: 'an attempt that lost goes on',
    file: 'chain/hedge.ts',
    code: 'other.outpace();',
    replacement: '',
  },
  {
    name: 'a hedged attempt starts after the first content',
    file: 'chain/hedge.ts',
    code: 'if (race.winner) continue;',
    replacement: '',
  },
  {
    name: 'a request with effects is hedged',
    file: 'chain/chain-state.ts',
    code: '|| this.#call.input.content.effects === true',
    replacement: '',
  },
  {
    name: 'maxExtra is exceeded by one',
    file: 'chain/chat-decisions.ts',
    code: 'requests.active <= maxExtra',
    replacement: 'requests.active <= maxExtra + 1',
  },
  {
    name: 'requests that a running attempt has repeated are not counted',
    file: 'chain/request-count.ts',
    code: 'this.#reserved += 1;',
    replacement: '',
  },
  {
    name: 'the pause of a target without an alternative has no upper bound of its own',
    file: 'health/breaker/breaker.ts',
    code: 'last: 15_000',
    replacement: 'last: 300_000',
  },
  {
    name: 'the result of a probe is not announced',
    file: 'health/breaker/breaker.ts',
    code: 'this.#probe = undefined; this.#result.notify();',
    replacement: 'this.#probe = undefined;',
  },
  {
    name: 'conditions are not checked with the commit complete',
    file: 'chain/accept/accept-response.ts',
    code: 'if (conditions || accepts) {',
    replacement: "if (readMode === 'response' && (conditions || accepts)) {",
  },
  {
    name: 'a function that throws accepts the response',
    file: 'chain/accept/accept-response.ts',
    code: "throw rejectedError(response, 'the function accept threw an error (see cause)', cause);",
    replacement: 'return;',
  },
  {
    name: 'the least length of the text is ignored',
    file: 'chain/accept/accept-response.ts',
    code: 'length >= minTextLength ||',
    replacement: 'length >= 0 ||',
  },
  {
    name: 'affinity is ignored',
    file: 'chain/targets/rank-members.ts',
    code: "affinity !== undefined && pool.strategy !== 'priority'",
    replacement: "affinity === '' && pool.strategy !== 'priority'",
  },
  {
    name: 'weights are ignored',
    file: 'chain/targets/rank-members.ts',
    code: '-Math.log(1 - unit) / weight',
    replacement: '-Math.log(1 - unit)',
  },
];

/** Of the events of a provider, and of the complete response. */
const eventFaults: readonly PlantedFault[] = [
  {
    name: 'the first token counts of a response are not replaced',
    file: 'stream/chat-collector.ts',
    code: 'this.#usage = readUsage(event);',
    replacement: 'this.#usage ??= readUsage(event);',
  },
  {
    name: 'the end of a tool call discards the calls that have not ended',
    file: 'stream/chat-collector.ts',
    code: 'this.#openCalls.delete(id);',
    replacement: 'this.#openCalls.clear();',
  },
  {
    name: 'the events that arrive with the start of a response are lost',
    file: 'chain/attempt/provider-stream.ts',
    code: 'return [...earlier, start, ...warnings, ...batch.slice(index)];',
    replacement: 'return [...earlier, start, ...warnings];',
  },
  {
    name: 'a response has a second start after a raw event',
    file: 'chain/attempt/provider-stream.ts',
    code: "({ type }) => type !== 'raw' && type !== 'progress'",
    replacement: '() => true',
  },
  {
    name: 'raw events are emitted without includeRaw',
    file: 'chain/run-chain.ts',
    code: 'includeRaw: options.includeRaw ?? false,',
    replacement: 'includeRaw: true,',
  },
  {
    name: 'the text before a reasoning is lost',
    file: 'stream/part-builder.ts',
    code: 'if (this.#block?.type !== type) { this.#endBlock({});',
    replacement: "if (this.#block?.type !== type) { if (type !== 'reasoning') this.#endBlock({});",
  },
  {
    name: 'totalUsage is complete although a failed attempt has no token counts',
    file: 'stream/sum-usage.ts',
    code: 'one.incomplete === true || other.incomplete === true',
    replacement: 'one.incomplete === true && other.incomplete === true',
  },
];

/** Of the ways to read a chat. */
const readingFaults: readonly PlantedFault[] = [
  {
    name: 'two calls of next() read at the same time',
    file: 'chat-stream/event-iterator.ts',
    code: 'this.#last ? this.#last.then(this.#onTurn, this.#onTurn) : this.#pull();',
    replacement: 'this.#pull();',
  },
  {
    name: 'a caller that leaves waits for the next event',
    file: 'chat-stream/event-iterator.ts',
    code: 'await this.#source.stopReading(this);',
    replacement:
      'if (this.#last) await this.#last.catch(() => {}); await this.#source.stopReading(this);',
  },
];

/** Of attempts whose providers do not end as they should. */
const providerEndFaults: readonly PlantedFault[] = [
  {
    name: 'a rejection of return() is not handled',
    file: 'chain/attempt/provider-stream.ts',
    code: 'return Promise.resolve(returned).then(ignore, ignore);',
    replacement: 'return Promise.resolve(returned).then(ignore);',
  },
  {
    name: 'an error that return() throws is passed on',
    file: 'chain/attempt/provider-stream.ts',
    code: '} catch { return Promise.resolve(); }',
    replacement: '} catch (error) { throw error; }',
  },
  {
    name: 'requests can be reserved after the end of an attempt',
    file: 'chain/attempt/provider-stream.ts',
    code: 'this.signal.aborted || !isAllowed ||',
    replacement: '!isAllowed ||',
  },
];

/** The simulation must detect each of these faults. */
export const plantedFaults: readonly PlantedFault[] = [
  ...attemptFaults,
  ...endingFaults,
  ...chainFaults,
  ...eventFaults,
  ...readingFaults,
  ...providerEndFaults,
];
