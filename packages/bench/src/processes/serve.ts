import process from 'node:process';

import { isOrder } from '../harness/reply.ts';
import type { Order, Reply } from '../harness/reply.ts';

export interface Service {
  readonly url?: string | undefined;
  readonly handle?: ((order: Order) => Promise<Reply>) | undefined;
  close(): Promise<void>;
}

/** Creates the service, reports that it is ready, and handles orders until the harness disconnects. */
export async function serve(create: () => Promise<Service>): Promise<void> {
  try {
    const service = await create();
    process.on('message', (message) => {
      if (isOrder(message) && service.handle) {
        void service.handle(message).catch(toFailed).then(send);
      }
    });
    process.once('disconnect', () => void service.close());
    send({ kind: 'ready', url: service.url ?? '' });
  } catch (error) {
    send(toFailed(error));
    process.disconnect();
  }
}

function send(reply: Reply): void {
  if (process.connected) process.send?.(reply);
}

function toFailed(error: unknown): Reply {
  return { kind: 'failed', message: error instanceof Error ? formatError(error) : String(error) };
}

function formatError({ message, cause }: Error): string {
  return cause instanceof Error ? `${message} (${formatError(cause)})` : message;
}
