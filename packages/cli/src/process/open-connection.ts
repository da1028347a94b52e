import { once } from 'node:events';
import { connect } from 'node:net';

import { ProviderError, isProviderError } from '@understudy/core';

import type { ConnectOptions } from '../cli-ports.ts';
import { formatLimit } from '../render/format-quantity.ts';

/** Implements `CliPorts.connect`. */
export async function openConnection(
  url: URL,
  { signal, timeoutMs }: ConnectOptions,
): Promise<void> {
  signal.throwIfAborted();
  const { hostname, port, protocol } = url;
  const defaultPort = protocol === 'https:' ? 443 : 80;
  const socket = connect({
    // `net.connect` expects an IPv6 address without the brackets of a URL.
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? defaultPort : Number(port),
    timeout: timeoutMs,
  });
  socket.on('timeout', () => socket.destroy(connectTimeout(url, timeoutMs)));
  try {
    await once(socket, 'connect', { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw isProviderError(error) ? error : connectionFailed(url, error);
  } finally {
    socket.destroy();
  }
}

function connectTimeout({ host }: URL, timeoutMs: number): ProviderError {
  return new ProviderError({
    code: 'timeout',
    message: `no connection to ${host} within ${formatLimit(timeoutMs)}`,
    phase: 'connect',
  });
}

function connectionFailed({ host }: URL, error: unknown): ProviderError {
  const code: unknown = Object(error).code;
  const reason = typeof code === 'string' ? ` (${code})` : '';
  return new ProviderError({
    code: 'connection-failed',
    message: `${host} could not be reached${reason}`,
  });
}
