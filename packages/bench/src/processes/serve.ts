import process from 'node:process';

import { isOrder } from '../harness/reply.ts';
import type { Order, Reply } from '../harness/reply.ts';

export interface Served {
  readonly url?: string | undefined;
  readonly handle?: ((order: Order) => Promise<Reply>) | undefined;
  close(): Promise<void>;
}

/** Prepares what the harness asks for, says so, answers orders, and ends when the harness lets go. */
export async function serve(prepare: () => Promise<Served>): Promise<void> {
  try {
    const served = await prepare();
    process.on('message', (message) => {
      if (isOrder(message) && served.handle) void served.handle(message).catch(toFailed).then(send);
    });
    process.once('disconnect', () => void served.close());
    send({ kind: 'ready', url: served.url ?? '' });
  } catch (error) {
    send(toFailed(error));
    process.disconnect();
  }
}

function send(reply: Reply): void {
  if (process.connected) process.send?.(reply);
}

function toFailed(error: unknown): Reply {
  return { kind: 'failed', message: error instanceof Error ? describe(error) : String(error) };
}

function describe({ message, cause }: Error): string {
  return cause instanceof Error ? `${message} (${describe(cause)})` : message;
}
