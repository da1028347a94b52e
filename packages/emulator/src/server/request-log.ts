import type { IncomingMessage } from 'node:http';

import type { EmulatedRequest, RequestRecord } from './emulated-request.ts';

/** The latest requests, oldest first; bounded, because an emulator may run for days. */
export class RequestLog {
  readonly #limit: number;
  readonly #records: RequestRecord[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get requests(): readonly EmulatedRequest[] {
    return this.#records;
  }

  add(request: IncomingMessage): RequestRecord {
    const record = createRecord(request);
    this.#records.push(record);
    if (this.#records.length > this.#limit) this.#records.shift();
    return record;
  }
}

function createRecord(request: IncomingMessage): RequestRecord {
  const [path = '/', search = ''] = (request.url ?? '/').split('?', 2);
  const headers = Object.entries(request.headersDistinct);
  return {
    method: request.method ?? 'GET',
    path,
    query: Object.fromEntries(new URLSearchParams(search)),
    headers: Object.fromEntries(headers.map(([name, values = []]) => [name, values.join(', ')])),
    body: undefined,
    tokenId: undefined,
    sessionId: undefined,
    fault: undefined,
    status: undefined,
    open: true,
    closedByClient: false,
  };
}
