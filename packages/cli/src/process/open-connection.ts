import { once } from 'node:events';
import { connect } from 'node:net';

import { ProviderError, isProviderError } from '@understudy/core';

import type { ConnectLimits } from '../cli-ports.ts';

/**
 * Opens a connection to where an address points, and closes it; nothing is sent.
 *
 * @throws ProviderError `connection-failed`, `timeout`; the reason of the signal
 */
export async function openConnection(
  address: URL,
  { signal, timeoutMs }: ConnectLimits,
): Promise<void> {
  signal.throwIfAborted();
  const { hostname, port, protocol } = address;
  const usualPort = protocol === 'https:' ? 443 : 80;
  const socket = connect({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? usualPort : Number(port),
    timeout: timeoutMs,
  });
  socket.on('timeout', () => socket.destroy(tooSlow(address, timeoutMs)));
  try {
    await once(socket, 'connect', { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw isProviderError(error) ? error : refused(address, error);
  } finally {
    socket.destroy();
  }
}

function tooSlow({ host }: URL, timeoutMs: number): ProviderError {
  return new ProviderError({
    code: 'timeout',
    message: `expected a connection to ${host} within ${timeoutMs} ms, and none came`,
    phase: 'connect',
  });
}

function refused({ host }: URL, error: unknown): ProviderError {
  const code: unknown = Object(error).code;
  const why = typeof code === 'string' ? ` (${code})` : '';
  return new ProviderError({
    code: 'connection-failed',
    message: `expected a server at ${host}, and there is none${why}`,
  });
}
