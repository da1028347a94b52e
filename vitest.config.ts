import { defineConfig } from 'vitest/config';

import { findChromium, requiresBrowser } from './tools/find-chromium.ts';
import { LastLineReporter } from './tools/last-line-reporter.ts';

/** The tests that need a browser, if there is none. */
const withoutBrowser =
  findChromium() === undefined && !requiresBrowser() ? ['packages/playground/test/**'] : [];

const conditions = ['@understudy/source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', new LastLineReporter()],
    silent: 'passed-only',
    // Missing snapshot files are written with `--update` only.
    update: 'none',
    // By default, vitest leaves one core idle, which is half of a machine with two cores.
    maxWorkers: '100%',
    // Property tests need several seconds of CPU time, and more on a busy machine.
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // A thread starts in half the time of a process. There are about 500 files.
          pool: 'threads',
          include: [
            'packages/*/{src,test}/**/*.test.ts',
            'tools/**/*.test.ts',
            'docs/{,test/}*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/*.{e2e,long}.test.ts'],
        },
      },
      {
        // The suites of HTTP with `fetchHttp()`. `fetch` has no proxies.
        extends: true,
        test: {
          name: 'fetch',
          include: [
            'packages/core/test/{http-*,connect-timeout,fake-timers}.test.ts',
            'packages/core/test/faults/{cancellation,fault-matrix,leaks,valid-responses}.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/http-proxy.test.ts'],
          setupFiles: ['packages/core/test/fetch-setup.ts'],
          provide: { http: 'fetch' },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['{packages/*/test,tools}/**/*.e2e.test.ts', 'docs/test/*.e2e.test.ts'],
          globalSetup: ['tools/build-once.ts'],
          testTimeout: 30_000,
        },
      },
      {
        // End-to-end tests of at least ten seconds, for `npm run test:e2e`.
        extends: true,
        test: {
          name: 'long',
          include: ['{packages/*/test,tools}/**/*.long.test.ts', 'docs/test/*.long.test.ts'],
          exclude: ['**/node_modules/**', ...withoutBrowser],
          globalSetup: ['tools/build-once.ts', 'tools/report-browser.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            checker: 'tsc',
            tsconfig: './tsconfig.json',
            include: ['packages/*/{src,test}/**/*.test-d.ts'],
          },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/bin.ts'],
    },
  },
});
