import { formatBytes } from '@understudy/core/internal';
import { isProviderError } from '@understudy/core/provider';
import type { HttpResponse, ProviderContext, ProviderPorts } from '@understudy/core/provider';

import type { DownloadedFile } from './download-files.ts';
import { downloadError } from './download-files.ts';

/**
 * Downloads a file over the `Http` of the runtime. Does not follow redirects.
 *
 * @throws ProviderError `request-rejected` if the file cannot be downloaded
 */
export async function downloadFile(
  url: URL,
  { http }: ProviderPorts,
  { signal, limits }: ProviderContext,
): Promise<DownloadedFile> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw downloadError(url, `expected a URL with http or https, received ${url.protocol}`);
  }
  try {
    const response = await http.request({ method: 'GET', url, headers: { accept: '*/*' }, signal });
    if (response.status !== 200) throw downloadError(url, `HTTP ${response.status}`);
    return {
      bytes: await readBytes(response, url, limits.maxJsonBytes),
      mediaType: response.headers.get('content-type')?.split(';', 1)[0]?.trim(),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (isProviderError(error) && error.code === 'request-rejected') throw error;
    throw downloadError(url, isProviderError(error) ? error.message : 'no response', error);
  }
}

async function readBytes({ body }: HttpResponse, url: URL, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) {
      throw downloadError(url, `more than ${formatBytes(maxBytes)} (limits.maxJsonBytes)`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
